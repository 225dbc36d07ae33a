package dev.heddle.testkit;

import static dev.heddle.InvocationState.CLAIMED;
import static dev.heddle.InvocationState.FAILED;
import static dev.heddle.InvocationState.PAUSED;
import static dev.heddle.InvocationState.QUEUED;
import static dev.heddle.InvocationState.RETRYING;
import static dev.heddle.InvocationState.RUNNING;
import static dev.heddle.InvocationState.SUCCEEDED;
import static dev.heddle.testkit.Calls.expectApplied;
import static dev.heddle.testkit.Calls.hash;
import static dev.heddle.testkit.Calls.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.InvocationState;
import dev.heddle.StateChange;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.LogLine;
import dev.heddle.store.Outcome;
import dev.heddle.store.Owned;
import dev.heddle.store.Submission;
import dev.heddle.task.TaskVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the owner of an invocation may say, in which state, and what it makes of it. */
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
public interface OwnerContract extends StoreUnderTest {

  @Test
  default void theRegularCourseIsOnRecord() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit("a");
    Claimed claimed = orders.takeNext(worker);
    assertThat(claimed.begun()).isFalse();
    assertThat(claimed.attempt()).isEqualTo(1);
    assertThat(claimed.suspect()).isFalse();
    assertThat(orders.state(id)).isEqualTo(CLAIMED);
    expectApplied(orders.apply(claimed, orders.begun(claimed)));
    assertThat(orders.state(id)).isEqualTo(RUNNING);
    assertThat(store().owned(worker)).containsExactly(new Owned(id, claimed.epoch(), RUNNING));
    expectApplied(orders.apply(claimed, orders.succeeded(claimed, "42")));

    InvocationRecord record = store().invocation(id).orElseThrow();
    List<StateChange> history = store().history(id);

