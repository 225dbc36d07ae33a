package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code heddle run} and {@code heddle worker} weave what they load. */
class DirectTasksTest {
  private static final String TASKS =
      """
      import dev.heddle.*;
      public class Tasks {
        @DirectTask
        public static String where(String text) {
          try { Heddle.current(); return text + "@worker"; }
          catch (HeddleException e) { return text + "@here"; }
        }
        @Task
        public static String calls(String text) { return where(text); }
      }
      """;

  private static final String MAIN =
      """
      public class Main {
        public static void main(String[] args) { System.out.println(Tasks.where("a")); }
      }
      """;

  @TempDir private Path folder;

  private Cli cli;

  @BeforeEach
  void project() {
    cli = Cli.in(folder);
    cli.file("Tasks.java", TASKS);
  }

  private Cli.Ran run(List<String> jvm, String... words) throws Exception {
    return cli.await(cli.start(jvm, words));
  }

  @Test
  void aMainMethodsCallsAreCarriedOutByAWorker() throws Exception {
    String main = cli.file("Main.java", MAIN);

    Cli.Ran ran = run(List.of("-Dheddle.embedded-worker=true"), "run", main);

    assertThat(ran.out()).isEqualTo("a@worker\n");
    assertThat(ran.code()).isZero();
  }

  @Test
  void withSyncTheyArePlain() throws Exception {
    String main = cli.file("Main.java", MAIN);

    assertThat(run(List.of("-Dheddle.sync=true"), "run", main).out()).isEqualTo("a@here\n");
    assertThat(folder.resolve(".heddle/heddle.db")).doesNotExist();
  }

  @Test
  void aWorkerOfAFileServesTheDirectTasksThatItCalls() throws Exception {
    String main = cli.file("Main.java", MAIN);
    Cli.Ran submitted =
        cli.run("submit", folder.resolve("Tasks.java").toString(), "where", "--text", "b");
    assertThat(submitted.code()).as(submitted.err()).isZero();

    Cli.Ran worked = cli.run("worker", main, "--burst");

    assertThat(worked.err()).contains("Tasks.where(\"b\")");
    assertThat(cli.run("result", submitted.out().strip()).out()).isEqualTo("b@worker\n");
  }

  @Test
  void aTaskThatIsRunCallsOthersOnWorkers() throws Exception {
    String tasks = folder.resolve("Tasks.java").toString();

    Cli.Ran ran =
        run(List.of("-Dheddle.embedded-worker=true"), "run", tasks, "calls", "--text", "c");

    assertThat(ran.out()).isEqualTo("c@worker\n");
    assertThat(cli.run("log", "--submitted").out()).contains("Tasks.where");
  }

  @Test
  void aDirectTaskThatCantBeOneEndsTheStart() {
    String bad =
        cli.file(
            "Bad.java",
            """
            import dev.heddle.*;
            import java.util.List;
            public class Bad {
              @DirectTask static String join(@FanOut List<String> texts) { return ""; }
              @Task public static String fine() { return "fine"; }
              public static void main(String[] args) { System.out.println("main"); }
            }
            """);

    for (List<String> words :
        List.of(List.of("run", bad), List.of("run", bad, "fine"), List.of("worker", bad))) {
      Cli.Ran ran = cli.run(words.toArray(String[]::new));
      assertThat(ran.code()).isEqualTo(Main.USAGE);
      assertThat(ran.err()).contains("the direct task Bad.join(List)").contains("merge = …");
      assertThat(ran.out()).isEmpty();
    }
  }

  @Test
  void methodsOfALibraryAreDirectTasksByConfiguration() throws Exception {
    Path jar = library();
    Files.writeString(
        folder.resolve("heddle.toml"),
        "embedded-worker = true\n[direct]\nmethods = [\"lib.Text.shout(String)\"]\n");
    String main =
        cli.file(
            "Uses.java",
            """
            public class Uses {
              public static void main(String[] args) {
                System.out.println(lib.Text.shout("hey"));
                System.out.println(lib.Text.shout(3));
              }
            }
            """);

    Cli.Ran ran = run(List.of(), "run", "--cp", jar.toString(), main);

    assertThat(ran.out()).isEqualTo("HEY\n3\n");
    Cli.Ran log = cli.run("log", "--submitted");
    assertThat(log.out()).contains("Text.shout(\"hey\")").doesNotContain("(3)");
    Cli.Ran worker = cli.run("worker", "--cp", jar.toString(), "--burst");
    assertThat(worker.err()).contains("1 task");
  }

