package dev.heddle.acceptance;

import static dev.heddle.Lazy.lazy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.Heddle;
import dev.heddle.Task;
import dev.heddle.store.MemoryStore;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A call that another execution computes is waited for, not computed twice (PROTOCOL §2). */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class ContentionTest {
  private static final AtomicInteger RUNS = new AtomicInteger();
  private static volatile CountDownLatch begun = new CountDownLatch(1);
  private static volatile CountDownLatch release = new CountDownLatch(1);

  @Task
  static int slow(int n) throws InterruptedException {
    RUNS.incrementAndGet();
    begun.countDown();
    release.await();
    return n;
  }

  @TempDir Path root;

  @BeforeEach
  void reset() {
    RUNS.set(0);
    begun = new CountDownLatch(1);
    release = new CountDownLatch(1);
  }

  private Heddle open(FaultyStore store) {
    return Heddle.builder().store(store.store()).root(root).open();
  }

  private static CompletableFuture<Integer> running(Heddle heddle) {
    CompletableFuture<Integer> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(heddle.run(lazy(ContentionTest::slow, 1)));
              } catch (Throwable t) {
                result.completeExceptionally(t);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  @Test
  void theWaiterAdoptsTheResultAndWritesNothingWhileItWaits() throws Exception {
    MemoryStore memory = new MemoryStore();
    FaultyStore waiting = new FaultyStore(memory.peer());
    try (Heddle one = open(new FaultyStore(memory));
        Heddle two = open(waiting)) {
      CompletableFuture<Integer> first = running(one);
      begun.await();
      CompletableFuture<Integer> second = running(two);
      Awaitility.await().until(() -> waiting.calls("recover") >= 3);
      assertThat(waiting.calls("apply")).as("commits of one who only waits").isLessThan(6);
      release.countDown();
      assertThat(first.get()).isEqualTo(1);
      assertThat(second.get()).isEqualTo(1);
      assertThat(RUNS).hasValue(1);
    }
  }

  @Test
  void theDeadAreLookedForEvenWhileOthersKeepTheStoreBusy() throws Exception {
    MemoryStore memory = new MemoryStore();
    FaultyStore waiting = new FaultyStore(memory.peer());
    try (Heddle one = open(new FaultyStore(memory));
        Heddle two = open(waiting);
        Heddle busy = open(new FaultyStore(memory.peer()))) {
      CompletableFuture<Integer> first = running(one);
      begun.await();
      CompletableFuture<Integer> second = running(two);
      Awaitility.await()
          .until(
              () -> {
                busy.run(dev.heddle.Lazy.value(1));
                return waiting.calls("recover") >= 2;
              });
      release.countDown();
      assertThat(first.get()).isEqualTo(second.get());
    }
  }

  @Test
  void anErrorWhileWaitingEndsTheRun() throws Exception {
    MemoryStore memory = new MemoryStore();
    FaultyStore waiting =
        new FaultyStore(memory.peer())
            .before(
                (method, call) -> {
                  if (method.equals("await")) {
                    throw new IllegalStateException("the test pulled the plug");
                  }
                });
    try (Heddle one = open(new FaultyStore(memory));
        Heddle two = open(waiting)) {
      CompletableFuture<Integer> first = running(one);
      begun.await();
      assertThatThrownBy(() -> running(two).get(30, TimeUnit.SECONDS))
          .hasStackTraceContaining("pulled the plug");
      release.countDown();
      assertThat(first.get()).isEqualTo(1);
    }
  }

  @Test
  void whoWaitsTakesOverWhenTheOwnerIsClosed() throws Exception {
    MemoryStore memory = new MemoryStore();
    FaultyStore waiting = new FaultyStore(memory.peer());
    try (Heddle two = open(waiting)) {
      CompletableFuture<Integer> first;
      CompletableFuture<Integer> second;
      try (Heddle one = open(new FaultyStore(memory))) {
        first = running(one);
        begun.await();
        second = running(two);
        Awaitility.await().until(() -> waiting.calls("recover") >= 1);
      }
      Awaitility.await().until(first::isCompletedExceptionally);
      release.countDown();
      assertThat(second.get()).isEqualTo(1);
      assertThat(RUNS).hasValue(2);
    }
  }
}
