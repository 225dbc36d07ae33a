package acme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.DirectTask;
import dev.heddle.Heddle;
import dev.heddle.agent.DirectPlugin;
import dev.heddle.store.MemoryStore;
import dev.heddle.task.TaskMethod;
import dev.heddle.task.Woven;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import net.bytebuddy.build.Plugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build made of the classes. */
class WovenTest {
  private static final Map<Class<?>, Integer> TASKS = Map.of(Reports.class, 4, Sale.class, 2);

  @Test
  void classesWithDirectTasksAreWovenOnceAndOthersNot() {
    TASKS.forEach(
        (type, tasks) -> {
          assertThat(type.getAnnotationsByType(Woven.class)).hasSize(1);
          assertThat(Arrays.stream(type.getDeclaredMethods()).filter(WovenTest::isBody))
              .hasSize(tasks);
        });
    assertThat(MalformedSaleException.class.isAnnotationPresent(Woven.class)).isFalse();
  }

  @Test
  void whatHeddleTomlNamesIsWovenToo() throws Exception {
    assertThat(Report.class.getAnnotationsByType(Woven.class)).hasSize(1);
    assertThat(Report.class.getMethod("beats", Report.class).isAnnotationPresent(DirectTask.class))
        .isTrue();
  }

  private static boolean isBody(Method method) {
    return method.isSynthetic() && method.getName().endsWith("$heddle$body");
  }

  @Test
  void weavingOnceMoreChangesNothing(@TempDir Path again) throws Exception {
    Path classes = folderOf(Reports.class);

    new Plugin.Engine.Default()
        .apply(
            classes.toFile(),
            again.toFile(),
            new Plugin.Factory.Simple(new DirectPlugin(classes.toFile())));

    assertThat(contents(again)).isNotEmpty().isEqualTo(contents(classes));
  }

  @Test
  void theCodeHashIsThatOfTheUnwovenClass(@TempDir Path plain) throws Exception {
    compile(plain);

    try (Unwoven loader = new Unwoven(plain)) {
      for (Class<?> type : TASKS.keySet()) {
        Class<?> unwoven = Class.forName(type.getName(), false, loader);
        assertThat(unwoven).isNotSameAs(type);
        assertThat(unwoven.isAnnotationPresent(Woven.class)).isFalse();
        assertThat(hashes(unwoven)).hasSize(TASKS.get(type)).isEqualTo(hashes(type));
      }
    }
  }

  private static Map<String, String> hashes(Class<?> type) {
    Map<String, String> hashes = new TreeMap<>();
    try (Heddle heddle = Heddle.builder().store(new MemoryStore()).open()) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.isAnnotationPresent(DirectTask.class)) {
          hashes.put(
              method.getName(),
              heddle.tasks().define(TaskMethod.of(method)).version().hash().toString());
        }
      }
    }
    return hashes;
  }

  /** As Maven does, without the weaver. */
  private static void compile(Path classes) throws IOException {
    Path sources = Path.of(System.getProperty("basedir", "")).resolve("src/main/java");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
            compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
        Stream<Path> inFolder = Files.walk(sources)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      List<Path> all = inFolder.filter(file -> file.toString().endsWith(".java")).toList();
      List<String> options = List.of("--release", "17", "-g", "-parameters", "-proc:none");
      var units = files.getJavaFileObjectsFromPaths(all);
      boolean ok = compiler.getTask(messages, files, null, options, null, units).call();
      assertThat(ok).as(messages.toString()).isTrue();
    }
  }

  private static Path folderOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** The class files of a folder, by their hashes. */
  private static Map<String, String> contents(Path folder) throws Exception {
    Map<String, String> contents = new TreeMap<>();
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        contents.put(
            folder.relativize(file).toString(),
            HexFormat.of().formatHex(sha.digest(Files.readAllBytes(file))));
      }
    }
    return contents;
  }

  /** Loads the library from another folder than the rest. */
  private static final class Unwoven extends URLClassLoader {
    Unwoven(Path classes) throws IOException {
      super(new URL[] {classes.toUri().toURL()}, WovenTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("acme.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }

    @Override
    public URL getResource(String name) {
      return name.startsWith("acme/") ? findResource(name) : super.getResource(name);
    }
  }
}
