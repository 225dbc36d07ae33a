package dev.heddle.acceptance;

import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.Expr;
import dev.heddle.Heddle;
import dev.heddle.Invocation;
import dev.heddle.InvocationCancelledException;
import dev.heddle.InvocationGroup;
import dev.heddle.InvocationState;
import dev.heddle.ResultTimeoutException;
import dev.heddle.Retry;
import dev.heddle.RetryPolicy;
import dev.heddle.StateChange;
import dev.heddle.SubmitOptions;
import dev.heddle.Task;
import dev.heddle.TaskContext;
import dev.heddle.TaskFailedException;
import dev.heddle.TaskTimeoutException;
import dev.heddle.UnknownInvocationException;
import dev.heddle.WaitCycleException;
import dev.heddle.Worker;
import dev.heddle.WorkerOptions;
import dev.heddle.store.Ids;
import dev.heddle.store.MemoryStore;
import dev.heddle.store.WorkerState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ordering work and carrying it out, in one process and in memory. */
@Timeout(60)
class OrderedWorkTest {
  private static final AtomicInteger RUNS = new AtomicInteger();
  private static volatile CountDownLatch gate = new CountDownLatch(0);
  private static volatile CountDownLatch begun = new CountDownLatch(0);

  private final MemoryStore store = new MemoryStore();
  private Heddle heddle;

  @BeforeEach
  void open() {
    RUNS.set(0);
    gate = new CountDownLatch(0);
    begun = new CountDownLatch(0);
    heddle = Heddle.builder().store(store).slots(4).open();
  }

  @AfterEach
  void close() {
    gate.countDown();
    heddle.close();
  }

  private Worker worker() {
    return heddle.worker(WorkerOptions.DEFAULT.withDrainTimeout(Duration.ofSeconds(2)));
  }

  @Task
  static int twice(int n) {
    RUNS.incrementAndGet();
    return 2 * n;
  }

  @Task(tags = {"mail", "nightly"})
  static int tagged(int n) {
    return n == 0 ? 0 : Heddle.current().submit(OrderedWorkTest::twice, n).result();
  }

  @Task(tags = "")
  static int wronglyTagged() {
    return 1;
  }

  @Task
  static String held(String text) throws InterruptedException {
    RUNS.incrementAndGet();
    begun.countDown();
    gate.await();
    return text;
  }

  @Task
  static int broken(int n) throws IOException {
    throw new IOException("no " + n, new IllegalStateException("below"));
  }

  @Task(retry = @Retry(max = 3, backoff = "PT0.001S", on = IllegalStateException.class))
  static int third(TaskContext context) {
    if (context.attempt() < 3) {
      throw new IllegalStateException("attempt " + context.attempt());
    }
    return context.attempt();
  }

  @Task
  static int chain(int depth) {
    return depth == 0 ? 0 : 1 + Heddle.current().submit(OrderedWorkTest::chain, depth - 1).result();
  }

  @Task
  static Expr<List<Integer>> spread(List<Integer> numbers) {
    return each(OrderedWorkTest::twice, numbers);
  }

  @Task(timeout = "PT0.05S")
  static int slow() throws InterruptedException {
    TimeUnit.SECONDS.sleep(20);
    return 1;
  }

  @Task
  static String told(TaskContext context) {
    context.log().info("half of {}", 2);
    context.progress(1, 2);
    return context.id() + " " + context.attempt() + " " + context.execution();
  }

  private Set<String> tags(Invocation<?> invocation) {
    return store
        .invocation(Ids.parse(invocation.id()).orElseThrow())
        .orElseThrow()
        .queue()
        .submission()
        .order()
        .tags();
  }

