package dev.heddle.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs in JVMs of their own, with the agent and without. */
class AgentProcessTest {
  private static final String PROGRAM =
      """
      import dev.heddle.*;
      import java.nio.file.*;
      import java.util.*;
      public class App {
        @DirectTask static String where(String text) {
          try { Heddle.current(); return text + "@worker"; }
          catch (HeddleException e) { return text + "@here"; }
        }
        @DirectTask static void change(List<String> list) { list.add("changed"); }
        @DirectTask static String slow(String started) throws Exception {
          Path file = Path.of(started);
          Files.writeString(file, ProcessHandle.current().pid() + "\\n",
              StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          if (Files.readAllLines(file).size() == 1) { Thread.sleep(60_000); }
          return "done";
        }
        public static void main(String[] args) throws Exception {
          switch (args[0]) {
            case "where" -> System.out.println(where("a"));
            case "change" -> {
              List<String> list = new ArrayList<>();
              change(list);
              System.out.println(list);
            }
            case "slow" -> System.out.println(slow("started"));
            case "define" -> { try (Heddle app = Heddle.open()) { app.submit(App::where, "b"); } }
            case "threads" -> {
              System.out.println(where("a"));
              Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                  .filter(name -> name.startsWith("heddle")).forEach(System.out::println);
              System.out.println(Files.exists(Path.of(".heddle")));
            }
            case "worker" -> {
              try (Heddle app = Heddle.open()) {
                app.worker(WorkerOptions.DEFAULT.withTasks(App.class)).join();
              }
            }
            default -> throw new IllegalArgumentException(args[0]);
          }
        }
      }
      """;

  private static final String UNCHECKED = "heddle-agent: WARN the direct tasks of ";

  @TempDir private Path folder;

  private Jvm program() throws IOException {
    return new Jvm(folder).compile(Map.of("App", PROGRAM));
  }

  private static List<String> agent(Jvm jvm) throws IOException {
    return List.of("-javaagent:" + jvm.agent());
  }

  @Test
  void withTheAgentACallIsCarriedOutByAWorkerInThisProcessIfThatIsWanted() throws Exception {
    Jvm jvm = program();
    Map<String, String> embedded = Map.of("HEDDLE_EMBEDDED_WORKER", "true");

    Jvm.Ran ran = jvm.await("a", jvm.start("a", embedded, agent(jvm), "App", "where"));

    assertThat(ran.err()).doesNotContain("Exception");
    assertThat(ran.out()).isEqualTo("a@worker\n");
    assertThat(ran.code()).isZero();
  }

  @Test
  void withSyncItIsPlainJava() throws Exception {
    Jvm jvm = program();
    Map<String, String> sync = Map.of("HEDDLE_SYNC", "true");

    Jvm.Ran ran = jvm.await("a", jvm.start("a", sync, agent(jvm), "App", "threads"));

    assertThat(ran.out()).isEqualTo("a@here\nfalse\n");
    assertThat(jvm.await("b", jvm.start("b", sync, agent(jvm), "App", "change")).out())
        .isEqualTo("[changed]\n");
  }

  @Test
  void withStrictSyncTheBodyRunsHereOnCopies() throws Exception {
    Jvm jvm = program();
    Map<String, String> strict = Map.of("HEDDLE_SYNC", "strict");

    assertThat(jvm.await("a", jvm.start("a", strict, agent(jvm), "App", "change")).out())
        .isEqualTo("[]\n");
    assertThat(jvm.await("b", jvm.start("b", strict, agent(jvm), "App", "threads")).out())
        .isEqualTo("a@here\nfalse\n");
  }

  @Test
  void anUnknownModeIsAnErrorAtTheFirstCall() throws Exception {
    Jvm jvm = program();
    Map<String, String> wrong = Map.of("HEDDLE_SYNC", "maybe");

    Jvm.Ran ran = jvm.await("a", jvm.start("a", wrong, agent(jvm), "App", "where"));

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("HEDDLE_SYNC must be true, false or strict, not maybe");
  }

