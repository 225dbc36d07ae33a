package dev.heddle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heddle.Heddle;
import dev.heddle.Invocation;
import dev.heddle.InvocationState;
import dev.heddle.Task;
import dev.heddle.WorkerOptions;
import dev.heddle.store.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that died twice with others run alone from then on, and are not kept from running. */
@Timeout(60)
class SuspectsTest {
  /** What bodies that are to die together wait for; null once they live. */
  private static volatile CountDownLatch together;

  private static volatile CountDownLatch hold = new CountDownLatch(1);
  private static volatile boolean ordersMore;

  private final MemoryStore client = new MemoryStore();
  private final MortalApps apps = new MortalApps();
  private final Heddle heddle = apps.open(client);

  @BeforeEach
  void begin() {
    hold = new CountDownLatch(1);
    ordersMore = false;
  }

  @AfterEach
  void close() {
    hold.countDown();
    apps.close();
  }

  @Task
  static int quick(int n) {
    return n;
  }

  @Task
  static int body(int n) throws InterruptedException {
    CountDownLatch others = together;
    if (others != null) {
      others.countDown();
      new CountDownLatch(1).await(); // A process that is gone does nothing more.
    }
    return ordersMore ? Heddle.current().submit(SuspectsTest::quick, n).result() : n;
  }

  @Task
  static int parent(int first) {
    Invocation<Integer> one = Heddle.current().submit(SuspectsTest::body, first);
    Invocation<Integer> other = Heddle.current().submit(SuspectsTest::body, first + 1);
    return one.result() + other.result();
  }

  @Task
  static int holding(int n) throws InterruptedException {
    hold.await();
    return n;
  }

  /** Two workers die, each while two bodies run. */
  private void twoWorkersDie() throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      together = new CountDownLatch(2);
      MemoryStore store = client.peer();
      apps.open(store)
          .worker(
              WorkerOptions.DEFAULT.withTasks(SuspectsTest.class).withDrainTimeout(Duration.ZERO));
      together.await();
      store.die();
    }
    together = null;
  }

  @Test
  void aParentThatWaitsIsNotInTheirWay() throws InterruptedException {
    Invocation<Integer> parent = heddle.submit(SuspectsTest::parent, 1);
    twoWorkersDie();

    heddle.worker(WorkerOptions.DEFAULT);

    assertThat(parent.result()).isEqualTo(3);
  }

  @Test
  void oneThatWaitsForItsOwnChildGoesOn() throws InterruptedException {
    Invocation<Integer> one = heddle.submit(SuspectsTest::body, 1);
    Invocation<Integer> other = heddle.submit(SuspectsTest::body, 2);
    twoWorkersDie();
    ordersMore = true;

    heddle.worker(WorkerOptions.DEFAULT);

    assertThat(List.of(one.result(), other.result())).containsExactly(1, 2);
  }

  @Test
  void whatRunsIsLetEndFirst() throws InterruptedException {
    Invocation<Integer> one = heddle.submit(SuspectsTest::body, 1);
    Invocation<Integer> other = heddle.submit(SuspectsTest::body, 2);
    twoWorkersDie();
    Invocation<Integer> holding = heddle.submit(SuspectsTest::holding, 3);

    heddle.worker(WorkerOptions.DEFAULT);

    await().until(() -> holding.state() == InvocationState.RUNNING);
    await().until(() -> one.state() == InvocationState.CLAIMED);
    // That it is claimed shows a moment before its worker knows of it.
    Invocation<Integer> later =
        await()
            .until(
                () -> heddle.submit(SuspectsTest::quick, 4),
                order -> order.state() == InvocationState.QUEUED);
    hold.countDown();
    assertThat(List.of(one.result(), other.result(), later.result())).containsExactly(1, 2, 4);
  }
}