  @Test
  void tagsOfAnOrderStandBesideThoseOfItsTaskAndAreNotInherited() {
    worker();
    Invocation<Integer> plain = heddle.submit(OrderedWorkTest::tagged, 0);
    Invocation<Integer> both =
        heddle
            .with(SubmitOptions.NONE.withTags("customer:42", "mail"))
            .submit(OrderedWorkTest::tagged, 3);

    assertThat(both.result()).isEqualTo(6);

    assertThat(tags(plain)).containsExactlyInAnyOrder("mail", "nightly");
    assertThat(tags(both)).containsExactlyInAnyOrder("mail", "nightly", "customer:42");
    long id = Ids.parse(both.id()).orElseThrow();
    Invocation<?> child = heddle.invocation(Ids.text(store.children(id, 0, 1).get(0)));
    assertThat(tags(child)).isEmpty();
    assertThat(tags(heddle.retry(both.id()))).isEqualTo(tags(both));
    assertThatThrownBy(() -> heddle.submit(OrderedWorkTest::wronglyTagged))
        .hasMessageContaining("@Task of")
        .hasMessageContaining("a tag has 1 to 100 characters");
  }

  @Test
  void anOrderIsOnRecordBeforeAnybodyWorks() {
    Invocation<Integer> one = heddle.submit(OrderedWorkTest::twice, 3);

    assertThat(one.state()).isEqualTo(InvocationState.QUEUED);
    assertThatThrownBy(() -> one.result(Duration.ofMillis(20)))
        .isInstanceOf(ResultTimeoutException.class)
        .hasMessageContaining(one.id())
        .hasMessageContaining("QUEUED");
    worker();
    assertThat(one.result()).isEqualTo(6);
    assertThat(one.state()).isEqualTo(InvocationState.SUCCEEDED);
    assertThat(one.history())
        .extracting(StateChange::state)
        .containsExactly(
            InvocationState.QUEUED, InvocationState.RUNNING, InvocationState.SUCCEEDED);
  }

  @Test
  void orderingTwiceDoesItTwice() {
    worker();
    assertThat(heddle.submit(OrderedWorkTest::twice, 3).result()).isEqualTo(6);
    assertThat(heddle.submit(OrderedWorkTest::twice, 3).result()).isEqualTo(6);
    assertThat(RUNS).hasValue(2);
  }

  @Test
  void whatWasOrderedIsReusedByWhoAsks() {
    worker();
    heddle.submit(OrderedWorkTest::twice, 3).result();
    assertThat(heddle.run(OrderedWorkTest::twice, 3)).isEqualTo(6);
    assertThat(RUNS).hasValue(1);
  }

  @Test
  void aBatchGivesItsResultsInOrderAndAsTheyCome() {
    worker();
    InvocationGroup<Integer> group =
        heddle.submitEach(OrderedWorkTest::twice, IntStream.range(0, 3_000).boxed().toList());

    List<Integer> asTheyCame = new ArrayList<>();
    group.asCompleted().forEach(done -> asTheyCame.add(done.result()));

    List<Integer> expected = IntStream.range(0, 3_000).map(n -> 2 * n).boxed().toList();
    assertThat(asTheyCame).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(group.results()).isEqualTo(expected);
  }

  @Test
  void anErrorComesBackAsItsOwnClassWithItsCausesAndFrames() {
    worker();
    Invocation<Integer> one = heddle.submit(OrderedWorkTest::broken, 7);

    assertThatThrownBy(one::result)
        .isInstanceOf(TaskFailedException.class)
        .hasCauseInstanceOf(IOException.class)
        .cause()
        .hasMessage("no 7")
        .hasCauseInstanceOf(IllegalStateException.class)
        .satisfies(e -> assertThat(e.getStackTrace()[0].getMethodName()).isEqualTo("broken"));
    assertThatThrownBy(() -> one.result(IOException.class)).isInstanceOf(IOException.class);
  }

  @Test
  void aFailedAttemptIsMadeAgainAsItsTaskSays() {
    worker();
    Invocation<Integer> one = heddle.submit(OrderedWorkTest::third, TaskContext.injected());

    assertThat(one.result()).isEqualTo(3);
    assertThat(one.history())
        .extracting(StateChange::state)
        .filteredOn(s -> s == InvocationState.RETRYING)
        .hasSize(2);
  }

  @Test
  void anOptionOfTheOrderWinsOverTheTask() {
    worker();
    Heddle once = heddle.with(SubmitOptions.NONE.withRetry(RetryPolicy.NONE));

    assertThatThrownBy(() -> once.submit(OrderedWorkTest::third, TaskContext.injected()).result())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("attempt 1");
  }