  @Test
  void withoutWeavingACallIsPlainAndTheStartSaysSo() throws Exception {
    Jvm jvm = program();

    assertThat(jvm.await("a", jvm.start("a", Map.of(), List.of(), "App", "where")).out())
        .isEqualTo("a@here\n");
    Jvm.Ran told = jvm.await("b", jvm.start("b", Map.of(), List.of(), "App", "define"));
    assertThat(told.err())
        .containsOnlyOnce("] WARN ")
        .contains("event=direct-task-not-woven task=App.where");
    Map<String, String> sync = Map.of("HEDDLE_SYNC", "true");
    Jvm.Ran meant = jvm.await("c", jvm.start("c", sync, List.of(), "App", "define"));
    assertThat(meant.err()).doesNotContain("] WARN ");
  }

  @Test
  void aWorkerThatIsKilledInTheMiddleOfACallIsNotNoticedByItsCaller() throws Exception {
    Jvm jvm = program();
    Process first = jvm.start("first", Map.of(), agent(jvm), "App", "worker");
    Process second = null;
    Process caller = jvm.start("caller", Map.of(), agent(jvm), "App", "slow");
    try {
      Path started = folder.resolve("started");
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> Files.exists(started) && !Files.readString(started).isEmpty());
      second = jvm.start("second", Map.of(), agent(jvm), "App", "worker");

      first.destroyForcibly();

      Jvm.Ran ran = jvm.await("caller", caller);
      assertThat(ran.out()).isEqualTo("done\n");
      assertThat(Files.readAllLines(started)).hasSize(2);
      assertThat(Files.readAllLines(started).get(1)).isEqualTo(second.pid() + "");
    } finally {
      caller.destroyForcibly();
      first.destroyForcibly();
      if (second != null) {
        second.destroyForcibly();
      }
    }
  }

  @Test
  void aDirectTaskThatCantBeOneEndsTheStart() throws Exception {
    Jvm jvm =
        new Jvm(folder)
            .compile(
                Map.of(
                    "Bad",
                    """
                    import dev.heddle.*;
                    import java.util.List;
                    public class Bad {
                      @DirectTask
                      static List<String> pair(@FanOut List<String> a, @FanOut List<String> b) {
                        return a;
                      }
                      public static void main(String[] args) { System.out.println("main runs"); }
                    }
                    """));
    List<String> unchecked = List.of("-javaagent:" + jvm.agent() + "=check=off");

    Jvm.Ran ran = jvm.await("a", jvm.start("a", Map.of(), agent(jvm), "Bad"));

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).doesNotContain("main runs");
    assertThat(ran.err())
        .contains("the direct task Bad.pair(List, List) has 2 parameters with @FanOut");
    assertThat(jvm.await("b", jvm.start("b", Map.of(), unchecked, "Bad")).out())
        .isEqualTo("main runs\n");
  }

  @Test
  void methodsOfTheConfigurationAreWoven() throws Exception {
    Jvm jvm =
        new Jvm(folder)
            .compile(
                Map.of(
                    "Plain",
                    """
                    public class Plain {
                      static String bar(int n) {
                        StackTraceElement[] stack = new Throwable().getStackTrace();
                        return n + (stack[stack.length - 1].getClassName().equals("Plain")
                            ? "@here" : "@worker");
                      }
                      public static void main(String[] args) { System.out.println(bar(1)); }
                    }
                    """));
    Files.writeString(
        folder.resolve("heddle.toml"),
        "embedded-worker = true\n[direct]\nmethods = [\"Plain.bar(int)\"]\n");

    assertThat(jvm.await("a", jvm.start("a", Map.of(), agent(jvm), "Plain")).out())
        .isEqualTo("1@worker\n");

    Files.writeString(folder.resolve("heddle.toml"), "[direct]\nmethods = [\"Plain.baz\"]\n");
    Jvm.Ran ran = jvm.await("b", jvm.start("b", Map.of(), agent(jvm), "Plain"));
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .contains("direct.methods names Plain.baz, but that class has no such method; it has bar");
  }

  @Test
  void theLibrariesOfAJarsManifestAreLookedThroughToo() throws Exception {
    Jvm jvm =
        new Jvm(folder)
            .compile(
                Map.of(
                    "App",
                    PROGRAM,
                    "Lib",
                    """
                    public class Lib {
                      @dev.heddle.DirectTask
                      static int[] join(@dev.heddle.FanOut int[] a, @dev.heddle.FanOut int[] b) {
                        return a;
                      }
                    }
                    """));
    Path classes = folder.resolve("classes");
    Jvm.jar(folder.resolve("bad lib.jar"), classes, List.of("Lib.class"));
    Jvm.manifestJar(folder.resolve("libraries.jar"), "Class-Path", urls());
    String[] app = {"Main-Class", "App", "Class-Path", "app.jar gone.jar libraries.jar"};
    Jvm.jar(folder.resolve("app.jar"), classes, List.of("App.class"), app);
    Map<String, String> embedded = Map.of("HEDDLE_EMBEDDED_WORKER", "true");

    Jvm.Ran ran = jvm.await("a", jvm.start("a", embedded, agent(jvm), "-jar", "app.jar", "where"));

    assertThat(ran.err()).doesNotContain("heddle-agent");
    assertThat(ran.out()).isEqualTo("a@worker\n");

    app[3] += " bad%20lib.jar";
    Jvm.jar(folder.resolve("app.jar"), classes, List.of("App.class"), app);
    Jvm.Ran bad = jvm.await("b", jvm.start("b", embedded, agent(jvm), "-jar", "app.jar", "where"));
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.err()).contains("the direct task Lib.join(int[], int[]) has 2 parameters");
  }

  @Test
  void whatIsNoJarIsSkippedWithAWarning() throws Exception {
    Jvm jvm = program();
    Path notes = Files.writeString(folder.resolve("notes.txt"), "no jar");
    String path = notes + ":" + folder.resolve("classes") + ":" + Jvm.libraries();
    Map<String, String> embedded = Map.of("HEDDLE_EMBEDDED_WORKER", "true");

    Jvm.Ran ran = jvm.await("a", jvm.start("a", embedded, agent(jvm), "-cp", path, "App", "where"));

    assertThat(ran.err()).containsOnlyOnce("heddle-agent: WARN " + notes.toRealPath() + " is on");
    assertThat(ran.out()).isEqualTo("a@worker\n");
  }

  @Test
  void aClassWhoseOptionalDependencyIsMissingIsLeftOutOfTheCheck() throws Exception {
    Jvm jvm =
        new Jvm(folder)
            .compile(
                Map.of(
                    "App", PROGRAM,
                    "Optional", "public class Optional {}",
                    "Value", "public record Value(Optional part) {}",
                    "Extends", task("Extends extends Optional", "int x"),
                    "Takes", task("Takes", "Optional x"),
                    "Lists", task("Lists", "java.util.List<Optional> x"),
                    "Keeps", task("Keeps", "Value x"),
                    "Pairs", task("Pairs", "@FanOut int[] x, @FanOut int[] y")));
    Files.delete(folder.resolve("classes/Optional.class"));
    Map<String, String> embedded = Map.of("HEDDLE_EMBEDDED_WORKER", "true");

    Jvm.Ran bad = jvm.await("a", jvm.start("a", embedded, agent(jvm), "App", "where"));

    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.err()).contains("the direct task Pairs.of(int[], int[]) has 2 parameters");
    Files.delete(folder.resolve("classes/Pairs.class"));
    Jvm.Ran ran = jvm.await("b", jvm.start("b", embedded, agent(jvm), "App", "where"));
    assertThat(ran.out()).isEqualTo("a@worker\n");
    assertThat(ran.err().lines().filter(line -> line.startsWith("heddle-agent")))
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).startsWith(UNCHECKED + "Extends ").endsWith(": Optional"),
            line -> assertThat(line).startsWith(UNCHECKED + "Takes ").endsWith(": Optional"),
            line -> assertThat(line).startsWith(UNCHECKED + "Lists ").contains("Optional"),
            line -> assertThat(line).startsWith(UNCHECKED + "Keeps ").endsWith(": Optional"));
  }

  private static String task(String type, String parameters) {
    return "import dev.heddle.*; public class "
        + type
        + " { @DirectTask static int[] of("
        + parameters
        + ") { return null; } }";
  }

  /** The suite's libraries as a manifest names them. */
  private static String urls() {
    return Stream.of(Jvm.libraries().split(":", -1))
        .map(entry -> Path.of(entry).toUri().toString())
        .collect(Collectors.joining(" "));
  }
}
