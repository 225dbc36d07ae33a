package dev.heddle.acceptance;

import static dev.heddle.Lazy.lazy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.Cache;
import dev.heddle.Expr;
import dev.heddle.Heddle;
import dev.heddle.Invocation;
import dev.heddle.InvocationState;
import dev.heddle.StateChange;
import dev.heddle.Task;
import dev.heddle.TaskContext;
import dev.heddle.WorkerLostException;
import dev.heddle.WorkerOptions;
import dev.heddle.store.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker dies in the middle of what it does, and another goes on from there. */
@Timeout(60)
class TakeoverTest {
  private static final AtomicInteger CHILDREN = new AtomicInteger();
  private static final AtomicInteger PARENTS = new AtomicInteger();
  private static final AtomicInteger EFFECTS = new AtomicInteger();
  private static volatile int diesAfter;
  private static volatile CountDownLatch dead = new CountDownLatch(1);
  private static volatile Runnable death = () -> {};

  private final MemoryStore client = new MemoryStore();
  private final MortalApps apps = new MortalApps();
  private Heddle heddle;

  @BeforeEach
  void open() {
    CHILDREN.set(0);
    PARENTS.set(0);
    EFFECTS.set(0);
    heddle = apps.open(client);
  }

  @AfterEach
  void close() {
    apps.close();
  }

  /** A worker in a "process" of its own, and how it dies. */
  private Runnable workerThatCanDie() {
    MemoryStore store = client.peer();
    Heddle app = apps.open(store);
    app.worker(WorkerOptions.DEFAULT.withTasks(TakeoverTest.class).withDrainTimeout(Duration.ZERO));
    return store::die;
  }

  private static void dieIf(boolean now) throws InterruptedException {
    if (now) {
      death.run();
      dead.countDown();
      new CountDownLatch(1).await(); // A process that is gone does nothing more.
    }
  }

  @Task
  static int child(int n) {
    CHILDREN.incrementAndGet();
    return n;
  }

  @Task
  static int parent(int children) throws InterruptedException {
    boolean first = PARENTS.incrementAndGet() == 1;
    List<Invocation<Integer>> ordered = new ArrayList<>();
    for (int i = 0; i < children; i++) {
      dieIf(first && i == diesAfter);
      ordered.add(Heddle.current().submit(TakeoverTest::child, i));
    }
    return ordered.stream().mapToInt(Invocation::result).sum();
  }

  @Task(cache = Cache.NONE)
  static int effect(int n) {
    return n + EFFECTS.incrementAndGet();
  }

  @Task
  static int then(int before) throws InterruptedException {
    dieIf(PARENTS.incrementAndGet() == 1);
    return before;
  }

  @Task
  static Expr<Integer> workflow(int n) {
    return lazy(TakeoverTest::then, lazy(TakeoverTest::effect, n));
  }

  @Task
  static int poison(TaskContext context) throws InterruptedException {
    PARENTS.incrementAndGet();
    dieIf(true);
    return 0;
  }

  @Test
  void aParentThatDiesAfterTheFifthOfTenChildrenHasTen() throws InterruptedException {
    diesAfter = 5;
    dead = new CountDownLatch(1);
    death = workerThatCanDie();
    Invocation<Integer> parent = heddle.submit(TakeoverTest::parent, 10);
    dead.await();

    heddle.worker(WorkerOptions.DEFAULT);

    assertThat(parent.result()).isEqualTo(45);
    long id = dev.heddle.store.Ids.parse(parent.id()).orElseThrow();
    assertThat(client.children(id, 0, 100)).hasSize(10);
    assertThat(parent.history())
        .filteredOn(change -> change.state() == InvocationState.QUEUED)
        .extracting(StateChange::why)
        .hasSize(2)
        .last()
        .asString()
        .contains("died");
  }

  @Test
  void anUncachedCallThatHadEndedIsNotMadeAgain() throws InterruptedException {
    dead = new CountDownLatch(1);
    death = workerThatCanDie();
    Invocation<Integer> workflow = heddle.submit(TakeoverTest::workflow, 10);
    dead.await();

    heddle.worker(WorkerOptions.DEFAULT);

    assertThat(workflow.result()).isEqualTo(11);
    assertThat(EFFECTS).hasValue(1);
  }

  @Test
  void aCallThatKillsItsWorkerAgainAndAgainFailsNamingThem() throws InterruptedException {
    dead = new CountDownLatch(1);
    death = workerThatCanDie();
    Invocation<Integer> poison = heddle.submit(TakeoverTest::poison, TaskContext.injected());
    dead.await();
    for (int i = 0; i < 2; i++) {
      dead = new CountDownLatch(1);
      death = workerThatCanDie();
      dead.await();
    }

    assertThatThrownBy(poison::result)
        .isInstanceOf(WorkerLostException.class)
        .hasMessageContaining("3");
    assertThat(PARENTS).hasValue(3);
  }
}
