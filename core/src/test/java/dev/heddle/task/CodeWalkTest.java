package dev.heddle.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.HeddleException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What the walk gives, where it finds it, and what it remembers. */
class CodeWalkTest {
  private static final Class<?>[] NOTHING = {};

  @TempDir Path folder;
  private Path sources;
  private Path classes;

  @BeforeEach
  void makeFolders() throws IOException {
    sources = Files.createDirectories(folder.resolve("src"));
    classes = Files.createDirectories(folder.resolve("out"));
  }

  /** A memory that counts. */
  private static final class CountingMemory implements CodeMemory {
    final Map<String, byte[]> entries = new HashMap<>();
    final AtomicInteger written = new AtomicInteger();

    @Override
    public Optional<byte[]> get(String key) {
      return Optional.ofNullable(entries.get(key));
    }

    @Override
    public void put(String key, byte[] value) {
      entries.put(key, value);
      written.incrementAndGet();
    }
  }

  private void source(String name, String text) throws IOException {
    Path file = sources.resolve(name + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void compile() throws IOException {
    SourceCompiler.compile(sources, classes, "", "-g");
  }

  private TaskCode walk(CodeWalk walk, String type) throws Exception {
    return walk(walk, type, "run", classes.toUri().toURL());
  }

  private static TaskCode walk(CodeWalk walk, String type, String method, URL... path)
      throws Exception {
    try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      Class<?> owner = Class.forName(type, false, loader);
      for (Method each : owner.getDeclaredMethods()) {
        if (each.getName().equals(method)) {
          return walk.walk(each, NOTHING);
        }
      }
    }
    throw new IllegalArgumentException(method);
  }

  private static CodeWalk standard() {
    return new CodeWalk(CodeRoots.standard());
  }

  private static List<String> members(TaskCode code) {
    return code.members().stream().map(member -> member.owner() + "." + member.name()).toList();
  }

  @Test
  void membersAreListedInOrderAndClassesByBinaryName() throws Exception {
    source(
        "app/Main",
        """
        package app;
        class Main {
          static int run(int n) { return Zed.z(n) + Able.VALUE; }
        }
        class Zed { static int z(int n) { return n; } }
        class Able { static final int VALUE = Integer.parseInt("1"); }
        """);
    compile();

    TaskCode code = walk(standard(), "app.Main");

    assertThat(members(code)).containsExactly("app.Able.VALUE", "app.Main.run", "app.Zed.z");
    assertThat(code.classesRead()).contains("app.Able", "app.Main", "app.Zed", "java.lang.Integer");
  }

  /** A script's loader in a folder of the project. */
  private static final class Script extends URLClassLoader implements ScriptScope {
    private final String scope;

    Script(String scope, URL[] path) {
      super(path, ClassLoader.getPlatformClassLoader());
      this.scope = scope;
    }

    @Override
    public String scope() {
      return scope;
    }
  }

  private TaskCode walkScript(CodeMemory memory, String scope, String library) throws Exception {
    URL[] path = {classes.toUri().toURL(), Path.of(library).toUri().toURL()};
    try (Script loader = new Script(scope, path)) {
      Method run = Class.forName("Main", false, loader).getDeclaredMethod("run");
      return new CodeWalk(CodeRoots.standard(), memory).walk(run, NOTHING);
    }
  }

  @Test
  void aScriptsTaskIsReferredToByTheNameItHasInItsFolder() throws Exception {
    String library = Fixture.compileLibrary(folder.resolve("lib"));
    source(
        "Main",
        """
        class Main {
          static Object run() { return dev.heddle.TaskRef.of(Tool.class, "go"); }
        }
        class Tool { @dev.heddle.Task public static int go(int n) { return n; } }
        """);
    SourceCompiler.compile(sources, classes, library);
    CountingMemory memory = new CountingMemory();

    TaskCode here = walkScript(memory, "here", library);
    TaskCode there = walkScript(memory, "there", library);

    assertThat(there.references()).isEqualTo(here.references()).hasSize(1);
    assertThat(there.digest()).isNotEqualTo(here.digest());
    assertThat(walkScript(memory, "here", library)).isEqualTo(here);
  }

  @Test
  void anInheritedTaskIsReferredToWithTheClassThatIsNamed() throws Exception {
    String library = Fixture.compileLibrary(folder.resolve("lib"));
    String main =
        """
        package app;
        import dev.heddle.Expr;
        import dev.heddle.Lazy;
        import dev.heddle.Task;
        class Main {
          static Expr<Integer> run(Expr<?> desk) { return Lazy.lazy(Front::size, (Expr<Front>) desk); }
        }
        class Desk { @Task public int size() { return 1; } }
        class Front extends Desk {}
        class Back extends Desk {}
        """;
    URL[] path = {classes.toUri().toURL(), Path.of(library).toUri().toURL()};
    source("app/Main", main);
    SourceCompiler.compile(sources, classes, library);
    TaskCode front = walk(standard(), "app.Main", "run", path);
    source("app/Main", main.replace("(Front::", "(Back::").replace("<Front>", "<Back>"));
    SourceCompiler.compile(sources, classes, library);

    TaskCode back = walk(standard(), "app.Main", "run", path);

    assertThat(back.digest()).isNotEqualTo(front.digest());
  }

  @Test
  void whatIsWalkedBeforeDoesNotMatter() throws Exception {
    source(
        "app/Main",
        """
        package app;
        class Main {
          static Object run(int n) { class L { int v = n; L self() { return new L(); } }
            return (java.util.function.Supplier<L>) () -> new L().self(); }
          static Object other(int n) { return new Object() { int k = n; Object m() { return run(k); } }; }
        }
        """);
    compile();
    URL[] path = {classes.toUri().toURL()};

    CodeWalk forth = standard();
    TaskCode first = walk(forth, "app.Main", "run", path);
    TaskCode second = walk(forth, "app.Main", "other", path);
    CodeWalk back = standard();

    assertThat(walk(back, "app.Main", "other", path)).isEqualTo(second);
    assertThat(walk(back, "app.Main", "run", path)).isEqualTo(first);
  }

  @Test
  void librariesInJarsCountOnlyIfTheyAreOfTheTasksFamilyOrAskedFor() throws Exception {
    source(
        "com/acme/app/Main",
        "package com.acme.app; class Main { static int run() { return com.acme.util.Near.near() +"
            + " org.far.Far.far() + org.far.sub.Deep.deep(); } }");
    source(
        "com/acme/util/Near",
        "package com.acme.util; public class Near {" + " public static int near() { return 1; } }");
    source(
        "org/far/Far",
        "package org.far; public class Far {" + " public static int far() { return 1; } }");
    source(
        "org/far/sub/Deep",
        "package org.far.sub; public class Deep {" + " public static int deep() { return 1; } }");
    compile();
    URL jar = jar(classes).toUri().toURL();

    assertThat(members(walk(standard(), "com.acme.app.Main", "run", jar)))
        .containsExactly("com.acme.app.Main.run", "com.acme.util.Near.near");
    CodeRoots wider = new CodeRoots(List.of("org.far"), List.of("org.far.sub.*"), loader -> false);
    assertThat(members(walk(new CodeWalk(wider), "com.acme.app.Main", "run", jar)))
        .containsExactly("com.acme.app.Main.run", "com.acme.util.Near.near", "org.far.Far.far");
    assertThat(members(walk(standard(), "com.acme.app.Main")))
        .as("from a class directory all counts")
        .hasSize(4);
  }

  @Test
  void implementationsAreFoundInTheTasksJar() throws Exception {
    source(
        "app/a/Main",
        "package app.a; class Main { static int run(Op op) { return op.go(); } } interface Op { int"
            + " go(); } class One implements Op { public int go() { return 1; } }");
    compile();

    TaskCode code = walk(standard(), "app.a.Main", "run", jar(classes).toUri().toURL());

    assertThat(members(code)).contains("app.a.One.go");
  }

  @Test
  void scriptClassesThatAreNoFilesCount() throws Exception {
    source(
        "Main",
        "class Main { static int run() { return Other.other(); } }"
            + " class Other { static int other() { return 1; } }");
    compile();
    ClassLoader script = new InMemory(classes);
    Method run = Class.forName("Main", false, script).getDeclaredMethod("run");
    CountingMemory memory = new CountingMemory();
    CodeRoots roots = new CodeRoots(List.of(), List.of(), InMemory.class::isInstance);

    TaskCode code = new CodeWalk(roots, memory).walk(run, NOTHING);

    assertThat(members(code)).containsExactly("Main.run", "Other.other");
    assertThat(memory.written).as("nothing to check a memory against").hasValue(0);
  }

  @Test
  void aClassWithoutClassFileIsAnErrorThatSaysWhatToDo() throws Exception {
    source("Main", "class Main { static int run() { return 1; } }");
    compile();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
      Method run = Class.forName("Main", false, loader).getDeclaredMethod("run");
      Files.delete(classes.resolve("Main.class"));

      assertThatThrownBy(() -> standard().walk(run, NOTHING))
          .isInstanceOf(HeddleException.class)
          .hasMessageContaining("Main.run")
          .hasMessageContaining("version");
    }
  }