    assertThat(record.state()).isEqualTo(SUCCEEDED);
    assertThat(record.result().bytes()).isEqualTo(value("42").bytes());
    assertThat(record.arguments()).as("of the submission").hasSize(2);
    assertThat(record.queue().worker()).isEqualTo(worker);
    assertThat(record.queue().epoch()).isEqualTo(claimed.epoch());
    assertThat(record.queue().claimedAt()).isPositive();
    assertThat(record.startedAt()).isGreaterThan(record.queue().claimedAt());
    assertThat(record.endedAt()).isGreaterThan(record.startedAt());
    assertThat(store().owned(worker)).isEmpty();
    assertThat(history)
        .extracting(StateChange::state)
        .containsExactly(QUEUED, CLAIMED, RUNNING, SUCCEEDED);
    assertThat(history.get(0).worker()).isEmpty();
    assertThat(history.get(1).worker()).isNotEmpty().isEqualTo(history.get(2).worker());
    assertThat(history.get(1).at().toEpochMilli()).isEqualTo(record.queue().claimedAt());
    assertThat(history.get(3).at().toEpochMilli()).isEqualTo(record.endedAt());
    assertThat(history).allMatch(line -> line.why().isEmpty() && line.attempt() == 1);
  }

  @Test
  default void aSuccessIsRecordedUnderTheCodeThatRan() {
    Orders orders = orders();
    long id = orders.submit("a");
    Claimed claimed = orders.runNext(orders.worker());
    TaskVersion newer =
        new TaskVersion(Orders.TASK, hash("newer code"), List.of(), "long", List.of());

    expectApplied(
        orders.apply(
            claimed, orders.succeeded(Orders.head(claimed, newer, hash("newer key")), "1")));

    InvocationRecord record = store().invocation(id).orElseThrow();
    assertThat(record.task()).isEqualTo(newer);
    assertThat(record.key()).isEqualTo(hash("newer key"));
    assertThat(record.queue().submission().key()).isEqualTo(hash("a"));
    assertThat(record.queue().submission().task()).isEqualTo(Calls.TASK);
    assertThat(store().nodes(List.of(id)).get(0).arguments()).hasSize(2);
    assertThat(store().taskVersions(Orders.TASK)).contains(newer);
  }

  @Test
  default void aBodyThatBeginsAndEndsInOneSetIsOne() {
    Orders orders = orders();
    long id = orders.submit("a");
    Claimed claimed = orders.takeNext(orders.worker());

    expectApplied(orders.apply(claimed, orders.begun(claimed), orders.succeeded(claimed, "1")));

    assertThat(orders.state(id)).isEqualTo(SUCCEEDED);
  }

  @Test
  default void aFailureKeepsItsError() {
    Orders orders = orders();
    long id = orders.submit("a");
    Claimed claimed = orders.runNext(orders.worker());

    expectApplied(orders.apply(claimed, orders.failed(claimed)));

    InvocationRecord record = store().invocation(id).orElseThrow();
    assertThat(record.state()).isEqualTo(FAILED);
    assertThat(record.error()).isEqualTo(Calls.error("broken"));
    assertThat(record.result()).isNull();
  }

  @Test
  default void aRetryWaitsForItsTimeAndIsTheNextAttempt() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit("a");
    Claimed first = orders.runNext(worker);
    long due = orders.now() + 1_000;

    expectApplied(orders.apply(first, orders.retryPlanned(first, due)));

    assertThat(orders.state(id)).isEqualTo(RETRYING);
    assertThat(store().owned(worker)).isEmpty();
    assertThat(orders.run(worker, 1)).isEmpty();
    orders.pass(2_000);
    Claimed second = orders.runNext(worker);
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(second.epoch()).isGreaterThan(first.epoch());
    expectApplied(orders.apply(second, orders.succeeded(second, "1")));
    assertThat(store().invocation(id).orElseThrow().queue().attempt()).isEqualTo(2);
    List<StateChange> history = store().history(id);
    assertThat(history)
        .extracting(StateChange::state)
        .containsSubsequence(QUEUED, RETRYING, RUNNING, SUCCEEDED);
    assertThat(history)
        .filteredOn(line -> line.state() == RETRYING)
        .allSatisfy(line -> assertThat(line.why()).contains("flaky"));
  }

  @Test
  default void whatIsGivenBackIsTakenAgainAsTheSameAttempt() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit("a");
    Claimed first = orders.takeNext(worker);

    expectApplied(orders.apply(first, orders.givenBack(first)));

    assertThat(orders.state(id)).isEqualTo(QUEUED);
    assertThat(store().owned(worker)).isEmpty();
    Claimed second = orders.runNext(worker);
    assertThat(second.attempt()).isEqualTo(1);
    assertThat(second.epoch()).isGreaterThan(first.epoch());
    assertThat(store().history(id))
        .anySatisfy(
            line -> {
              assertThat(line.state()).isEqualTo(QUEUED);
              assertThat(line.why()).contains("drained");
            });
  }

  @Test
  default void aPausedBodyWaitsAndGoesOn() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit("a");
    Claimed body = orders.runNext(worker);
    long child = orders.submitChild(body, "child");
    Submission second = orders.child(body, "second").make();

    expectApplied(
        orders.apply(body, Orders.submitted(second), orders.paused(body, child, second.id())));

    assertThat(orders.state(id)).isEqualTo(PAUSED);
    assertThat(store().owned(worker)).containsExactly(new Owned(id, body.epoch(), PAUSED));
    assertThat(waitsFor(id)).containsExactlyInAnyOrder(child, second.id());
    Claimed first = orders.runNext(worker);
    expectApplied(orders.apply(first, orders.succeeded(first, "1")));
    assertThat(waitsFor(id)).as("what ended is awaited no more").containsExactly(second.id());
    expectApplied(orders.apply(body, orders.resumed(body)));
    assertThat(orders.state(id)).isEqualTo(RUNNING);
    assertThat(waitsFor(id)).isEmpty();
    expectApplied(orders.apply(body, orders.succeeded(body, "2")));
    assertThat(store().history(id))
        .extracting(StateChange::state)
        .containsSubsequence(QUEUED, RUNNING, PAUSED, RUNNING, SUCCEEDED);
  }

  private List<Long> waitsFor(long id) {
    return store().invocation(id).orElseThrow().queue().waitsFor();
  }

  @Test
  default void whatHasEndedIsNotAwaited() {
    Orders orders = orders();
    long worker = orders.worker();
    long done = orders.submit("done");
    Claimed first = orders.runNext(worker);
    expectApplied(orders.apply(first, orders.succeeded(first, "1")));
    long id = orders.submit("a");
    Claimed body = orders.runNext(worker);

    expectApplied(orders.apply(body, orders.paused(body, done)));

    assertThat(waitsFor(id)).isEmpty();
    expectApplied(orders.apply(body, orders.resumed(body)));
  }

  @Test
  default void whoWouldWaitForItselfIsToldTheCycle() {
    Orders orders = orders();
    long worker = orders.worker();
    long a = orders.submit("a");
    long b = orders.submit("b");
    long c = orders.submit("c");
    List<Claimed> bodies = orders.run(worker, 3);
    expectApplied(orders.apply(bodies.get(0), orders.paused(bodies.get(0), b)));
    expectApplied(orders.apply(bodies.get(1), orders.paused(bodies.get(1), c)));

    assertThat(orders.apply(bodies.get(2), orders.paused(bodies.get(2), 404_404L, a)))
        .isEqualTo(new Outcome.Cycle(List.of(c, a, b, c)));
    assertThat(orders.apply(bodies.get(2), orders.paused(bodies.get(2), c)))
        .isEqualTo(new Outcome.Cycle(List.of(c, c)));
    assertThat(orders.state(c)).isEqualTo(RUNNING);
    assertThat(waitsFor(c)).isEmpty();

    expectApplied(orders.apply(bodies.get(0), orders.resumed(bodies.get(0))));
    expectApplied(orders.apply(bodies.get(2), orders.paused(bodies.get(2), a)));
  }

  // Fences

  @Test
  default void whoLostItsClaimIsHeardNoMore() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit("a");
    Claimed old = orders.runNext(worker);
    expectApplied(orders.apply(old, orders.givenBack(old)));

    for (boolean owned : new boolean[] {false, true}) {
      if (owned) {
        orders.runNext(worker);
      }
      Submission child = orders.child(old, "child").make();
      assertThat(orders.apply(old, Orders.submitted(child), orders.succeeded(old, "late")))
          .isInstanceOf(Outcome.Rejected.class);
      assertThat(store().invocation(child.id())).as("nothing of it is left").isEmpty();
      assertThat(store().nodes(List.of(id))).isEmpty();
    }
    assertThat(orders.state(id)).isEqualTo(RUNNING);
  }

  @Test
  default void anEpochThatNoClaimHadHoldsForNobody() {
    Orders orders = orders();
    orders.submit("a");
    Claimed claimed = orders.runNext(orders.worker());
    Fence early = new Fence(claimed.submission().id(), claimed.epoch() + 1);

    assertThat(orders.apply(early, orders.succeeded(claimed, "1")))
        .isInstanceOf(Outcome.Rejected.class);
  }

  @Test
  default void onlyTheOwnersFenceCarriesTheOwnersWord() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit("a");
    orders.submit("b");
    List<Claimed> two = orders.run(worker, 2);

    for (Fence other : List.of(Fence.NONE, Orders.fence(two.get(1)))) {
      assertThat(orders.apply(other, orders.succeeded(two.get(0), "1")))
          .isInstanceOf(Outcome.Rejected.class);
      assertThat(orders.apply(other, orders.givenBack(two.get(0))))
          .isInstanceOf(Outcome.Rejected.class);
    }
    assertThat(orders.state(id)).isEqualTo(RUNNING);
  }

  @Test
  default void aFinalStateIsNeverLeft() {
    Orders orders = orders();
    long id = orders.submit("a");
    Claimed claimed = orders.runNext(orders.worker());
    expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));

    assertThat(orders.apply(claimed, orders.failed(claimed)))
        .isInstanceOfSatisfying(
            Outcome.Rejected.class, r -> assertThat(r.reason()).contains("SUCCEEDED"));
    expectApplied(orders.apply(Fence.NONE, orders.cancelRequested(id)));
    assertThat(orders.state(id)).isEqualTo(SUCCEEDED);
  }

  @Test
  default void theOwnerMayDoInEachStateWhatTheTableSays() {
    Map<InvocationState, Set<InvocationState>> allowed =
        Map.of(
            CLAIMED, Set.of(RUNNING, QUEUED),
            RUNNING, Set.of(PAUSED, SUCCEEDED, FAILED, RETRYING, QUEUED),
            PAUSED, Set.of(RUNNING, QUEUED));
    for (InvocationState from : List.of(CLAIMED, RUNNING, PAUSED)) {
      for (String said : List.of("begun", "paused", "resumed", "retry", "back", "won", "lost")) {
        Orders orders = orders();
        long id = orders.submit(from + said);
        Claimed claimed = bring(orders, from);
        Map<String, Change> words = new LinkedHashMap<>();
        words.put("begun", orders.begun(claimed));
        words.put("paused", orders.paused(claimed));
        words.put("resumed", orders.resumed(claimed));
        words.put("retry", orders.retryPlanned(claimed, 1_000_000_000));
        words.put("back", orders.givenBack(claimed));
        words.put("won", orders.succeeded(claimed, "1"));
        words.put("lost", orders.failed(claimed));
        InvocationState to =
            Map.of(
                    "begun", RUNNING, "paused", PAUSED, "resumed", RUNNING, "retry", RETRYING,
                    "back", QUEUED, "won", SUCCEEDED, "lost", FAILED)
                .get(said);
        boolean expected =
            allowed.get(from).contains(to)
                && !(said.equals("begun") && from == PAUSED)
                && !(said.equals("resumed") && from == CLAIMED);

        Outcome outcome = orders.apply(claimed, words.get(said));

        if (expected) {
          assertThat(outcome).as("%s in %s", said, from).isEqualTo(new Outcome.Applied());
          assertThat(orders.state(id)).isEqualTo(to);
        } else {
          assertThat(outcome)
              .as("%s in %s", said, from)
              .isInstanceOfSatisfying(
                  Outcome.Rejected.class,
                  r -> assertThat(r.reason()).contains(from.name(), to.name()));
          assertThat(orders.state(id)).isEqualTo(from);
        }
        orders.apply(Fence.NONE, orders.cancelRequested(id));
      }
    }
  }

  private static Claimed bring(Orders orders, InvocationState to) {
    long worker = orders.worker();
    Claimed claimed = to == CLAIMED ? orders.takeNext(worker) : orders.runNext(worker);
    if (to == PAUSED) {
      expectApplied(orders.apply(claimed, orders.paused(claimed)));
    }
    return claimed;
  }

  // What a body says

  @Test
  default void whatABodySaysIsKept() {
    Orders orders = orders();
    long id = orders.submit("a");
    Claimed claimed = orders.runNext(orders.worker());
    LogLine one = new LogLine(1, 1, "INFO", "größe 🧵");
    LogLine two = new LogLine(2, 1, "WARN", "");
    LogLine three = new LogLine(3, 1, "INFO", "last");

    expectApplied(
        orders.apply(
            claimed, new Change.Logged(id, List.of(one, two)), new Change.Progressed(id, 3, 10)));
    expectApplied(
        orders.apply(
            claimed,
            new Change.Progressed(id, 4, 10),
            new Change.Logged(id, List.of(three)),
            orders.succeeded(claimed, "1")));

    assertThat(store().logLines(id, 10)).containsExactly(one, two, three);
    assertThat(store().logLines(id, 2)).containsExactly(one, two);
    assertThat(store().logLines(404_404, 2)).isEmpty();
    assertThat(store().invocation(id).orElseThrow().queue().done()).isEqualTo(4);
    assertThat(store().invocation(id).orElseThrow().queue().total()).isEqualTo(10);
  }
}
