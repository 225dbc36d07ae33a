package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen only of a process of its own. */
class ProcessTest {
  private static final String ENDS =
      """
      import static dev.heddle.Lazy.*;
      import dev.heddle.*;
      import java.util.List;

      public class Ends {
        @Task static int quick(int n) { return n; }
        @Task static int sleeps(int n) throws InterruptedException {
          System.out.println("asleep");
          Thread.sleep(600_000);
          return n;
        }
        @Task static Expr<List<Integer>> both() {
          return lazy(Ends::quick, 1).flatMap(q -> listOf(value(q), lazy(Ends::sleeps, q)));
        }
        @Task static int exits(int code) { System.exit(code); return 0; }
      }
      """;

  /** Not for a cached run: each of them costs more than the run itself. */
  private static final List<String> NEVER =
      List.of(
          "com.sun.tools.javac.",
          "org.flywaydb.",
          "com.zaxxer.",
          "org.objectweb.asm.",
          "tools.jackson.dataformat.toml.",
          "picocli.");

  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void aProject() {
    cli = Cli.in(folder);
    cli.file("Ends.java", ENDS);
  }

  @Test
  void aCachedRunLoadsNoClassOfCompilerMigrationsOrByteCode() throws Exception {
    cli.await(cli.start(List.of(), "run", "Ends.java", "quick", "--n", "4"));

    Cli.Ran cached =
        cli.await(cli.start(List.of("-Xlog:class+load"), "run", "Ends.java", "quick", "--n", "4"));

    assertThat(cached.code()).as(cached.err()).isZero();
    assertThat(cached.err()).containsPattern("cached +[0-9a-f]{10}  Ends.quick\\(4\\)");
    assertThat(cached.out()).contains("dev.heddle.cli.RunCommand");
    assertThat(
            cached
                .out()
                .lines()
                .filter(line -> line.contains("[class,load]"))
                .map(line -> line.replaceFirst(".*\\[class,load] (\\S+).*", "$1"))
                .filter(type -> NEVER.stream().anyMatch(type::startsWith)))
        .isEmpty();
  }

