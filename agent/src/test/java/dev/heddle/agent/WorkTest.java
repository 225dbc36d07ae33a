package dev.heddle.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.heddle.Heddle;
import dev.heddle.Invocation;
import dev.heddle.InvocationState;
import dev.heddle.NoWorkerException;
import dev.heddle.TaskContext;
import dev.heddle.TaskTimeoutException;
import dev.heddle.Worker;
import dev.heddle.WorkerOptions;
import dev.heddle.WorkerStackTrace;
import dev.heddle.testkit.HeddleTest;
import dev.heddle.testkit.TestApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a direct call gives its caller: values, exceptions, parts put together. */
@HeddleTest(slots = 2)
class WorkTest {
  @Test
  void aCheckedExceptionComesAsItIsWithTheCallersStackAndTheWorkersFramesAsCause() {
    Throwable thrown = catchThrowable(() -> Work.checked("no disk"));

    assertThat(thrown).isExactlyInstanceOf(IOException.class).hasMessage("no disk");
    assertThat(thrown.getStackTrace()[0].getMethodName()).isEqualTo("checked");
    assertThat(frames(thrown)).anyMatch(frame -> frame.startsWith(WorkTest.class.getName()));
    assertThat(frames(thrown)).noneMatch(frame -> frame.startsWith("dev.heddle.direct"));
    assertThat(thrown.getCause())
        .isInstanceOf(WorkerStackTrace.class)
        .hasMessageContaining("dev.heddle.agent.Work.checked");
    assertThat(frames(thrown.getCause())).first().asString().contains("Work.checked$heddle$body");
    assertThat(frames(thrown.getCause())).noneMatch(f -> f.startsWith(WorkTest.class.getName()));
  }