  @Test
  void aConfiguredMethodThatIsNotThereIsAnError() throws Exception {
    Path jar = library();
    Files.writeString(
        folder.resolve("heddle.toml"), "[direct]\nmethods = [\"lib.Text.whisper\"]\n");

    Cli.Ran ran = cli.run("worker", "--cp", jar.toString(), "--burst");

    assertThat(ran.code()).isEqualTo(Main.USAGE);
    assertThat(ran.err())
        .contains("direct.methods names lib.Text.whisper")
        .contains("shout(String)");
  }

  @Test
  void aConfiguredClassThatIsNotThereIsWarnedOf() throws Exception {
    Files.writeString(folder.resolve("heddle.toml"), "[direct]\nmethods = [\"lib.Text.shout\"]\n");
    String main = cli.file("Main.java", MAIN);

    Cli.Ran ran = run(List.of("-Dheddle.embedded-worker=true"), "run", main);

    assertThat(ran.err()).contains("WARN").contains("direct.methods names lib.Text, which");
    assertThat(ran.out()).isEqualTo("a@worker\n");
  }

  @Test
  void classesWhoseOptionalDependencyIsMissingAreLeftOut() throws Exception {
    Path classes = folder.resolve("found");
    compile(
        classes,
        """
        import dev.heddle.*;
        class Optional {}
        class Extends extends Optional { @DirectTask static int of(int x) { return x; } }
        class Takes { @Task static int of(Optional x) { return 0; } }
        record Value(Optional part) {}
        class Keeps { @DirectTask static int of(Value x) { return 0; } }
        class Outer {
          @DirectTask static int of(int x) { return x; }
          static class Lists { @DirectTask static int of(java.util.List<Optional> x) { return 0; } }
          static class Fine { @DirectTask static int of(int x) { return x + 1; } }
        }
        public class All { @Task public static int of(int x) { return x + 1; } }
        """);
    Files.delete(classes.resolve("Optional.class"));
    String path = classes.toString();

    Cli.Ran worker = run(List.of(), "worker", "--cp", path, "--burst");

    assertThat(worker.err()).contains("2 tasks");
    for (String name : List.of("Extends", "Takes", "Keeps", "Outer", "Outer$Lists")) {
      assertThat(worker.err()).containsOnlyOnce("the tasks of " + name + " are left out");
    }
    assertThat(worker.code()).isZero();
    assertThat(cli.run("run", "--cp", path, "All", "of", "--x", "4").out()).isEqualTo("5\n");
    Cli.Ran named = cli.run("run", "--cp", path, "Extends", "of", "--x", "4");
    assertThat(named.code()).isEqualTo(Main.USAGE);
    assertThat(named.err()).contains("The class Extends can't be loaded").contains("Optional");
  }

  private void compile(Path classes, String source) {
    String file = cli.file("src/All.java", source);
    String[] words = {
      "-proc:none",
      "-parameters",
      "-d",
      classes.toString(),
      "-cp",
      System.getProperty("java.class.path"),
      file
    };
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, words)).isZero();
  }

  /** A jar with one class, compiled without any trace of Heddle. */
  private Path library() throws IOException {
    Path source = folder.resolve("src/lib/Text.java");
    Files.createDirectories(source.getParent());
    Files.writeString(
        source,
        """
        package lib;
        public final class Text {
          public static String shout(String text) { return text.toUpperCase(); }
          public static String shout(int n) { return "" + n; }
        }
        """);
    Path classes = folder.resolve("lib-classes");
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), source.toString()))
        .isZero();
    Path jar = folder.resolve("text.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry("lib/Text.class"));
      Files.copy(classes.resolve("lib/Text.class"), out);
      out.closeEntry();
    }
    return jar;
  }
}