  @Test
  void aTaskThatEndsTheProcessIsNamedAndIsAFailure() throws Exception {
    Cli.Ran ran = cli.await(cli.start(List.of(), "run", "Ends.java", "exits", "--code", "0"));

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("Ends.exits").contains("called System.exit");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void aTaskThatEndsTheProcessIsAFailureInJson() throws Exception {
    Cli.Ran ran =
        cli.await(cli.start(List.of(), "run", "Ends.java", "exits", "--code", "0", "--json"));

    assertThat(ran.code()).as(ran.err()).isEqualTo(1);
    assertThat(ran.out())
        .containsPattern("^\\{\"execution\":\"[0-9a-f]{10}\",\"status\":\"FAILED\"")
        .contains("\"result\":null", "Ends.exits", "called System.exit")
        .hasLineCount(1);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aSignalIsToldInJson() throws Exception {
    Process process = cli.start(List.of(), "run", "Ends.java", "both", "--json");
    await().atMost(Duration.ofSeconds(30)).until(() -> cli.err().contains("asleep"));

    process.destroy();
    Cli.Ran stopped = cli.await(process);

    assertThat(stopped.code()).as(stopped.err()).isEqualTo(143);
    assertThat(stopped.out())
        .containsPattern("^\\{\"execution\":\"[0-9a-f]{10}\",\"status\":\"CANCELLED\"")
        .contains("\"result\":null", "SIGTERM")
        .hasLineCount(1);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aSignalStopsCleanlyAndWhatHadFinishedIsKept() throws Exception {
    Process process = cli.start(List.of(), "run", "Ends.java", "both");
    await().atMost(Duration.ofSeconds(30)).until(() -> cli.err().contains("asleep"));

    process.destroy();
    Cli.Ran stopped = cli.await(process);

    assertThat(stopped.code()).as(stopped.err()).isEqualTo(143);
    assertThat(stopped.err()).contains("SIGTERM: stopping 1 body").contains("kept");
    assertThat(cli.run("log", "-").out()).contains("cancelled").contains("Ends.quick(1)");
    String script = folder.resolve("Ends.java").toString();
    assertThat(cli.run("run", script, "quick", "--n", "1").err()).contains("cached");
  }

  @Test
  void aKilledOneIsShownAsInterruptedWithWhatItDid() throws Exception {
    Process process = cli.start(List.of(), "run", "Ends.java", "both");
    await().atMost(Duration.ofSeconds(30)).until(() -> cli.err().contains("asleep"));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> cli.run("log", "-").out().contains("running    "));

    process.destroyForcibly().waitFor();

    assertThat(cli.run("log").out()).contains("interrupted").doesNotContain("running");
    assertThat(cli.run("log", "-").out())
        .contains("interrupted")
        .containsPattern("run +[0-9a-f]{10}  .*Ends.quick\\(1\\)")
        .containsPattern("cancelled +[0-9a-f]{10}  .*Ends.sleeps\\(1\\).*process.*ended")
        .doesNotContain("running");
    assertThat(cli.run("log", "-", "--json").out()).doesNotContain("RUNNING");
  }

  @Test
  void aTaskThatEndsItsWorkersIsNamedByEachAndFailsInTheEnd() throws Exception {
    String script = folder.resolve("Ends.java").toString();
    String id = cli.run("submit", script, "exits", "--code", "0").out().strip();

    for (int worker = 1; worker <= 3; worker++) { // as many as maxRecoveries allows
      Cli.Ran ended = cli.await(cli.start(List.of(), "worker", "Ends.java"));
      assertThat(ended.code()).as("worker %s: %s", worker, ended.err()).isEqualTo(1);
      assertSaysWhoEnded(ended);
    }

    Cli.Ran result = cli.run("result", id, "--wait", "30s");
    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.err()).contains(id).contains("WorkerLost");
  }

  @Test
  void aTaskThatEndsItsWorkerBeforeThatIsReadyIsNamedAsWell() throws Exception {
    cli.run("submit", folder.resolve("Ends.java").toString(), "exits", "--code", "0");

    Cli.Ran ended = cli.await(cli.start(SlowStart.class, List.of(), "worker", "Ends.java"));

    assertThat(ended.code()).as(ended.err()).isEqualTo(1);
    assertSaysWhoEnded(ended);
  }

  /** Which task it was shows in the stacks of platform threads, and in no list of virtual ones. */
  private static void assertSaysWhoEnded(Cli.Ran ended) {
    assertThat(ended.err()).contains("called System.exit");
    if (Runtime.version().feature() < 24) {
      assertThat(ended.err()).contains("Ends.exits");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aSecondSignalEndsADrainingWorkerAtOnce() throws Exception {
    Process worker = cli.start(List.of(), "worker", "Ends.java", "--drain", "1h");
    String script = folder.resolve("Ends.java").toString();
    cli.run("submit", script, "sleeps", "--n", "1");
    await().atMost(Duration.ofSeconds(30)).until(() -> cli.out().contains("asleep"));

    worker.destroy();
    await().atMost(Duration.ofSeconds(30)).until(() -> cli.err().contains("stopping"));
    worker.destroy();
    Cli.Ran ended = cli.await(worker);

    assertThat(ended.code()).as(ended.err()).isEqualTo(143);
    assertThat(ended.err()).contains("again to end at once").doesNotContain("stopped");
    assertThat(cli.run("workers").out()).contains("dead");
  }

  @Test
  void withoutACompilerTheMessageNamesAJdk() throws Exception {
    Cli.Ran ran =
        cli.await(
            cli.start(
                List.of("--limit-modules", "java.base,java.sql,java.compiler,jdk.unsupported"),
                "run",
                "Ends.java",
                "quick"));

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("needs a JDK").contains("JAVA_HOME");
  }
}
