package dev.heddle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole demo, with its real processes and its real kill. */
@Timeout(120)
class RecoveryTest {
  @TempDir private Path root;

  @Test
  void allTasksAreCompletedThoughTheirWorkerIsKilled() throws Exception {
    Example.copy(root, "recovery", "RecoveryDemo.java");
    ReadmeTest.writeLauncher(root);

    List<String> lines =
        ReadmeTest.type("./heddle run examples/recovery/RecoveryDemo.java 2>&1", root);

    String all = String.join("\n", lines);
    assertThat(lines).as(all).last().isEqualTo("ALL 3 TASKS COMPLETED");
    assertThat(all)
        .containsSubsequence(
            "1. start a worker process",
            "2. submit slowTask(0..2)",
            "{RUNNING=3}",
            "3. kill -9",
            "4. start a second worker process",
            "5. wait for the results",
            "{SUCCEEDED=3}",
            "task_0_completed",
            "task_1_completed",
            "task_2_completed",
            "from the kill until all three ran again");
    List<String> log = ReadmeTest.type("./heddle log --submitted --json", root);
    assertThat(String.join("\n", log)).contains("task_0_completed").contains("SUCCEEDED");
  }
}
