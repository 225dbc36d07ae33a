package dev.heddle.sql;

import static dev.heddle.InvocationState.CANCELLED;
import static dev.heddle.InvocationState.RUNNING;
import static dev.heddle.InvocationState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.Outcome;
import dev.heddle.testkit.Calls;
import dev.heddle.testkit.Orders;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Ends of what the process has claimed one by one, of which it knows the row, or no longer does.
 */
class KnownClaimsTest extends PostgresUnderTest {
  private static final int NO_BUNDLES = 1_000;

  KnownClaimsTest() {
    super(NO_BUNDLES);
  }

  private static Claimed claimed(Orders orders, String call) {
    orders.submit(call);
    return orders.runNext(orders.worker());
  }

  @Test
  void whatAnotherHasCancelledIsRefusedAndTheRestStands() {
    Orders orders = orders();
    Claimed first = claimed(orders, "a");
    Claimed second = claimed(orders, "b");
    Orders others = new Orders(another());
    Calls.expectApplied(others.apply(Fence.NONE, others.cancelRequested(first.submission().id())));

    List<Outcome> outcomes = end(store(), orders, List.of(first, second));

    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Rejected.class);
    assertThat(outcomes.get(1)).isEqualTo(new Outcome.Applied());
    assertThat(orders.state(first.submission().id())).isEqualTo(CANCELLED);
    assertThat(orders.state(second.submission().id())).isEqualTo(SUCCEEDED);
  }

  @Test
  void whatAnotherCameToWaitForEndsAndResumesIt() {
    Orders orders = orders();
    Claimed awaited = claimed(orders, "a");
    Orders others = new Orders(another());
    long theirs = others.worker();
    others.submit("b");
    Claimed waiter = others.runNext(theirs);
    Calls.expectApplied(others.apply(waiter, others.paused(waiter, awaited.submission().id())));
    assertThat(store().inspection().waits(10)).hasSize(1);

    assertThat(end(store(), orders, List.of(awaited))).containsExactly(new Outcome.Applied());

    assertThat(store().inspection().waits(10)).isEmpty();
    assertThat(orders.state(awaited.submission().id())).isEqualTo(SUCCEEDED);
  }

  @Test
  void whatItsWorkerHasLeftIsRefusedAndTheSuccessorGoesOn() {
    Orders its = new Orders(another());
    long leaving = its.worker();
    long id = its.submit("a");
    Claimed late = its.runNext(leaving);
    Calls.expectApplied(its.apply(Fence.NONE, new Change.WorkerLeft(leaving, its.now())));
    Orders successors = new Orders(store());
    Claimed next = successors.runNext(successors.worker());
    assertThat(next.epoch()).isEqualTo(2);

    assertThat(its.apply(late, its.succeeded(late, "1"))).isInstanceOf(Outcome.Rejected.class);

    assertThat(successors.state(id)).isEqualTo(RUNNING);
    Calls.expectApplied(successors.apply(next, successors.succeeded(next, "2")));
  }

  @Test
  void anEndToldTwiceIsAppliedOnce() {
    Orders orders = orders();
    Claimed one = claimed(orders, "a");
    ChangeSet end =
        new ChangeSet(
            store().reserveNumbers(1), Orders.fence(one), List.of(orders.succeeded(one, "1")));

    assertThat(store().apply(List.of(end))).containsExactly(new Outcome.Applied());
    assertThat(store().apply(List.of(end))).containsExactly(new Outcome.AlreadyApplied());
    assertThat(store().history(one.submission().id())).hasSize(3);
  }

  /** Two ends of one invocation in one group: the second one finds it ended. */
  @Test
  void ofTwoEndsInOneGroupTheFirstCounts() {
    Orders orders = orders();
    Claimed one = claimed(orders, "a");

    List<Outcome> outcomes = end(store(), orders, List.of(one, one));

    assertThat(outcomes.get(0)).isEqualTo(new Outcome.Applied());
    assertThat(outcomes.get(1)).isInstanceOf(Outcome.Rejected.class);
  }
}
