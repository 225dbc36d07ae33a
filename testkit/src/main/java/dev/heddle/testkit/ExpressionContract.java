package dev.heddle.testkit;

import static dev.heddle.InvocationState.CANCELLED;
import static dev.heddle.InvocationState.FAILED;
import static dev.heddle.InvocationState.QUEUED;
import static dev.heddle.InvocationState.RUNNING;
import static dev.heddle.InvocationState.SUCCEEDED;
import static dev.heddle.testkit.Calls.ended;
import static dev.heddle.testkit.Calls.expectApplied;
import static dev.heddle.testkit.Calls.started;
import static dev.heddle.testkit.Calls.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Outcome;
import dev.heddle.store.Store;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An ordered invocation whose value is an expression: it is an execution of the same id too. */
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
public interface ExpressionContract extends StoreUnderTest {

  /** The evaluation of what was claimed begins. */
  private static Change begins(Claimed claimed) {
    long id = claimed.submission().id();
    return new Change.ExecutionStarted(id, claimed.epoch(), "ordered", List.of(), 1_000);
  }

  /** An ordered expression that is claimed and evaluated by this client. */
  private static Claimed evaluated(Orders orders) {
    orders.submit(orders.draft("root").expression((byte) 1).make());
    Claimed claimed = orders.runNext(orders.worker());
    expectApplied(orders.apply(claimed, begins(claimed)));
    return claimed;
  }

  private ExecutionRecord execution(Claimed claimed) {
    return store().execution(claimed.submission().id()).orElseThrow();
  }

  @Test
  default void itIsEvaluatedUnderOneFenceAndEndsAsBoth() {
    Orders orders = orders();
    Claimed claimed = evaluated(orders);
    Fence fence = Orders.fence(claimed);
    Calls calls = new Calls(store());
    InvocationHead call = calls.head(fence, "a");
    expectApplied(calls.apply(fence, started(call, true)));
    expectApplied(calls.apply(fence, Calls.succeeded(Calls.onRecord(call), value("1"), 5)));

    expectApplied(
        orders.apply(
            claimed, orders.succeeded(claimed, "2"), ended(fence, ExecutionState.SUCCEEDED)));

    assertThat(execution(claimed).state()).isEqualTo(ExecutionState.SUCCEEDED);
    InvocationRecord record = store().invocation(fence.id()).orElseThrow();
    assertThat(record.state()).isEqualTo(SUCCEEDED);
    assertThat(record.result().bytes()).isEqualTo(value("2").bytes());
    assertThat(store().invocations(fence.id(), 0, 10))
        .extracting(InvocationRecord::id)
        .contains(call.id());
  }

  @Test
  default void itDoesNotEndAsAnExecutionAlone() {
    Orders orders = orders();
    Claimed claimed = evaluated(orders);

    assertThat(orders.apply(claimed, ended(Orders.fence(claimed), ExecutionState.SUCCEEDED)))
        .isInstanceOf(Outcome.Rejected.class);

    assertThat(execution(claimed).state()).isEqualTo(ExecutionState.RUNNING);
    assertThat(orders.state(claimed.submission().id())).isEqualTo(RUNNING);
  }

  @Test
  default void onlyItsOwnerBeginsItsExecution() {
    Orders orders = orders();
    long id = orders.submit(orders.draft("root").expression((byte) 1).make());
    Change begins = new Change.ExecutionStarted(id, 1, "ordered", List.of(), 1_000);

    assertThat(orders.apply(new Fence(id, 1), begins)).isInstanceOf(Outcome.Rejected.class);
    orders.submit("other");
    List<Claimed> two = orders.run(orders.worker(), 2);
    Claimed claimed = two.get(0);
    for (Fence foreign : List.of(Fence.NONE, Orders.fence(two.get(1)))) {
      assertThat(orders.apply(foreign, begins(claimed)))
          .as("under %s", foreign)
          .isInstanceOf(Outcome.Rejected.class);
    }
    Change early = new Change.ExecutionStarted(id, claimed.epoch() + 1, "o", List.of(), 1_000);
    assertThat(orders.apply(new Fence(id, claimed.epoch() + 1), early))
        .isInstanceOf(Outcome.Rejected.class);
    expectApplied(orders.apply(claimed, begins(claimed)));
    assertThat(orders.apply(claimed, begins(claimed)))
        .as("an execution begins once in each life")
        .isInstanceOf(Outcome.Rejected.class);
  }

