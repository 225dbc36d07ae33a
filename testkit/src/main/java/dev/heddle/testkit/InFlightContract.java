package dev.heddle.testkit;

import static dev.heddle.testkit.Calls.ended;
import static dev.heddle.testkit.Calls.expectApplied;
import static dev.heddle.testkit.Calls.failed;
import static dev.heddle.testkit.Calls.hash;
import static dev.heddle.testkit.Calls.node;
import static dev.heddle.testkit.Calls.onRecord;
import static dev.heddle.testkit.Calls.reduced;
import static dev.heddle.testkit.Calls.started;
import static dev.heddle.testkit.Calls.succeeded;
import static dev.heddle.testkit.Calls.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.InvocationState;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.Hits;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.Outcome;
import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import dev.heddle.store.Totals;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Calls that one execution makes for all, and what clients leave that close or die. */
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
public interface InFlightContract extends StoreUnderTest {

  @Test
  default void ofTwoExecutionsOneComputesACall() {
    Fence first = calls().execution("one");
    Fence second = calls().execution("two");
    InvocationHead winner = calls().head(first, "a");
    InvocationHead loser = calls().head(second, "a");
    expectApplied(calls().apply(first, started(winner, true)));

    Outcome lost = calls().apply(second, started(loser, true));

    assertThat(lost).isEqualTo(new Outcome.InFlight(first.id(), winner.id()));
    assertThat(store().invocation(loser.id())).as("the whole set was refused").isEmpty();
    expectApplied(calls().apply(second, started(calls().head(second, "a"), false)));
    expectApplied(calls().apply(second, started(calls().head(second, "b"), true)));
  }

  @Test
  default void aCallIsFreeAgainOnceItsOwnerIsDoneWithIt() {
    List<Function<InvocationHead, Change>> ends =
        List.of(
            h -> succeeded(h, value("1"), 5),
            h -> failed(h),
            h -> new Change.Cancelled(h, "Ctrl-C", Hits.NONE, 1, 2),
            h -> new Change.Replayed(h, new byte[1], node(value("1")), Hits.NONE, null, 1, 2));
    for (int i = 0; i < ends.size(); i++) {
      for (boolean known : new boolean[] {true, false}) {
        Fence first = calls().execution("one");
        Fence second = calls().execution("two");
        String call = "call" + i + known;
        InvocationHead owner = calls().head(first, call);
        expectApplied(calls().apply(first, started(owner, true)));
        expectApplied(calls().apply(first, ends.get(i).apply(known ? onRecord(owner) : owner)));

        InvocationHead next = calls().head(second, call);
        expectApplied(calls().apply(second, started(next, true, List.of(owner.id()))));
      }
    }
  }

  @Test
  default void norIsOneThatIsAnsweredInTheSameGroup() {
    Fence one = calls().execution("one");
    Fence two = calls().execution("two");
    InvocationHead owner = calls().head(one, "shared");
    InvocationHead waiter = calls().head(two, "shared");
    assertThat(
            store()
                .apply(
                    List.of(
                        calls().set(one, Calls.started(owner, true)),
                        calls().set(one, Calls.succeeded(owner, Calls.value("done"), 5)),
                        calls().set(two, Calls.started(waiter, true)))))
        .last()
        .isEqualTo(new Outcome.Answered(owner.id()));
  }

  @Test
  default void aCallThatWasAnsweredSinceTheLookUpIsNotStarted() {
    Fence first = calls().execution("one");
    Fence second = calls().execution("two");
    InvocationHead owner = calls().head(first, "a");
    expectApplied(calls().apply(first, succeeded(owner, value("1"), 5)));
    InvocationHead late = calls().head(second, "a");

    assertThat(calls().apply(second, started(late, true)))
        .isEqualTo(new Outcome.Answered(owner.id()));
    assertThat(store().invocation(late.id())).as("the whole set was refused").isEmpty();
    expectApplied(calls().apply(second, started(late, true, List.of(owner.id()))));
  }

  @Test
  default void anEndedExecutionHoldsNothingInFlight() {
    Fence first = calls().execution("one");
    expectApplied(calls().apply(first, started(calls().head(first, "a"), true)));
    expectApplied(calls().apply(first, ended(first, ExecutionState.CANCELLED)));

    Fence second = calls().execution("two");
    expectApplied(calls().apply(second, started(calls().head(second, "a"), true)));
  }

  @Test
  default void reducingACallKeepsItInFlight() {
    Fence first = calls().execution("one");
    Fence second = calls().execution("two");
    InvocationHead owner = calls().head(first, "a");
    expectApplied(calls().apply(first, started(owner, true)));
    expectApplied(calls().apply(first, reduced(onRecord(owner), "(b)")));

    assertThat(calls().apply(second, started(calls().head(second, "a"), true)))
        .isEqualTo(new Outcome.InFlight(first.id(), owner.id()));
  }

  @Test
  default void aClientThatClosesLeavesNothingRunning() {
    Store dying = another();
    Calls its = new Calls(dying);
    Fence fence = its.execution("left");
    InvocationHead head = its.head(fence, "a");
    expectApplied(its.apply(fence, started(head, true)));
    expectApplied(its.apply(fence, succeeded(its.head(fence, "b"), value("1"), 5)));
    dying.close();
    dying.close();

    ExecutionRecord left = store().execution(fence.id()).orElseThrow();
    assertThat(left.state()).isEqualTo(ExecutionState.INTERRUPTED);
    assertThat(left.endedAt()).isPositive();
    assertThat(left.totals()).isEqualTo(new Totals(1, 0, 0, 1));
    assertThat(store().invocation(head.id()).orElseThrow().state())
        .isEqualTo(InvocationState.CANCELLED);
    Fence mine = calls().execution("mine");
    expectApplied(calls().apply(mine, started(calls().head(mine, "a"), true)));
    assertThat(calls().apply(fence, failed(onRecord(head)))).isInstanceOf(Outcome.Rejected.class);
  }

  @Test
  default void recoveringLeavesTheLivingAlone() {
    Fence fence = calls().execution("alive");
    Store other = another();

    assertThat(other.recover().isEmpty()).isTrue();
    assertThat(store().recover().isEmpty()).isTrue();
    assertThat(store().execution(fence.id()).orElseThrow().state())
        .isEqualTo(ExecutionState.RUNNING);
  }

  @Test
  default void aClosedStoreSaysSo() {
    store().close();
    assertThatThrownBy(() -> store().find(List.of(hash("a"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> store().apply(List.of()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
  }
}
