package dev.heddle.acceptance;

import static dev.heddle.Lazy.each;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.ExecutionCancelledException;
import dev.heddle.Expr;
import dev.heddle.Heddle;
import dev.heddle.InvocationState;
import dev.heddle.RunOptions;
import dev.heddle.Task;
import dev.heddle.eval.Evaluation;
import dev.heddle.store.ExecutionRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bodies known to be tiny stand ready in a queue; what becomes of them there. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class ReadyBodiesTest {
  private static final int CALLS = 1000;
  private static final AtomicInteger RUNS = new AtomicInteger();
  private static volatile int special;
  private static volatile boolean fails;
  private static volatile CountDownLatch begun = new CountDownLatch(1);

  @Task
  static int tiny(int n) throws InterruptedException {
    if (n == special) {
      begun.countDown();
      if (fails) {
        throw new IllegalStateException("special " + n);
      }
      new CountDownLatch(1).await();
    }
    RUNS.incrementAndGet();
    return n;
  }

  @TempDir Path root;

  @BeforeEach
  void reset() {
    RUNS.set(0);
    special = 300;
    fails = false;
    begun = new CountDownLatch(1);
  }

  private Heddle open(int slots) {
    return Heddle.builder().store("memory:").root(root).slots(slots).open();
  }

  private static Expr<List<Integer>> all() {
    return each(ReadyBodiesTest::tiny, IntStream.range(0, CALLS).boxed().toList());
  }

  private static List<InvocationState> states(Heddle heddle) {
    ExecutionRecord execution = heddle.store().executions(Long.MAX_VALUE, 1).get(0);
    return heddle.store().invocations(execution.id(), 0, 2 * CALLS).stream()
        .map(i -> i.state())
        .toList();
  }

  @Test
  void cancellingBeginsNoneOfThemAndLeavesNoneRunning() throws Exception {
    try (Heddle heddle = open(1)) {
      Evaluation evaluation = heddle.start(all());
      Thread canceller =
          new Thread(
              () -> {
                try {
                  begun.await();
                  evaluation.cancel("a test wanted it");
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      canceller.start();
      assertThatThrownBy(evaluation::run).isInstanceOf(ExecutionCancelledException.class);
      canceller.join();
      int ran = RUNS.get();
      assertThat(ran).isLessThan(CALLS - 1);
      assertThat(states(heddle)).doesNotContain(InvocationState.RUNNING);
      assertThat(states(heddle).stream().filter(InvocationState.SUCCEEDED::equals)).hasSize(ran);

      special = -1;
      assertThat(heddle.run(all())).hasSize(CALLS);
      assertThat(RUNS).as("what had finished is a hit, the others run once").hasValue(CALLS);
    }
  }

  @Test
  void failingFastBeginsNoneOfThem() {
    fails = true;
    try (Heddle heddle = open(2)) {
      assertThatThrownBy(() -> heddle.run(all())).hasMessage("special 300");
      assertThat(RUNS.get()).isLessThan(CALLS - 1);
      assertThat(states(heddle)).doesNotContain(InvocationState.RUNNING);

      special = -1;
      assertThat(heddle.run(all())).hasSize(CALLS);
      assertThat(RUNS).hasValue(CALLS);
    }
  }

  @Test
  void keepingGoingRunsAllOfThem() {
    fails = true;
    try (Heddle heddle = open(2)) {
      Recorder recorder = new Recorder();
      assertThatThrownBy(
              () ->
                  heddle
                      .with(RunOptions.DEFAULT.withKeepGoing(true).withListener(recorder))
                      .run(all()))
          .hasMessage("special 300");
      assertThat(RUNS).hasValue(CALLS - 1);
      assertThat(recorder.failed).containsExactly("tiny(300)");
      assertThat(recorder.ran).hasSize(CALLS - 1);
    }
  }
}