  private static List<String> frames(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace()).map(StackTraceElement::toString).toList();
  }

  @Test
  void anExceptionOfTheUsersOwnComesAsItIs() {
    assertThatThrownBy(() -> Work.own("mine"))
        .isExactlyInstanceOf(Work.OwnException.class)
        .hasMessage("mine")
        .hasCauseInstanceOf(WorkerStackTrace.class);
  }

  @Test
  void aCauseStaysWhatItWas() {
    Throwable thrown = catchThrowable(() -> Work.caused("oh"));

    assertThat(thrown).isExactlyInstanceOf(UncheckedIOException.class).hasMessage("oh");
    assertThat(thrown.getCause()).isExactlyInstanceOf(IOException.class).hasMessage("the disk");
    assertThat(thrown.getSuppressed()).singleElement().isInstanceOf(WorkerStackTrace.class);
  }

  @Test
  void whatGoesThroughTwoWorkersShowsBoth() {
    Throwable thrown = catchThrowable(() -> Work.outer("deep"));

    assertThat(thrown).isExactlyInstanceOf(IOException.class).hasMessage("deep");
    assertThat(thrown.getCause())
        .isInstanceOf(WorkerStackTrace.class)
        .hasMessageContaining("Work.outer");
    assertThat(thrown.getCause().getCause())
        .isInstanceOf(WorkerStackTrace.class)
        .hasMessageContaining("Work.checked");
  }

  @Test
  void recursionAndNestedCallsHoldNoSlot() {
    assertThat(Work.fibonacci(7)).isEqualTo(13); // 41 calls, up to 7 of them waiting, on 2 slots
  }

  @Test
  void aFutureOfAnotherDirectCallHoldsNoSlot() throws Exception {
    List<CompletableFuture<String>> all =
        IntStream.range(0, 5).mapToObj(i -> Work.handedOn("x" + i)).toList();

    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).get(20, TimeUnit.SECONDS)).isEqualTo("x" + i + "!?");
    }
  }

  @Test
  void aListIsCutAndPutTogetherInItsOrder(TestApp app) {
    List<String> items = IntStream.range(0, 20).mapToObj(Integer::toString).toList();

    assertThat(Work.each(items, "-")).isEqualTo(items.stream().map(item -> item + "-1").toList());
    assertThat(app.invocations()).hasSize(20);
    assertThat(Work.chunks(List.of("a", "b", "c", "d"))).containsExactly("[a, b, c]", "[d]");
  }

  @Test
  void emptyAndNullAreOneCall(TestApp app) {
    assertThat(Work.chunks(List.of())).containsExactly("[]");
    assertThatThrownBy(() -> Work.chunks(null)).isInstanceOf(NullPointerException.class);
    assertThat(app.invocations()).hasSize(2);
  }

  @Test
  void setsMapsArraysAndStreamsAreCutToo() {
    assertThat(Work.set(Set.of(1, 2, 3, 4))).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(Work.enums(EnumSet.allOf(Shapes.Colour.class)))
        .isInstanceOf(EnumSet.class)
        .containsExactly(Shapes.Colour.values());
    Map<String, Integer> numbers = new LinkedHashMap<>();
    IntStream.range(0, 5).forEach(i -> numbers.put("n" + i, i));
    assertThat(Work.map(numbers)).hasSize(5).containsEntry("n4", 8);
    assertThat(Work.sorted(new TreeMap<>(Map.of(2, "b", 1, "a"))))
        .containsExactly(Map.entry(1, "a"), Map.entry(2, "b"));
    assertThat(Work.array(new int[] {1, 2, 3, 4, 5})).containsExactly(3, 7, 5);
    assertThat(Work.texts(new String[] {"a", "b"})).containsExactly("a", "b");
    assertThat(Work.stream(Stream.of("a", "b"))).containsExactly("a@worker", "b@worker");
  }

  @Test
  void nothingIsPutTogetherWhereNothingIsReturned() {
    Work.RUNS.set(0);

    Work.nothing(List.of("a", "b", "c"));

    assertThat(Work.RUNS).hasValue(3);
  }

  @Test
  void futuresOfPartsArePutTogether() throws Exception {
    assertThat(Work.futures(List.of("a", "b")).get(10, TimeUnit.SECONDS)).containsExactly("a", "b");
  }

  @Test
  void anotherShapeIsCutAndPutTogetherAsItSays() {
    assertThat(Work.sum(new Work.Range(0, 101))).isEqualTo(new Work.Totals(5050, 2));
  }

  @Test
  void theFirstFailureInTheOrderOfTheInputIsThrown() {
    assertThatThrownBy(() -> Work.failing(List.of(0, 2, 3, 4, 5)))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("odd 3");
  }

  @Test
  void fanOutWithinFanOutHoldsNoSlot() throws Exception {
    assertThat(Work.nested(List.of("a", "b", "c")))
        .containsExactly("a-1", "a-1", "b-1", "b-1", "c-1", "c-1");
  }

  @Test
  void retriesAndTimeoutsAreTheWorkers() {
    assertThat(Work.flaky(List.of(), TaskContext.injected())).isEqualTo("attempt 3");
    assertThatThrownBy(Work::slow).isExactlyInstanceOf(TaskTimeoutException.class);
  }

  @Test
  void anInterruptedCallerCancelsWhatItWaitsFor(TestApp app) throws Exception {
    Callable<String> call = Work::blocks;
    FutureTask<String> caller = new FutureTask<>(call);
    Thread thread = new Thread(caller);
    thread.start();
    assertThat(Work.BLOCKED.await(20, TimeUnit.SECONDS)).isTrue();

    thread.interrupt();

    assertThatThrownBy(() -> caller.get(20, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(InterruptedException.class);
    assertThat(Work.INTERRUPTED.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(app.invocations().get(0).state()).isEqualTo(InvocationState.CANCELLED);
  }

  @Test
  void whereNobodyServesItACallRunsHereOrFailsIfItSaysSo() {
    try (Heddle alone = Heddle.builder().store("memory:").open()) {
      Heddle.setDefault(alone);
      assertThat(Work.here("a")).isEqualTo("a@here");
      assertThatThrownBy(() -> Work.fails("a"))
          .isInstanceOf(NoWorkerException.class)
          .hasMessageContaining("dev.heddle.agent.Work.fails in queue nobody");
      assertThat(alone.store().submitted(Long.MAX_VALUE, 10)).isEmpty();

      alone.worker(WorkerOptions.DEFAULT.withTasks(Work.class));

      assertThat(Work.here("a")).isEqualTo("a@worker");
      assertThat(Work.fails("a")).isEqualTo("a@worker");
    }
  }

  @Test
  void whoeverCallsFirstFindsTheWorkerThatAnotherFirstCallStarts() throws Exception {
    for (int round = 0; round < 20; round++) {
      try (Heddle fresh = Heddle.builder().store("memory:").embeddedWorker().open()) {
        Heddle.setDefault(fresh);
        CountDownLatch together = new CountDownLatch(1);
        List<FutureTask<String>> callers = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
          FutureTask<String> call =
              new FutureTask<>(
                  () -> {
                    together.await();
                    return Work.fails("a");
                  });
          callers.add(call);
          new Thread(call).start();
        }

        together.countDown();

        for (FutureTask<String> call : callers) {
          assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo("a@worker");
        }
      }
    }
  }

  @Test
  void aCallThatFailsWithoutWorkersIsTakenBackWhenTheLastOneGoes() throws Exception {
    try (Heddle alone = Heddle.builder().store("memory:").open()) {
      Heddle.setDefault(alone);
      Worker worker = workerOfOneSlot(alone);
      CountDownLatch begun = Work.occupied();
      Invocation<String> occupying = alone.submit(Work::occupies);
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      FutureTask<String> caller = new FutureTask<>(() -> Work.fails("a"));
      new Thread(caller).start();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> alone.store().submitted(Long.MAX_VALUE, 10).size() == 2);

      worker.close();

      assertThatThrownBy(() -> caller.get(30, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(NoWorkerException.class);
      assertThat(alone.store().submitted(Long.MAX_VALUE, 10))
          .filteredOn(record -> record.task().name().endsWith("Work.fails"))
          .singleElement()
          .matches(record -> record.state() == InvocationState.CANCELLED);
      assertThat(occupying.state()).isEqualTo(InvocationState.QUEUED);
    }
  }

  @Test
  void ofWhatIsTakenBackOnlyTheRestRunsHere() throws Exception {
    try (Heddle alone = Heddle.builder().store("memory:").open()) {
      Heddle.setDefault(alone);
      Worker worker = workerOfOneSlot(alone);
      CountDownLatch second = Work.occupied();
      FutureTask<List<String>> caller =
          new FutureTask<>(() -> Work.partly(Stream.of("a", "b", "c")));
      new Thread(caller).start();
      assertThat(second.await(20, TimeUnit.SECONDS)).isTrue();

      worker.close();

      assertThat(caller.get(30, TimeUnit.SECONDS)).containsExactly("a@worker", "b@here", "c@here");
    }
  }

  @Test
  void aFutureLooksForWorkersToo() throws Exception {
    try (Heddle alone = Heddle.builder().store("memory:").open()) {
      Heddle.setDefault(alone);
      Worker worker = workerOfOneSlot(alone);
      CountDownLatch begun = Work.occupied();
      alone.submit(Work::occupies);
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      CompletableFuture<String> here = Work.hereLater("a");
      CompletableFuture<String> failing = Work.failsLater("b");

      worker.close();

      assertThat(here.get(30, TimeUnit.SECONDS)).isEqualTo("a@here");
      assertThatThrownBy(() -> failing.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(NoWorkerException.class);
    }
  }

  private static Worker workerOfOneSlot(Heddle app) {
    return app.worker(
        WorkerOptions.DEFAULT.withTasks(Work.class).withSlots(1).withDrainTimeout(Duration.ZERO));
  }

  @Test
  void aDirectTaskIsATaskInEveryOtherWay(TestApp app) {
    Invocation<String> submitted = app.heddle().submit(Shapes::statically, "a");
    app.runAll();

    assertThat(submitted.result()).isEqualTo("a@worker");
    assertThat(app.heddle().run(dev.heddle.Lazy.lazy(Shapes::statically, "b")))
        .isEqualTo("b@worker");
  }
}
