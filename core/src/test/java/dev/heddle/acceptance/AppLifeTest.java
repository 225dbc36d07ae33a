package dev.heddle.acceptance;

import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.ExecutionCancelledException;
import dev.heddle.Heddle;
import dev.heddle.Task;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.MemoryStore;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One app used by several threads, closed under a run, and used by the tasks it runs. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class AppLifeTest {
  private static final AtomicInteger AT_ONCE = new AtomicInteger();
  private static final AtomicInteger MOST = new AtomicInteger();
  private static volatile CountDownLatch begun = new CountDownLatch(1);
  private static volatile Heddle app;

  @Task
  static int blocked(int n) throws InterruptedException {
    begun.countDown();
    new CountDownLatch(1).await();
    return n;
  }

  @Task
  static int counted(int n) throws InterruptedException {
    MOST.accumulateAndGet(AT_ONCE.incrementAndGet(), Math::max);
    TimeUnit.MILLISECONDS.sleep(2); // The body is what is long here; nothing waits for it.
    AT_ONCE.decrementAndGet();
    return n;
  }

  @Task
  static int inner(int n) {
    return n + 1;
  }

  @Task
  static int outer(int n) {
    return app.run(lazy(AppLifeTest::inner, n)) + 1;
  }

  @TempDir Path root;

  @BeforeEach
  void reset() {
    AT_ONCE.set(0);
    MOST.set(0);
    begun = new CountDownLatch(1);
  }

  @Test
  void closingUnderARunCancelsIt() throws Exception {
    MemoryStore memory = new MemoryStore();
    try (MemoryStore peer = memory.peer()) {
      CompletableFuture<List<Integer>> result;
      try (Heddle heddle = Heddle.builder().store(memory).root(root).slots(2).open()) {
        result =
            CompletableFuture.supplyAsync(
                () -> heddle.run(each(AppLifeTest::blocked, List.of(1, 2, 3, 4, 5))));
        begun.await();
      }
      assertThatThrownBy(() -> result.get(1, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(ExecutionCancelledException.class)
          .hasMessageContaining("closed");
      assertThat(peer.executions(Long.MAX_VALUE, 1).get(0).state())
          .isEqualTo(ExecutionState.CANCELLED);
    }
  }

  @Test
  void severalRunsShareTheSlots() {
    try (Heddle heddle = Heddle.builder().store("memory:").root(root).slots(2).open()) {
      List<CompletableFuture<List<Integer>>> runs =
          IntStream.range(0, 4)
              .mapToObj(
                  run ->
                      CompletableFuture.supplyAsync(
                          () ->
                              heddle.run(
                                  each(
                                      AppLifeTest::counted,
                                      IntStream.range(run * 20, run * 20 + 20).boxed().toList())),
                          task -> new Thread(task).start()))
              .toList();
      runs.forEach(run -> assertThat(run.join()).hasSize(20));
      assertThat(MOST.get()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void aTaskMayRunSomethingItselfAlthoughThereIsButOneSlot() {
    try (Heddle heddle = Heddle.builder().store("memory:").root(root).slots(1).open()) {
      app = heddle;
      assertThat(heddle.run(lazy(AppLifeTest::outer, 1))).isEqualTo(3);
      assertThat(heddle.run(each(AppLifeTest::outer, List.of(2, 3, 4)))).containsExactly(4, 5, 6);
    }
  }

  @Test
  void closingEndsTheThreads() {
    try (Heddle heddle = Heddle.builder().store("memory:").root(root).slots(2).open()) {
      heddle.run(each(AppLifeTest::inner, List.of(1, 2, 3)));
    }
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("heddle-")));
  }
}
