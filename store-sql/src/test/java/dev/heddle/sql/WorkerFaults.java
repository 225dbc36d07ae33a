package dev.heddle.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.Heddle;
import dev.heddle.Invocation;
import dev.heddle.InvocationGroup;
import dev.heddle.InvocationState;
import dev.heddle.StateChange;
import dev.heddle.TaskContext;
import dev.heddle.WorkerLostException;
import dev.heddle.store.Ids;
import dev.heddle.store.Store;
import dev.heddle.store.WorkerRecord;
import dev.heddle.store.WorkerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Worker processes that are killed and frozen in the middle of their work. After each: every
 * invocation in a final state, none lost, one recorded outcome each, and in the ledger a second
 * entry only where an attempt was taken from its worker.
 */
@Timeout(180)
abstract class WorkerFaults {
  static final Duration DEFAULT = Duration.ofSeconds(15);

  @TempDir Path folder;
  private final List<WorkerProcess> started = new ArrayList<>();
  Heddle heddle;
  Store store;
  String ledger;

  /** Of the store that all share. */
  abstract String url();

  @BeforeEach
  void open() {
    open(DEFAULT);
  }

  void open(Duration heartbeatTimeout) {
    store = WorkerProcess.store(url(), heartbeatTimeout);
    heddle = Heddle.builder().store(store).slots(2).open();
    ledger = folder.resolve("ledger").toString();
  }

  @AfterEach
  void close() {
    started.forEach(WorkerProcess::close);
    heddle.close();
  }

  WorkerProcess worker(Duration heartbeatTimeout) throws IOException {
    return worker(url(), heartbeatTimeout);
  }

  WorkerProcess worker(String url, Duration heartbeatTimeout) throws IOException {
    WorkerProcess worker = WorkerProcess.start(url, 4, heartbeatTimeout);
    started.add(worker);
    return worker;
  }

  List<String> ledger() throws IOException {
    Path path = Path.of(ledger);
    return Files.exists(path) ? Files.readAllLines(path) : List.of();
  }

  Map<String, Long> entries() throws IOException {
    return ledger().stream().collect(Collectors.groupingBy(line -> line, Collectors.counting()));
  }

  static long takenAway(Invocation<?> invocation) {
    return invocation.history().stream()
        .filter(c -> c.state() == InvocationState.QUEUED && c.why().contains("died"))
        .count();
  }

  @Test
  void sixHundredInvocationsSurviveTenKills() throws Exception {
    Random random = new Random(7);
    InvocationGroup<Integer> group =
        heddle.submitEach(
            LedgerTasks::entry, IntStream.range(0, 600).boxed().toList(), ledger, 100);
    List<WorkerProcess> alive = new ArrayList<>(List.of(worker(DEFAULT), worker(DEFAULT)));
    for (int kill = 0; kill < 10; kill++) {
      int before = ledger().size();
      int some = 1 + random.nextInt(30);
      Awaitility.await().until(() -> ledger().size() >= before + some || ledger().size() >= 600);
      alive.remove(random.nextInt(alive.size())).kill();
      alive.add(worker(DEFAULT));
    }

    assertThat(group.results()).isEqualTo(IntStream.range(0, 600).boxed().toList());

    Map<String, Long> entries = entries();
    for (Invocation<Integer> one : group) {
      assertThat(one.state()).isEqualTo(InvocationState.SUCCEEDED);
      assertThat(entries.get("entry " + one.result()))
          .as(one + ": as often as it was taken from a dead worker, and once more at most")
          .isBetween(1L, 1 + takenAway(one));
    }
    assertThat(store.waiting()).as("nothing is left behind").isEmpty();
  }

  @Test
  void aTaskThatIsKilledAfterItsFifthChildHasTenWhenItIsRecovered() throws Exception {
    WorkerProcess first = worker(DEFAULT);
    Invocation<Integer> parent = heddle.submit(LedgerTasks::parent, ledger, 1_000);
    Awaitility.await().until(() -> ledger().contains("fifth 1000"));
    first.kill();
    worker(DEFAULT);

    assertThat(parent.result()).isEqualTo(IntStream.range(1_000, 1_010).sum());
    assertThat(store.children(Ids.parse(parent.id()).orElseThrow(), 0, 100)).hasSize(10);
  }

  @Test
  void aFrozenWorkerIsReplacedAndItsLateResultIsRejected() throws Exception {
    heddle.close();
    Duration second = Duration.ofSeconds(2);
    open(second);
    String gate = folder.resolve("gate").toString();
    WorkerProcess frozen = worker(second);
    Invocation<String> held =
        heddle.submit(LedgerTasks::held, ledger, gate, TaskContext.injected());
    Awaitility.await().until(() -> ledger().contains("held " + frozen.pid()));
    frozen.freeze();
    WorkerProcess other = worker(second);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> ledger().contains("held " + other.pid()));

    Files.writeString(Path.of(gate), "open");
    String result = held.result();
    frozen.thaw();

    assertThat(result).isEqualTo("by " + other.pid());
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isAliveAgain(frozen.pid()));
    assertThat(held.result()).as("what is on record stands").isEqualTo(result);
    assertThat(held.history())
        .extracting(StateChange::state)
        .filteredOn(InvocationState::isFinal)
        .as("one outcome")
        .containsExactly(InvocationState.SUCCEEDED);
  }

  /** Whether this process was taken for dead and has joined under a new id. */
  boolean isAliveAgain(long pid) {
    List<WorkerRecord> its =
        store.workers(100).stream()
            .filter(w -> (w.process() + " ").contains("pid " + pid + " "))
            .toList();
    return its.stream().anyMatch(w -> w.state() == WorkerState.DEAD)
        && its.stream().anyMatch(w -> w.state() == WorkerState.ALIVE);
  }

  @Test
  void aPoisonCallFailsAndNamesTheWorkersItTookDown() throws Exception {
    Invocation<Integer> poison = heddle.submit(LedgerTasks::poison, ledger);
    for (int i = 0; i < 3; i++) {
      WorkerProcess next = worker(DEFAULT);
      Awaitility.await().until(() -> !next.isAlive());
    }

    assertThatThrownBy(poison::result)
        .isInstanceOf(WorkerLostException.class)
        .hasMessageContaining("3 workers");
    worker(DEFAULT);
    assertThat(heddle.submit(LedgerTasks::entry, 1, ledger, 1).result())
        .as("the others go on")
        .isEqualTo(1);
    assertThat(entries().get("poison")).isEqualTo(3);
  }

  @Test
  void aWorkerThatIsAskedToEndFinishesWhatItHasAndRunsNothingTwice() throws Exception {
    WorkerProcess first = worker(DEFAULT);
    InvocationGroup<Integer> group =
        heddle.submitEach(LedgerTasks::entry, IntStream.range(0, 40).boxed().toList(), ledger, 100);
    Awaitility.await().until(() -> ledger().size() >= 10);

    assertThat(first.terminate()).isEqualTo(143);
    WorkerProcess second = worker(DEFAULT);
    group.results();

    assertThat(second.isAlive()).isTrue();
    assertThat(entries().values()).as("each once").containsOnly(1L);
    assertThat(store.workers(10))
        .extracting(WorkerRecord::state)
        .contains(WorkerState.LEFT, WorkerState.ALIVE);
  }
}
