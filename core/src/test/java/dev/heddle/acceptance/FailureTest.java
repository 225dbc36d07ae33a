package dev.heddle.acceptance;

import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;
import static dev.heddle.Lazy.listOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.heddle.ExecutionCancelledException;
import dev.heddle.Expr;
import dev.heddle.Heddle;
import dev.heddle.InvocationState;
import dev.heddle.RunOptions;
import dev.heddle.Task;
import dev.heddle.TaskChainException;
import dev.heddle.TaskFailedException;
import dev.heddle.eval.Evaluation;
import dev.heddle.store.ExecutionState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureTest {
  private static volatile CountDownLatch begun = new CountDownLatch(1);
  private static volatile CountDownLatch release = new CountDownLatch(1);

  @Task
  static int checked(int n) throws IOException {
    throw new IOException("disk " + n);
  }

  @Task
  static int unchecked(int n) {
    throw new IllegalArgumentException("bad " + n);
  }

  @Task
  static int error(int n) {
    throw new AssertionError("wrong " + n);
  }

  @Task
  static Expr<Integer> outer(int n) {
    return lazy(FailureTest::unchecked, n + 1);
  }

  @Task
  static int slow(int n) throws InterruptedException {
    begun.countDown();
    release.await(10, TimeUnit.SECONDS);
    return n;
  }

  @Task
  static int failWhenSlowBegan(int n) throws InterruptedException {
    begun.await(10, TimeUnit.SECONDS);
    release.countDown();
    throw new IllegalStateException("sibling " + n);
  }

  @Task
  static int after(int n) {
    return n;
  }

  @Task
  static int blocked(int n) throws InterruptedException {
    begun.countDown();
    new CountDownLatch(1).await();
    return n;
  }

  private Heddle heddle;

  @BeforeEach
  void open(@TempDir Path root) {
    begun = new CountDownLatch(1);
    release = new CountDownLatch(1);
    heddle = Heddle.builder().store("memory:").root(root).open();
  }

  @AfterEach
  void close() {
    heddle.close();
  }

  @Test
  void aCheckedExceptionIsTheCause() {
    assertThatThrownBy(() -> heddle.run(lazy(FailureTest::checked, 1)))
        .isInstanceOf(TaskFailedException.class)
        .hasMessageContaining("checked(1)")
        .hasMessageContaining("disk 1")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void anUncheckedOneIsRethrownAsItIsWithTheChain() {
    Throwable thrown = catchThrowable(() -> heddle.run(lazy(FailureTest::outer, 1)));
    assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasMessage("bad 2");
    assertThat(thrown.getSuppressed()).hasAtLeastOneElementOfType(TaskChainException.class);
    assertThat(thrown.getSuppressed()[0])
        .hasMessageContaining("called by")
        .hasMessageContaining("outer(1)");
    assertThat(Arrays.stream(thrown.getStackTrace()).map(StackTraceElement::getClassName))
        .noneMatch(name -> name.startsWith("dev.heddle.eval"));
  }

  @Test
  void anErrorFailsTheTaskAndNotTheEngine() {
    assertThatThrownBy(() -> heddle.run(lazy(FailureTest::error, 1)))
        .isInstanceOf(AssertionError.class);
    assertThat(heddle.run(lazy(FailureTest::after, 3))).isEqualTo(3);
  }

  @Test
  void aSiblingThatRunsIsLetFinishAndKept() {
    assertThatThrownBy(
            () ->
                heddle.run(
                    listOf(lazy(FailureTest::slow, 1), lazy(FailureTest::failWhenSlowBegan, 2))))
        .isInstanceOf(IllegalStateException.class);
    Recorder again = new Recorder();
    heddle.with(RunOptions.DEFAULT.withListener(again)).run(lazy(FailureTest::slow, 1));
    assertThat(again.cached).containsExactly("slow(1)");
  }

  @Test
  void keepGoingRunsAllThatDoesNotDependOnTheFailure() {
    Recorder recorder = new Recorder();
    assertThatThrownBy(
            () ->
                heddle
                    .with(RunOptions.DEFAULT.withKeepGoing(true).withListener(recorder))
                    .run(
                        listOf(
                            lazy(FailureTest::unchecked, 1),
                            lazy(FailureTest::after, lazy(FailureTest::after, 7)),
                            lazy(FailureTest::after, 8))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(recorder.ran).containsExactlyInAnyOrder("after(7)", "after(8)");
    assertThat(recorder.report().state()).isEqualTo("FAILED");
  }

  @Test
  void aCancelledExecutionInterruptsWhatRunsAndSaysSo() throws InterruptedException {
    Evaluation evaluation = heddle.start(each(FailureTest::blocked, List.of(1)));
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
    assertThatThrownBy(evaluation::run)
        .isInstanceOf(ExecutionCancelledException.class)
        .hasMessageContaining("a test wanted it");
    canceller.join();
    var execution = heddle.store().executions(Long.MAX_VALUE, 1).get(0);
    assertThat(execution.state()).isEqualTo(ExecutionState.CANCELLED);
    assertThat(heddle.store().invocations(execution.id(), 0, 10))
        .allMatch(i -> i.state() == InvocationState.CANCELLED);
  }
}