  @Test
  void aChainOfFiftyWaitsCompletesOnOneSlot() {
    heddle.worker(WorkerOptions.DEFAULT.withSlots(1));

    assertThat(heddle.submit(OrderedWorkTest::chain, 50).result()).isEqualTo(50);
  }

  @Test
  void aTaskThatReturnsAnExpressionIsEvaluatedByItsWorker() {
    worker();

    assertThat(heddle.submit(OrderedWorkTest::spread, List.of(1, 2, 3)).result())
        .containsExactly(2, 4, 6);
  }

  @Test
  void anExpressionIsEvaluatedByItsWorkerAndReusesWhatIsOnRecord() {
    worker();
    heddle.run(OrderedWorkTest::twice, 21);

    assertThat(heddle.submit(lazy(OrderedWorkTest::twice, 21)).result()).isEqualTo(42);
    assertThat(RUNS).hasValue(1);
  }

  @Test
  void anAttemptThatTakesTooLongIsInterrupted() {
    worker();

    assertThatThrownBy(() -> heddle.submit(OrderedWorkTest::slow).result())
        .isInstanceOf(TaskTimeoutException.class)
        .hasMessageContaining("PT0.05S");
  }

  @Test
  void whatWaitsCanBeCancelled() {
    Invocation<Integer> one = heddle.submit(OrderedWorkTest::twice, 3);

    assertThat(one.cancel()).isTrue();
    assertThat(one.cancel()).isFalse();
    assertThatThrownBy(one::result).isInstanceOf(InvocationCancelledException.class);
    worker();
    assertThat(heddle.submit(OrderedWorkTest::twice, 4).result()).isEqualTo(8);
    assertThat(RUNS).hasValue(1);
  }

  @Test
  void whatRunsIsInterruptedWhenItIsCancelled() throws InterruptedException {
    gate = new CountDownLatch(1);
    begun = new CountDownLatch(1);
    worker();
    Invocation<String> one = heddle.submit(OrderedWorkTest::held, "a");
    begun.await();

    assertThat(one.cancel()).isTrue();

    assertThatThrownBy(one::result).isInstanceOf(InvocationCancelledException.class);
    assertThat(one.state()).isEqualTo(InvocationState.CANCELLED);
  }

  @Test
  void aKeyMakesTwoOrdersOne() {
    Heddle keyed = heddle.with(SubmitOptions.NONE.withKey("k"));

    Invocation<Integer> one = keyed.submit(OrderedWorkTest::twice, 3);
    Invocation<Integer> two = keyed.submit(OrderedWorkTest::twice, 4);

    assertThat(two.id()).isEqualTo(one.id());
  }

  @Test
  void aDelayedOrderWaitsForItsTime() {
    worker();
    Invocation<Integer> one =
        heddle
            .with(SubmitOptions.NONE.withDelay(Duration.ofMillis(200)))
            .submit(OrderedWorkTest::twice, 3);

    assertThat(one.state()).isEqualTo(InvocationState.SCHEDULED);
    assertThat(one.result()).isEqualTo(6);
  }

  @Test
  void aBodyKnowsItsInvocationAndWhatItSaysIsKept() {
    worker();
    Invocation<String> one = heddle.submit(OrderedWorkTest::told, TaskContext.injected());

    assertThat(one.result()).isEqualTo(one.id() + " 1 " + one.id());
    long id = dev.heddle.store.Ids.parse(one.id()).orElseThrow();
    assertThat(store.logLines(id, 10)).extracting(l -> l.text()).containsExactly("half of 2");
    assertThat(store.invocation(id).orElseThrow().queue().done()).isEqualTo(1);
  }

