package dev.heddle.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heddle.InvocationState;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.News;
import dev.heddle.store.Store;
import dev.heddle.testkit.Calls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SqliteProcessesTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve(".heddle").resolve("heddle.db");
  }

  private static boolean isRecorded(Store store, String call) {
    return !store.find(List.of(Calls.hash(call))).get(0).isEmpty();
  }

  @Test
  void severalProcessesCreateAndUseOneStoreAtOnce() throws Exception {
    List<StoreProcess> processes = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      processes.add(StoreProcess.start(file(), name, "50"));
    }
    for (StoreProcess process : processes) {
      try (process) {
        process.next("execution");
        while (process.next("committed") < 50) {
          // until it has said the last
        }
        assertThat(process.exit()).isZero();
      }
    }

    try (Store store = SqliteStore.open(file(), false)) {
      assertThat(store.executions(Long.MAX_VALUE, 10).stream().map(ExecutionRecord::state))
          .containsExactly(
              ExecutionState.SUCCEEDED, ExecutionState.SUCCEEDED, ExecutionState.SUCCEEDED);
      for (int i = 1; i <= 50; i++) {
        assertThat(isRecorded(store, "a" + i)).isTrue();
        assertThat(isRecorded(store, "b" + i)).isTrue();
        assertThat(isRecorded(store, "c" + i)).isTrue();
      }
    }
    try (Stream<Path> left = Files.list(file().getParent())) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .as("no half-made store is left")
          .containsExactlyInAnyOrder("heddle.db", "open.lock", "write.lock", "workers");
    }
    try (Stream<Path> leases = Files.list(file().resolveSibling("workers"))) {
      assertThat(leases).as("who ended well leaves no lease").isEmpty();
    }
  }

  @Test
  void aKilledProcessLeavesWhatItCommittedAndIsShownInterrupted() throws Exception {
    try (Store store = SqliteStore.open(file(), false);
        StoreProcess process = StoreProcess.start(file(), "a", "0")) {
      long execution = process.next("execution");
      while (process.next("committed") < 20) {
        // until some are durable
      }
      assertThat(store.recover().isEmpty()).as("it lives").isTrue();
      assertThat(store.execution(execution).orElseThrow().state())
          .isEqualTo(ExecutionState.RUNNING);

      process.kill();

      assertThat(store.recover().executions()).containsExactly(execution);
      assertThat(store.execution(execution).orElseThrow().state())
          .isEqualTo(ExecutionState.INTERRUPTED);
      for (int i = 1; i <= 20; i++) {
        assertThat(isRecorded(store, "a" + i)).isTrue();
      }
      assertThat(store.invocations(execution, 0, 10_000).stream().map(r -> r.state()))
          .containsOnly(InvocationState.CANCELLED, InvocationState.SUCCEEDED);

      Calls calls = new Calls(store);
      Fence mine = calls.execution("mine");
      Calls.expectApplied(calls.apply(mine, Calls.started(calls.head(mine, "shared by a"), true)));
      assertThat(store.recover().isEmpty()).isTrue();
    }
  }

  @Test
  void whoOpensTheStoreMarksTheDead() throws Exception {
    long execution;
    try (StoreProcess process = StoreProcess.start(file(), "a", "0")) {
      execution = process.next("execution");
      process.next("committed");
      process.kill();
    }
    try (Store store = SqliteStore.open(file(), false)) {
      assertThat(store.execution(execution).orElseThrow().state())
          .isEqualTo(ExecutionState.INTERRUPTED);
    }
  }

  @Test
  void aProcessWhoseLeaseFileIsGoneIsNotTakenForDead() throws Exception {
    try (Store store = SqliteStore.open(file(), false);
        StoreProcess process = StoreProcess.start(file(), "a", "0")) {
      process.next("committed");
      try (Stream<Path> leases = Files.list(file().resolveSibling("workers"))) {
        for (Path lease : leases.toList()) {
          Files.delete(lease);
        }
      }
      assertThat(store.recover().isEmpty()).isTrue();
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGSTOP")
  void aFrozenProcessIsTakenForDeadWhenItMissesItsBeatsAndMayWriteNothingAfter() throws Exception {
    try (Store store = SqliteStore.open(file(), false, Duration.ofSeconds(2));
        StoreProcess frozen = StoreProcess.start(file(), "frozen", "-1")) {
      long execution = frozen.next("execution");
      frozen.next("committed");
      frozen.freeze();

      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> store.recover().executions(), List.of(execution)::equals);

      assertThat(store.execution(execution).orElseThrow().state())
          .isEqualTo(ExecutionState.INTERRUPTED);
      frozen.thaw();
      frozen.goOn();
      assertThat(frozen.exit()).as("its next change is rejected").isNotZero();
    }
  }

  @Test
  void lookingForTheDeadDoesNotGiveUpOnesOwnLease() throws Exception {
    try (Store store = SqliteStore.open(file(), false)) {
      Fence fence = new Calls(store).execution("mine");
      try (Store second = SqliteStore.open(file(), false)) {
        new Calls(second).execution("left");
        second.recover();
        store.recover();
      }
      try (StoreProcess other = StoreProcess.start(file(), "a", "1")) {
        other.next("committed");
        assertThat(other.exit()).isZero();
      }
      assertThat(store.execution(fence.id()).orElseThrow().state())
          .isEqualTo(ExecutionState.RUNNING);
    }
  }

  @Test
  void twoProcessesThatWriteBackToBackBothProgress() throws Exception {
    try (StoreProcess one = StoreProcess.start(file(), "a", "0")) {
      long before = one.next("committed");
      try (StoreProcess two = StoreProcess.start(file(), "b", "0")) {
        two.next("execution");
        // Each line is a commit of its own; the pipes hold a few thousand, so neither waits for us.
        while (two.next("committed") < 200) {
          // until the second had its turns
        }
        two.kill();
      }
      long after = before;
      try (Store store = SqliteStore.open(file(), false)) {
        while (isRecorded(store, "a" + (after + 1))) {
          after++;
        }
      }
      assertThat(after - before).as("commits of the first meanwhile").isGreaterThan(50);
    }
  }

  @Test
  void openingACurrentStoreLoadsNoMigrationTool() throws Exception {
    SqliteStore.open(file(), false).close();
    Path log = folder.resolve("classes.log");
    try (StoreProcess process =
        StoreProcess.start(List.of("-Xlog:class+load:file=" + log), file(), "a", "1")) {
      process.next("committed");
      assertThat(process.exit()).isZero();
    }
    assertThat(log).content().contains("dev.heddle.sql.Schema").doesNotContain("org.flywaydb");
  }

  @Test
  void aChangeByAnotherProcessIsNoticed() throws Exception {
    try (Store store = SqliteStore.open(file(), false)) {
      long heard = store.await(News.CHANGE, Store.NOTHING_HEARD, 0);
      try (StoreProcess other = StoreProcess.start(file(), "a", "1")) {
        heard = store.await(News.CHANGE, heard, 60_000);
        store.await(News.CHANGE, heard, 60_000);
        other.next("committed");
        assertThat(other.exit()).isZero();
      }
      assertThat(isRecorded(store, "a1")).isTrue();
    }
  }
}