  @Test
  default void itsSuccessorTakesTheExecutionOver() {
    Orders orders = orders();
    Claimed first = evaluated(orders);
    Calls calls = new Calls(store());
    InvocationHead call = calls.head(Orders.fence(first), "a");
    expectApplied(calls.apply(Orders.fence(first), started(call, true)));
    expectApplied(orders.apply(first, orders.givenBack(first)));
    assertThat(execution(first).state()).isEqualTo(ExecutionState.RUNNING);
    assertThat(orders.state(call.id())).as("its successor adopts it").isEqualTo(RUNNING);

    Claimed second = orders.runNext(orders.worker());
    expectApplied(orders.apply(second, begins(second)));

    assertThat(calls.apply(Orders.fence(first), Calls.failed(Calls.onRecord(call))))
        .isInstanceOf(Outcome.Rejected.class);
    expectApplied(
        calls.apply(Orders.fence(second), Calls.succeeded(Calls.onRecord(call), value("1"), 5)));
    assertThat(orders.state(call.id())).isEqualTo(SUCCEEDED);
    assertThat(execution(second).label()).isEqualTo("ordered");
    assertThat(execution(second).startedAt()).isEqualTo(1_000);
  }

  @Test
  default void whatItHeldInFlightIsFreeOnceItIsGivenBack() {
    Orders orders = orders();
    Claimed claimed = evaluated(orders);
    Calls calls = new Calls(store());
    expectApplied(
        calls.apply(Orders.fence(claimed), started(calls.head(Orders.fence(claimed), "a"), true)));
    Fence other = calls.execution("other");
    assertThat(calls.apply(other, started(calls.head(other, "a"), true)))
        .isInstanceOf(Outcome.InFlight.class);

    expectApplied(orders.apply(claimed, orders.givenBack(claimed)));

    expectApplied(calls.apply(other, started(calls.head(other, "a"), true)));
  }

  @Test
  default void aBodyThatFailsInItsSecondLifeEndsTheExecutionOfItsFirst() {
    Orders orders = orders();
    Claimed first = evaluated(orders);
    expectApplied(orders.apply(first, orders.givenBack(first)));
    Claimed second = orders.runNext(orders.worker());

    expectApplied(orders.apply(second, orders.failed(second)));

    assertThat(orders.state(first.submission().id())).isEqualTo(FAILED);
    assertThat(execution(first).state()).isEqualTo(ExecutionState.FAILED);
  }

  @Test
  default void cancellingItEndsItsExecutionWithAllThatRuns() {
    Orders orders = orders();
    Claimed claimed = evaluated(orders);
    Fence fence = Orders.fence(claimed);
    Calls calls = new Calls(store());
    InvocationHead running = calls.head(fence, "a");
    InvocationHead done = calls.head(fence, "b");
    expectApplied(calls.apply(fence, started(running, true)));
    expectApplied(calls.apply(fence, Calls.succeeded(done, value("1"), 5)));

    expectApplied(orders.apply(Fence.NONE, orders.cancelRequested(fence.id())));

    assertThat(execution(claimed).state()).isEqualTo(ExecutionState.CANCELLED);
    assertThat(execution(claimed).endedAt()).isPositive();
    assertThat(store().states(List.of(fence.id(), running.id(), done.id())))
        .containsEntry(fence.id(), CANCELLED)
        .containsEntry(running.id(), CANCELLED)
        .containsEntry(done.id(), SUCCEEDED);
    assertThat(calls.apply(fence, Calls.failed(Calls.onRecord(running))))
        .isInstanceOf(Outcome.Rejected.class);
    Fence other = calls.execution("other");
    expectApplied(calls.apply(other, started(calls.head(other, "a"), true)));
  }

  @Test
  default void cancellingItCancelsWhatItsCallsOrdered() {
    Orders orders = orders();
    Claimed claimed = evaluated(orders);
    Fence fence = Orders.fence(claimed);
    Calls calls = new Calls(store());
    InvocationHead call = calls.head(fence, "a");
    expectApplied(calls.apply(fence, started(call, false)));
    var child = orders.draft("child").execution(fence.id()).child(call.id(), 1, 0).make();
    expectApplied(orders.apply(fence, Orders.submitted(child)));

    expectApplied(orders.apply(Fence.NONE, orders.cancelRequested(fence.id())));

    assertThat(orders.state(child.id())).isEqualTo(CANCELLED);
  }

  @Test
  default void aClientThatClosesDoesNotInterruptWhatGoesOnElsewhere() {
    Store closing = another();
    Claimed first = evaluated(new Orders(closing));
    closing.close();

    assertThat(execution(first).state()).isEqualTo(ExecutionState.RUNNING);
    Orders orders = orders();
    assertThat(orders.state(first.submission().id())).isEqualTo(QUEUED);
    Claimed second = orders.runNext(orders.worker());
    expectApplied(orders.apply(second, begins(second)));
    expectApplied(
        orders.apply(
            second,
            orders.succeeded(second, "1"),
            ended(Orders.fence(second), ExecutionState.SUCCEEDED)));
  }
}