  @Test
  void aBodyThatTheWeaverSetAsideCountsUnderItsOwnName() throws Exception {
    source("app/Main", "package app; class Main { static int run(int n) { return n * 2; } }");
    compile();
    TaskCode plain = walk(standard(), "app.Main");
    Path file = classes.resolve("app/Main.class");

    Files.write(file, woven(Files.readAllBytes(file)));

    assertThat(walk(standard(), "app.Main")).isEqualTo(plain);
  }

  @Test
  void aWalkIsRememberedUntilAClassFileChangesAppearsOrGoes() throws Exception {
    source(
        "app/Main",
        "package app; class Main { static int run(Op op) { return op.go(); } } interface Op { int"
            + " go(); } class One implements Op { public int go() { return 1; } }");
    source("app/Free", "package app; class Free {}");
    compile();
    age();
    CountingMemory memory = new CountingMemory();

    TaskCode first = walk(new CodeWalk(CodeRoots.standard(), memory), "app.Main");
    TaskCode second = walk(new CodeWalk(CodeRoots.standard(), memory), "app.Main");
    assertThat(second).isEqualTo(first);
    assertThat(memory.written).hasValue(1);

    source("app/Two", "package app; class Two implements Op { public int go() { return 2; } }");
    compile();
    TaskCode third = walk(new CodeWalk(CodeRoots.standard(), memory), "app.Main");
    assertThat(third.digest()).isNotEqualTo(first.digest());
    assertThat(memory.written).hasValue(2);

    Files.delete(classes.resolve("app/Two.class"));
    assertThat(walk(new CodeWalk(CodeRoots.standard(), memory), "app.Main")).isEqualTo(first);
    assertThat(memory.written).hasValue(3);
  }

