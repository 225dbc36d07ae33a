package dev.heddle.testkit;

import static dev.heddle.InvocationState.CANCELLED;
import static dev.heddle.InvocationState.CLAIMED;
import static dev.heddle.InvocationState.PAUSED;
import static dev.heddle.InvocationState.QUEUED;
import static dev.heddle.InvocationState.RETRYING;
import static dev.heddle.InvocationState.RUNNING;
import static dev.heddle.InvocationState.SUCCEEDED;
import static dev.heddle.testkit.Calls.expectApplied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.heddle.InvocationState;
import dev.heddle.StateChange;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.Inspection;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Stint;
import dev.heddle.store.Store;
import dev.heddle.store.Submission;
import dev.heddle.store.WaitEdge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What those are answered who ask which worker had what when, and who waits for whom. */
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
public interface StintContract extends InspectedStore {
  // ---- stints

  private List<Stint> stints(long id) {
    return inspection().stints(0, Long.MAX_VALUE, 0, 1_000).stream()
        .filter(stint -> stint.invocation() == id)
        .toList();
  }

  @Test
  default void aPlainRunIsOneStint() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit("a");
    Claimed claimed = orders.takeNext(worker);

    Stint taken = stints(id).get(0);
    assertThat(taken.outcome()).isEqualTo(CLAIMED);
    assertThat(taken.beganAt()).isZero();
    expectApplied(orders.apply(claimed, orders.begun(claimed)));
    assertThat(stints(id)).extracting(Stint::outcome).containsExactly(RUNNING);
    expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));

    InvocationRecord record = record(id);
    assertThat(stints(id))
        .containsExactly(
            new Stint(
                id,
                0,
                Orders.TASK,
                worker,
                1,
                1,
                record.queue().claimedAt(),
                record.startedAt(),
                record.endedAt(),
                SUCCEEDED,
                "",
                List.of()));
    assertThat(record.startedAt()).isGreaterThan(record.queue().claimedAt());
  }

  @Test
  default void whatItsSubmitterTookIsOneStintToo() {
    Orders orders = orders();
    long worker = orders.worker();
    Submission submission = orders.order("a");
    expectApplied(orders.apply(Fence.NONE, new Change.Submitted(List.of(submission), worker)));
    assertThat(stints(submission.id()))
        .extracting(Stint::worker, Stint::claimedAt, Stint::outcome)
        .containsExactly(tuple(worker, submission.submittedAt(), RUNNING));
    Claimed claimed = new Claimed(submission, 1, true, 1, false);
    expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));

    assertThat(stints(submission.id()))
        .extracting(Stint::worker, Stint::epoch, Stint::beganAt, Stint::outcome)
        .containsExactly(tuple(worker, 1L, submission.submittedAt(), SUCCEEDED));
  }

  @Test
  default void aRetryIsAnotherStint() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit("a");
    Claimed first = orders.runNext(worker);
    long due = orders.now();
    expectApplied(orders.apply(first, orders.retryPlanned(first, due)));
    assertThat(stints(id)).extracting(Stint::outcome).containsExactly(RETRYING);
    Claimed second = orders.runNext(worker);
    expectApplied(orders.apply(second, orders.succeeded(second, "1")));

    List<Stint> stints = stints(id);
    assertThat(stints).extracting(Stint::outcome).containsExactly(RETRYING, SUCCEEDED);
    assertThat(stints).extracting(Stint::attempt).containsExactly(1, 2);
    assertThat(stints).extracting(Stint::epoch).containsExactly(1L, 2L);
    assertThat(stints.get(0).why()).contains("flaky");
    assertThat(stints.get(0).endedAt()).isBetween(due, stints.get(1).claimedAt());
    assertThat(stints.get(1).endedAt()).isEqualTo(record(id).endedAt());
  }

  /** When the line is of that comes so many behind the first of this state. */
  private static long at(List<StateChange> history, InvocationState state, int behind) {
    for (int i = 0; i < history.size(); i++) {
      if (history.get(i).state() == state) {
        return history.get(i + behind).at().toEpochMilli();
      }
    }
    throw new AssertionError("no " + state + " in " + history);
  }

  @Test
  default void aPauseIsPartOfAStint() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit("a");
    Claimed claimed = orders.runNext(worker);
    long child = orders.submitChild(claimed, "child");
    expectApplied(orders.apply(claimed, orders.paused(claimed, child)));
    Stint waiting = stints(id).get(0);
    assertThat(waiting.outcome()).isEqualTo(PAUSED);
    assertThat(waiting.pauses()).extracting(Stint.Pause::to).containsExactly(0L);
    Claimed of = orders.runNext(worker);
    expectApplied(orders.apply(of, orders.succeeded(of, "1")));
    expectApplied(orders.apply(claimed, orders.resumed(claimed)));
    expectApplied(orders.apply(claimed, orders.succeeded(claimed, "2")));

    assertThat(stints(id))
        .extracting(Stint::outcome, Stint::beganAt, Stint::endedAt)
        .containsExactly(tuple(SUCCEEDED, record(id).startedAt(), record(id).endedAt()));
    List<StateChange> history = store().history(id);
    assertThat(stints(id).get(0).pauses())
        .as("from one line of the history to the next")
        .containsExactly(new Stint.Pause(at(history, PAUSED, 0), at(history, PAUSED, 1)));
    assertThat(stints(child)).extracting(Stint::parent).containsExactly(id);
  }

  /** A worker begins what is next and dies over it; answers its id. */
  private long runAndDie() {
    Store dying = mortal();
    Orders its = new Orders(dying);
    long worker = its.worker();
    its.runNext(worker);
    kill(dying);
    store().recover();
    return worker;
  }

  @Test
  default void aDeathEndsAStintAndSaysWhy() {
    Orders orders = orders();
    long id = orders.submit("a");
    long dead = runAndDie();
    assertThat(stints(id)).extracting(Stint::outcome).containsExactly(QUEUED);
    long alive = orders.worker();
    Claimed again = orders.runNext(alive);
    expectApplied(orders.apply(again, orders.succeeded(again, "1")));

    Map<Long, Stint> byWorker = new TreeMap<>();
    stints(id).forEach(stint -> byWorker.put(stint.worker(), stint));
    assertThat(byWorker).hasSize(2);
    assertThat(byWorker.get(dead).outcome()).isEqualTo(QUEUED);
    assertThat(byWorker.get(dead).why()).contains("died");
    assertThat(byWorker.get(dead).epoch()).isEqualTo(1);
    assertThat(byWorker.get(dead).endedAt()).isPositive();
    assertThat(byWorker.get(alive).outcome()).isEqualTo(SUCCEEDED);
    assertThat(byWorker.get(alive).epoch()).isEqualTo(3);
  }

  @Test
  default void whatWasGivenBackOrCancelledSaysSo() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit("a");
    Claimed claimed = orders.takeNext(worker);
    expectApplied(orders.apply(claimed, orders.givenBack(claimed)));
    orders.runNext(worker);
    expectApplied(orders.apply(Fence.NONE, orders.cancelRequested(id)));
    long never = orders.submit("never");
    expectApplied(orders.apply(Fence.NONE, orders.cancelRequested(never)));

    assertThat(stints(id)).extracting(Stint::outcome).containsExactly(QUEUED, CANCELLED);
    assertThat(stints(id)).extracting(Stint::why).containsExactly("drained", "not wanted");
    assertThat(stints(never)).as("nobody had it").isEmpty();
  }

  @Test
  default void stintsAreThoseOfATimeAndTheNewestOfMany() {
    Orders orders = orders();
    long worker = orders.worker();
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ids.add(orders.submit("o" + i));
      Claimed claimed = orders.runNext(worker);
      orders.pass(MINUTE);
      expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));
      orders.pass(9 * MINUTE);
    }
    Stint third = stints(ids.get(2)).get(0);

    assertThat(inspection().stints(third.claimedAt() + 5, third.endedAt() - 5, 0, 10))
        .containsExactly(third);
    assertThat(inspection().stints(third.endedAt() + 5, third.endedAt() + MINUTE, 0, 10)).isEmpty();
    assertThat(inspection().stints(0, third.claimedAt(), 0, 10))
        .extracting(Stint::invocation)
        .containsExactly(ids.get(0), ids.get(1));
    assertThat(inspection().stints(0, DAY, 0, 2))
        .extracting(Stint::invocation)
        .containsExactly(ids.get(4), ids.get(5));
  }

  @Test
  default void aLongQueueHidesNoStint() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit("a");
    Claimed claimed = orders.runNext(worker);
    expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));
    orders.submitHay(orders.order("hay"), Inspection.LOOKS_AT);

    assertThat(inspection().stints(0, Long.MAX_VALUE, 0, 10))
        .extracting(Stint::invocation)
        .containsExactly(id);
  }

  @Test
  default void stintsMayBeThoseOfOneWorker() {
    Orders orders = orders();
    long id = orders.submit("lost");
    long dead = runAndDie();
    long alive = orders.worker();
    Claimed again = orders.runNext(alive);
    expectApplied(orders.apply(again, orders.succeeded(again, "1")));
    long plain = orders.submit("plain");
    Claimed claimed = orders.runNext(alive);
    expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));
    long open = orders.submit("open");
    orders.runNext(alive);

    assertThat(inspection().stints(0, Long.MAX_VALUE, dead, 10))
        .extracting(Stint::invocation, Stint::outcome)
        .containsExactly(tuple(id, QUEUED));
    assertThat(inspection().stints(0, Long.MAX_VALUE, alive, 10))
        .extracting(Stint::invocation, Stint::outcome)
        .containsExactlyInAnyOrder(
            tuple(id, SUCCEEDED), tuple(plain, SUCCEEDED), tuple(open, RUNNING));
    assertThat(inspection().stints(0, Long.MAX_VALUE, store().reserveIds(1), 10)).isEmpty();
  }

  // ---- who waits

  @Test
  default void whoWaitsForWhomIsThereWhileTheyDo() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit("a");
    Claimed claimed = orders.runNext(worker);
    long one = orders.submitChild(claimed, "one");
    long two = orders.submitChild(claimed, "two");
    long before = orders.now();
    expectApplied(orders.apply(claimed, orders.paused(claimed, one, two)));

    List<WaitEdge> waits = inspection().waits(10);
    assertThat(waits)
        .extracting(WaitEdge::waiter, WaitEdge::awaited)
        .containsExactly(tuple(id, one), tuple(id, two));
    assertThat(waits).allMatch(edge -> edge.since() == before + 1);
    assertThat(inspection().waits(1)).hasSize(1);
    for (int i = 0; i < 2; i++) {
      Claimed child = orders.runNext(worker);
      expectApplied(orders.apply(child, orders.succeeded(child, "1")));
    }
    assertThat(inspection().waits(10)).isEmpty();
  }
}
