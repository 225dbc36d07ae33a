package dev.heddle.acceptance;

import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;
import static dev.heddle.Lazy.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.heddle.Cache;
import dev.heddle.Expr;
import dev.heddle.Heddle;
import dev.heddle.RunOptions;
import dev.heddle.Task;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.FatalStoreException;
import dev.heddle.store.MemoryStore;
import dev.heddle.store.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that fails ends the run with its own error: no hang, no half-told execution. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class StoreFaultsTest {
  private static final AtomicInteger RUNS = new AtomicInteger();

  @Task
  static int step(int n) {
    RUNS.incrementAndGet();
    return n;
  }

  @Task
  static Expr<List<Integer>> steps(int n) {
    return each(StoreFaultsTest::step, IntStream.range(0, n).boxed().toList());
  }

  @Task(cache = Cache.NONE)
  static int untilInterrupted(int n) throws InterruptedException {
    new CountDownLatch(1).await();
    return n;
  }

  @Task
  static Expr<List<Integer>> stepsAndOneThatWaits(int n) {
    return zip(
        lazy(StoreFaultsTest::steps, n),
        lazy(StoreFaultsTest::untilInterrupted, n),
        (all, waited) -> all);
  }

  @TempDir Path root;

  private Heddle open(FaultyStore faulty) {
    return Heddle.builder().store(faulty.store()).root(root).open();
  }

  private static StoreException fault() {
    return new StoreException("the test pulled the plug", null);
  }

  @Test
  void idsThatCanNotBeReservedEndTheRunAndNotTheNextOne() {
    MemoryStore memory = new MemoryStore();
    FaultyStore faulty =
        new FaultyStore(memory)
            .before(
                (method, call) -> {
                  if (method.equals("reserveIds") && call == 2) {
                    throw fault();
                  }
                });
    try (Heddle heddle = open(faulty)) {
      Recorder recorder = new Recorder();
      Throwable thrown =
          catchThrowable(
              () ->
                  heddle
                      .with(RunOptions.DEFAULT.withListener(recorder))
                      .run(lazy(StoreFaultsTest::steps, 3000)));
      assertThat(thrown).isInstanceOf(StoreException.class).hasMessageContaining("pulled the plug");
      assertThat(recorder.report().state()).isEqualTo("FAILED");
      assertThat(heddle.store().executions(Long.MAX_VALUE, 1).get(0).state())
          .isEqualTo(ExecutionState.FAILED);
      assertThat(heddle.run(lazy(StoreFaultsTest::steps, 3000))).hasSize(3000);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aLookUpThatFailsEndsTheRun(int nth) {
    FaultyStore faulty =
        new FaultyStore(new MemoryStore())
            .before(
                (method, call) -> {
                  if (method.equals("find") && call >= nth) {
                    throw fault();
                  }
                });
    Throwable thrown;
    try (Heddle heddle = open(faulty)) {
      thrown = catchThrowable(() -> heddle.run(lazy(StoreFaultsTest::steps, 3000)));
      assertThat(heddle.store().executions(Long.MAX_VALUE, 1).get(0).state())
          .isEqualTo(ExecutionState.FAILED);
    }
    assertThat(thrown).isInstanceOf(StoreException.class).hasMessageContaining("pulled the plug");
  }

  @Test
  void anErrorInALookUpEndsTheRunToo() {
    FaultyStore faulty =
        new FaultyStore(new MemoryStore())
            .before(
                (method, call) -> {
                  if (method.equals("find") && call == 2) {
                    throw new NoClassDefFoundError("the jar was replaced");
                  }
                });
    try (Heddle heddle = open(faulty)) {
      Throwable thrown = catchThrowable(() -> heddle.run(lazy(StoreFaultsTest::steps, 10)));
      assertThat(thrown).hasStackTraceContaining("the jar was replaced");
      assertThat(heddle.store().executions(Long.MAX_VALUE, 1).get(0).state())
          .isEqualTo(ExecutionState.FAILED);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void aStoreThatTakesNothingMoreEndsTheRun(int nth) {
    FaultyStore faulty =
        new FaultyStore(new MemoryStore())
            .before(
                (method, call) -> {
                  if (method.equals("apply") && call >= nth) {
                    throw new FatalStoreException("the disk is full", null);
                  }
                });
    try (Heddle heddle = open(faulty)) {
      Throwable thrown = catchThrowable(() -> heddle.run(lazy(StoreFaultsTest::steps, 2000)));
      assertThat(thrown).isInstanceOf(StoreException.class).hasMessageContaining("disk is full");
    }
  }

  @Test
  void aDeadStoreInterruptsBodiesWhoseResultsNobodyCouldKeep() {
    FaultyStore faulty =
        new FaultyStore(new MemoryStore())
            .before(
                (method, call) -> {
                  if (method.equals("apply") && call >= 4) {
                    throw new FatalStoreException("the disk is full", null);
                  }
                });
    try (Heddle heddle = open(faulty)) {
      Throwable thrown =
          catchThrowable(() -> heddle.run(lazy(StoreFaultsTest::stepsAndOneThatWaits, 2000)));
      assertThat(thrown).isInstanceOf(StoreException.class).hasMessageContaining("disk is full");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void aTransactionThatFailsOnceIsToldAgain(int nth) {
    FaultyStore faulty =
        new FaultyStore(new MemoryStore())
            .before(
                (method, call) -> {
                  if (method.equals("apply") && call == nth) {
                    throw fault();
                  }
                });
    try (Heddle heddle = open(faulty)) {
      Throwable thrown = catchThrowable(() -> heddle.run(lazy(StoreFaultsTest::steps, 2000)));
      if (thrown != null) {
        assertThat(thrown).as("a group of one set has nobody to blame but it").isNotNull();
        assertThat(thrown).hasMessageContaining("pulled the plug");
      }
      assertThat(heddle.run(lazy(StoreFaultsTest::steps, 2000))).hasSize(2000);
    }
  }

  @Test
  void anAnswerLostAfterTheCommitLosesAndDoublesNothing() {
    MemoryStore memory = new MemoryStore();
    FaultyStore faulty =
        new FaultyStore(memory)
            .after(
                (method, call) -> {
                  if (method.equals("apply") && call % 2 == 0) {
                    throw fault();
                  }
                });
    RUNS.set(0);
    try (Heddle heddle = open(faulty)) {
      List<Throwable> thrown = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        thrown.add(catchThrowable(() -> heddle.run(lazy(StoreFaultsTest::steps, 200))));
      }
      assertThat(thrown).as("some run came through").containsNull();
      assertThat(RUNS.get()).as("what was committed is a hit").isEqualTo(200);
    }
  }

  @Test
  void whatTheLosingOfNumbersOrThreadsIsToOneRunItIsNotToTheNext() {
    FaultyStore faulty =
        new FaultyStore(new MemoryStore())
            .before(
                (method, call) -> {
                  if (method.equals("reserveNumbers") && call == 2) {
                    throw new IllegalStateException("the test pulled the plug");
                  }
                });
    try (Heddle heddle = open(faulty)) {
      Throwable thrown = catchThrowable(() -> heddle.run(lazy(StoreFaultsTest::steps, 200)));
      assertThat(thrown).hasMessageContaining("pulled the plug");
      assertThat(heddle.run(lazy(StoreFaultsTest::steps, 200))).hasSize(200);
    }
  }
}