  @Test
  void aChangeOfEqualSizeAndTimeIsSeenWhileFilesAreYoung() throws Exception {
    source("app/Main", "package app; class Main { static int run() { return 1; } }");
    compile();
    Path file = classes.resolve("app/Main.class");
    FileTime time = Files.getLastModifiedTime(file);
    CountingMemory memory = new CountingMemory();
    TaskCode first = walk(new CodeWalk(CodeRoots.standard(), memory), "app.Main");

    source("app/Main", "package app; class Main { static int run() { return 2; } }");
    compile();
    Files.setLastModifiedTime(file, time);

    assertThat(walk(new CodeWalk(CodeRoots.standard(), memory), "app.Main").digest())
        .isNotEqualTo(first.digest());
  }

  @Test
  void otherRootsAreOtherEntries() throws Exception {
    source(
        "app/Main",
        "package app; class Main { static int run() { return Lib.lib(); } }"
            + " class Lib { static int lib() { return 1; } }");
    compile();
    CountingMemory memory = new CountingMemory();
    CodeRoots narrow = new CodeRoots(List.of(), List.of("app.Lib"), loader -> false);

    TaskCode wide = walk(new CodeWalk(CodeRoots.standard(), memory), "app.Main");
    TaskCode cut = walk(new CodeWalk(narrow, memory), "app.Main");

    assertThat(members(wide)).contains("app.Lib.lib");
    assertThat(members(cut)).doesNotContain("app.Lib.lib");
  }

  @Test
  void aRememberedWalkIsReadBackWhole() throws Exception {
    source(
        "app/Main",
        "package app; class Main { static int run(int n) { return Main.<Integer>id(n); }"
            + " static <T> T id(T t) { return t; } }");
    compile();
    TaskCode code = walk(standard(), "app.Main");
    CodeStamps stamps = new CodeStamps(5, Map.of("a", code.digest()), Map.of("b", code.digest()));

    Optional<RememberedCode> back = RememberedCode.read(new RememberedCode(stamps, code).toBytes());

    assertThat(back).contains(new RememberedCode(stamps, code));
    assertThat(RememberedCode.read(new byte[] {1, 2, 3})).isEmpty();
  }

