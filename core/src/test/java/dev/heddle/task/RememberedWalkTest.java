package dev.heddle.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A remembered walk needs no bytecode library: it works where there is none. */
class RememberedWalkTest {
  private static final Class<?>[] NOTHING = {};

  /** Heddle's own classes once more, without ASM. */
  private static final class WithoutAsm extends ClassLoader {
    WithoutAsm() {
      super(RememberedWalkTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.objectweb.asm.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("dev.heddle.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      try (var in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void aRememberedWalkLoadsNoAsmClass(@TempDir Path folder) throws Exception {
    Path sources = Files.createDirectories(folder.resolve("src"));
    Files.writeString(
        sources.resolve("Main.java"),
        "class Main { static Object run(int n) { return (Runnable) () -> System.out.print(n); } }");
    SourceCompiler.compile(sources, folder.resolve("out"), "");
    URL[] path = {folder.resolve("out").toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, null)) {
      Method run = Class.forName("Main", false, loader).getDeclaredMethod("run", int.class);
      Path cache = folder.resolve("cache");

      assertThatThrownBy(() -> walkWithoutAsm(cache, run))
          .as("a first walk needs ASM")
          .isInstanceOf(InvocationTargetException.class)
          .hasCauseInstanceOf(NoClassDefFoundError.class);

      TaskCode code = new CodeWalk(CodeRoots.standard(), new CodeFolder(cache)).walk(run, NOTHING);
      assertThat(walkWithoutAsm(cache, run)).isEqualTo(code.toString());
    }
  }

  private static String walkWithoutAsm(Path cache, Method run) throws Exception {
    WithoutAsm heddle = new WithoutAsm();
    Class<?> roots = heddle.loadClass(CodeRoots.class.getName());
    Class<?> memory = heddle.loadClass(CodeMemory.class.getName());
    Class<?> walk = heddle.loadClass(CodeWalk.class.getName());
    Object folder =
        heddle.loadClass(CodeFolder.class.getName()).getConstructor(Path.class).newInstance(cache);
    Object walker =
        walk.getConstructor(roots, memory)
            .newInstance(roots.getDeclaredMethod("standard").invoke(null), folder);
    return walk.getMethod("walk", Method.class, Class[].class)
        .invoke(walker, run, NOTHING)
        .toString();
  }
}