  @Test
  void closingAWorkerGivesBackWhatHasNotBegunAndLetsTheRestFinish() throws InterruptedException {
    gate = new CountDownLatch(1);
    begun = new CountDownLatch(4);
    Worker worker = worker();
    List<Invocation<String>> all =
        IntStream.range(0, 6).mapToObj(i -> heddle.submit(OrderedWorkTest::held, "n" + i)).toList();
    begun.await();
    Thread closing = new Thread(worker::close);
    closing.start();
    Awaitility.await().until(() -> store.workers(10).get(0).state() == WorkerState.STOPPING);
    gate.countDown();
    closing.join();

    assertThat(all).extracting(Invocation::state).contains(InvocationState.QUEUED);
    assertThat(all.stream().filter(i -> i.state() == InvocationState.SUCCEEDED)).hasSize(4);
    worker();
    assertThat(all)
        .extracting(Invocation::result)
        .containsExactly("n0", "n1", "n2", "n3", "n4", "n5");
    assertThat(RUNS).hasValue(6);
  }

  @Test
  void aBodyThatOutlivesTheDrainIsGivenBackOnceItHasReturned() throws InterruptedException {
    gate = new CountDownLatch(1);
    begun = new CountDownLatch(1);
    Worker worker = heddle.worker(WorkerOptions.DEFAULT.withDrainTimeout(Duration.ZERO));
    Invocation<String> one = heddle.submit(OrderedWorkTest::held, "a");
    begun.await();

    worker.close();

    assertThat(one.state()).isEqualTo(InvocationState.QUEUED);
    gate.countDown();
    worker();
    assertThat(one.result()).isEqualTo("a");
  }

  @Test
  void anUnknownIdIsSaidToBeUnknown() {
    assertThatThrownBy(() -> heddle.invocation("0000000000"))
        .isInstanceOf(UnknownInvocationException.class)
        .hasMessageContaining("0000000000");
  }

  @Test
  void aFinalOneCanBeRepeatedAndTheNewOneNamesTheOld() {
    worker();
    Invocation<Integer> one = heddle.submit(OrderedWorkTest::twice, 3);
    one.result();

    Invocation<?> again = heddle.retry(one.id());

    assertThat(again.result()).isEqualTo(6);
    assertThat(again.id()).isNotEqualTo(one.id());
    assertThat(RUNS).hasValue(2);
  }

  @Test
  void aBurstWorkerEndsWhenNothingIsLeft() throws InterruptedException {
    InvocationGroup<Integer> group = heddle.submitEach(OrderedWorkTest::twice, List.of(1, 2, 3));

    heddle.worker(WorkerOptions.DEFAULT.withBurst(true)).join();

    assertThat(group.invocations())
        .extracting(Invocation::state)
        .containsOnly(InvocationState.SUCCEEDED);
  }

  /** If the next look ended it, a hundred would take minutes. */
  @Test
  void aBurstIsOverAsSoonAsItsLastEndIsOnRecord() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      Invocation<Integer> one = heddle.submit(OrderedWorkTest::twice, i);

      heddle.worker(WorkerOptions.DEFAULT.withBurst(true)).join();

      assertThat(one.state()).isEqualTo(InvocationState.SUCCEEDED);
    }
  }

  @Test
  void aWorkerServesOnlyItsQueues() {
    heddle.worker(WorkerOptions.DEFAULT.withQueues(List.of("mail")));
    Invocation<Integer> other = heddle.submit(OrderedWorkTest::twice, 1);
    Invocation<Integer> mail =
        heddle.with(SubmitOptions.NONE.withQueue("mail")).submit(OrderedWorkTest::twice, 2);

    assertThat(mail.result()).isEqualTo(4);
    assertThat(other.state()).isEqualTo(InvocationState.QUEUED);
  }

  @Task
  static int waitsFor(String id) {
    return (Integer) Heddle.current().invocation(id).result();
  }

  @Task
  static int waitsForItself(TaskContext context) {
    return (Integer) Heddle.current().invocation(context.id()).result();
  }

  @Test
  void aCycleOfWaitsFailsAndIsPrinted() {
    worker();
    Invocation<Integer> one =
        heddle.submit(OrderedWorkTest::waitsForItself, TaskContext.injected());

    assertThatThrownBy(one::result)
        .isInstanceOf(WaitCycleException.class)
        .hasMessageContaining(one.id() + " → " + one.id());
  }
}