  @Test
  void aDamagedEntryOfAFolderIsIgnoredAndReplaced() throws Exception {
    Path cache = folder.resolve("cache");
    CodeFolder memory = new CodeFolder(cache);
    assertThat(memory.get("k")).isEmpty();
    memory.put("k", new byte[] {1, 2, 3});
    assertThat(memory.get("k")).contains(new byte[] {1, 2, 3});
    Path file;
    try (Stream<Path> list = Files.list(cache)) {
      file = list.findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);
    whole[whole.length - 1] ^= 1;
    Files.write(file, whole);
    assertThat(memory.get("k")).isEmpty();
    Files.write(file, new byte[2]);
    assertThat(memory.get("k")).isEmpty();

    memory.put("k", new byte[] {4});

    assertThat(memory.get("k")).contains(new byte[] {4});
    assertThat(cache).isDirectoryContaining(file::equals);
    try (Stream<Path> list = Files.list(cache)) {
      assertThat(list).hasSize(1);
    }
  }

  @Test
  void patternsNamePackagesClassesAndSegments() {
    CodeRoots roots =
        new CodeRoots(List.of("org.far", "x.*.y", "deep.**"), List.of("bad.Thing"), l -> false);

    assertThat(roots.asksFor("org/far/A")).isTrue();
    assertThat(roots.asksFor("org/farther/A")).isFalse();
    assertThat(roots.asksFor("x/a/y")).isTrue();
    assertThat(roots.asksFor("x/a/b/y")).isFalse();
    assertThat(roots.asksFor("deep/a/b/C")).isTrue();
    assertThat(roots.rulesOut("bad/Thing")).isTrue();
    assertThat(roots.rulesOut("bad/Thing$Inner")).isTrue();
    assertThat(roots.rulesOut("bad/Things")).isFalse();
    assertThat(roots.rulesOut("java/util/List")).isTrue();
    assertThat(roots.rulesOut("dev/heddle/Lazy$Fn1")).isTrue();
    assertThat(roots.rulesOut("dev/heddle/store/Store")).isTrue();
    assertThat(roots.rulesOut("dev/heddle/examples/Hello")).isFalse();
  }

  /** Makes class files old enough to be stamped by size and time. */
  private void age() throws IOException {
    try (Stream<Path> walk = Files.walk(classes)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
      }
    }
  }

  private Path jar(Path from) throws IOException {
    Path jar = folder.resolve("app.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> walk = Files.walk(from)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(from.relativize(file).toString()));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
    return jar;
  }

  /** As the build-time weaver leaves a class: the body aside, and a call of it in its place. */
  private static byte[] woven(byte[] plain) {
    ClassWriter out = new ClassWriter(0);
    new ClassReader(plain)
        .accept(
            new ClassVisitor(Opcodes.ASM9, out) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                if (!name.equals("run")) {
                  return super.visitMethod(access, name, descriptor, signature, thrown);
                }
                String aside = name + ProgramClasses.WOVEN_BODY;
                MethodVisitor door = super.visitMethod(access, name, descriptor, signature, thrown);
                door.visitCode();
                door.visitVarInsn(Opcodes.ILOAD, 0);
                door.visitMethodInsn(Opcodes.INVOKESTATIC, "app/Main", aside, descriptor, false);
                door.visitInsn(Opcodes.IRETURN);
                door.visitMaxs(1, 1);
                door.visitEnd();
                return super.visitMethod(
                    access | Opcodes.ACC_SYNTHETIC, aside, descriptor, signature, thrown);
              }
            },
            0);
    return out.toByteArray();
  }

  /** Holds classes as bytes; its resources are no files. */
  private static final class InMemory extends ClassLoader {
    private final Path folder;

    InMemory(Path folder) {
      super(ClassLoader.getPlatformClassLoader());
      this.folder = folder;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      try {
        byte[] bytes = Files.readAllBytes(folder.resolve(name.replace('.', '/') + ".class"));
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    @Override
    protected URL findResource(String name) {
      Path file = folder.resolve(name);
      if (!name.endsWith(".class") || !Files.exists(file)) {
        return null;
      }
      try {
        return new URL(
            null,
            "script:" + name,
            new java.net.URLStreamHandler() {
              @Override
              protected java.net.URLConnection openConnection(URL url) {
                return new java.net.URLConnection(url) {
                  @Override
                  public void connect() {}

                  @Override
                  public InputStream getInputStream() throws IOException {
                    return Files.newInputStream(file);
                  }
                };
              }
            });
      } catch (java.net.MalformedURLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
