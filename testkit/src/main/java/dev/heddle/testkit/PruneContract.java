package dev.heddle.testkit;

import static dev.heddle.InvocationState.SUCCEEDED;
import static dev.heddle.testkit.Calls.expectApplied;
import static dev.heddle.testkit.Calls.hash;
import static dev.heddle.testkit.Calls.node;
import static dev.heddle.testkit.Calls.succeeded;
import static dev.heddle.testkit.Calls.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.FileUse;
import dev.heddle.store.Hits;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.LogLine;
import dev.heddle.store.Pruned;
import dev.heddle.store.RecordedCall;
import dev.heddle.store.Submission;
import dev.heddle.store.Totals;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is removed when it is old, and what never is. */
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
public interface PruneContract extends StoreUnderTest {
  /** Everything that a test means to be old ends on day 0 or 1. */
  long LATER = TimeUnit.DAYS.toMillis(10);

  /** A time after that. */
  long RECENT = TimeUnit.DAYS.toMillis(20);

  private static Change ends(Fence fence, long at, Hits hits) {
    return new Change.ExecutionEnded(
        fence.id(), ExecutionState.SUCCEEDED, at, Totals.ZERO, hits, null, null);
  }

  @Test
  default void anOldExecutionGoesWithItsCallsAndTheirResults() {
    Calls calls = new Calls(store());
    Fence old = calls.execution("old");
    InvocationHead head = calls.head(old, "a");
    var node = node(value("1"), new FileUse("f.txt", hash("f"), true));
    expectApplied(calls.apply(old, new Change.Succeeded(head, node, Hits.NONE, 1, 5)));
    expectApplied(calls.apply(old, ends(old, 10, Hits.NONE)));

    Pruned counted = store().prune(LATER, true);

    assertThat(counted.executions()).isEqualTo(1);
    assertThat(counted.invocations()).isEqualTo(1);
    assertThat(counted.nodes()).isEqualTo(1);
    assertThat(store().find(List.of(hash("a"))).get(0)).as("only counted").hasSize(1);
    assertThat(store().prune(LATER, false)).isEqualTo(counted);
    assertThat(store().execution(old.id())).isEmpty();
    assertThat(store().invocation(head.id())).isEmpty();
    assertThat(store().invocations(old.id(), 0, 10)).isEmpty();
    assertThat(store().find(List.of(hash("a"))).get(0)).isEmpty();
    assertThat(store().nodes(List.of(head.id()))).isEmpty();
    assertThat(store().nodesUsing("f.txt", true, 10)).isEmpty();
    assertThat(store().prune(LATER, false)).isEqualTo(Pruned.NONE);
  }

  @Test
  default void whatIsRecentOrRunningStays() {
    Calls calls = new Calls(store());
    Fence running = calls.execution("running");
    InvocationHead inRunning = calls.head(running, "a");
    expectApplied(calls.apply(running, succeeded(inRunning, value("1"), 5)));
    Fence recent = calls.execution("recent");
    InvocationHead inRecent = calls.head(recent, "b");
    expectApplied(calls.apply(recent, succeeded(inRecent, value("1"), 5)));
    expectApplied(calls.apply(recent, ends(recent, RECENT, Hits.NONE)));

    assertThat(store().prune(LATER, false)).isEqualTo(Pruned.NONE);

    assertThat(store().execution(running.id())).isPresent();
    assertThat(store().execution(recent.id())).isPresent();
    assertThat(store().invocation(inRunning.id()).orElseThrow().result()).isNotNull();
    assertThat(store().invocation(inRecent.id()).orElseThrow().result()).isNotNull();
    assertThat(store().find(List.of(hash("a"), hash("b")))).allMatch(found -> found.size() == 1);
  }

  @Test
  default void aResultThatIsUsedStaysWithAllUnderIt() {
    Calls calls = new Calls(store());
    Fence old = calls.execution("old");
    InvocationHead leaf = calls.head(old, "leaf");
    InvocationHead top = calls.head(old, "top");
    InvocationHead unused = calls.head(old, "unused");
    expectApplied(calls.apply(old, succeeded(leaf, value("1"), 5)));
    expectApplied(
        calls.apply(
            old,
            new Change.Succeeded(top, node(value("2"), new long[] {leaf.id()}), Hits.NONE, 1, 5)));
    expectApplied(calls.apply(old, succeeded(unused, value("3"), 5)));
    expectApplied(calls.apply(old, ends(old, 10, Hits.NONE)));
    expectApplied(calls.apply(Fence.NONE, new Change.Used(List.of(top.id()), RECENT)));

    Pruned pruned = store().prune(LATER, false);

    assertThat(pruned.nodes()).isEqualTo(1);
    assertThat(store().nodes(List.of(top.id(), leaf.id()))).hasSize(2);
    assertThat(store().find(List.of(hash("top"), hash("leaf"))))
        .allMatch(found -> found.size() == 1);
    assertThat(store().find(List.of(hash("unused"))).get(0)).isEmpty();
  }

  @Test
  default void whatARetainedExecutionTookStays() {
    Calls calls = new Calls(store());
    Fence old = calls.execution("old");
    InvocationHead byRoot = calls.head(old, "by root");
    InvocationHead byCall = calls.head(old, "by call");
    expectApplied(calls.apply(old, succeeded(byRoot, value("1"), 5)));
    expectApplied(calls.apply(old, succeeded(byCall, value("1"), 5)));
    expectApplied(calls.apply(old, ends(old, 10, Hits.NONE)));
    Fence recent = calls.execution("recent");
    Hits hit = new Hits(new long[] {1}, new long[] {byCall.id()});
    expectApplied(
        calls.apply(
            recent,
            new Change.Succeeded(calls.head(recent, "c"), node(value("2")), hit, 1, RECENT)));
    expectApplied(
        calls.apply(
            recent, ends(recent, RECENT, new Hits(new long[] {0}, new long[] {byRoot.id()}))));

    assertThat(store().prune(LATER, false).nodes()).isZero();

    assertThat(store().nodes(List.of(byRoot.id(), byCall.id()))).hasSize(2);
  }

  @Test
  default void olderCandidatesGoAndNewerOnesAreStillFound() {
    Calls calls = new Calls(store());
    Fence old = calls.execution("old");
    InvocationHead first = calls.head(old, "a");
    InvocationHead second = calls.head(old, "a");
    expectApplied(calls.apply(old, succeeded(first, value("1"), 5)));
    expectApplied(calls.apply(old, succeeded(second, value("2"), RECENT)));
    expectApplied(calls.apply(old, ends(old, 10, Hits.NONE)));

    store().prune(LATER, false);

    assertThat(store().find(List.of(hash("a"))).get(0))
        .extracting(RecordedCall::node)
        .containsExactly(second.id());
  }

  @Test
  default void anOldOrderGoesWithAllThatIsKnownOfIt() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit(orders.draft("a").key("k").make());
    Claimed claimed = orders.runNext(worker);
    expectApplied(
        orders.apply(claimed, new Change.Logged(id, List.of(new LogLine(1, 1, "INFO", "x")))));
    expectApplied(orders.apply(claimed, orders.givenBack(claimed)));
    Claimed again = orders.runNext(worker);
    long child = orders.submitChild(again, "child");
    Claimed childBody = orders.runNext(worker);
    expectApplied(orders.apply(childBody, orders.succeeded(childBody, "1")));
    expectApplied(orders.apply(again, orders.succeeded(again, "2")));
    assertThat(orders.state(id)).isEqualTo(SUCCEEDED);

    Pruned pruned = store().prune(LATER, false);

    assertThat(pruned.invocations()).isEqualTo(2);
    assertThat(pruned.nodes()).isEqualTo(2);
    assertThat(store().invocation(id)).isEmpty();
    assertThat(store().invocation(child)).isEmpty();
    assertThat(store().states(List.of(id, child))).isEmpty();
    assertThat(store().history(id)).isEmpty();
    assertThat(store().logLines(id, 10)).isEmpty();
    assertThat(store().children(id, 0, 10)).isEmpty();
    assertThat(store().submitted(Long.MAX_VALUE, 10)).isEmpty();
    assertThat(store().prune(LATER, false)).isEqualTo(Pruned.NONE);
    // The key is free again, as the one that had it is not on record.
    orders.submit(orders.draft("a").key("k").make());
  }

  @Test
  default void ordersThatAreNotFinalStayAndWhatTheyMayAskForAgain() {
    Orders orders = orders();
    long worker = orders.worker();
    orders.submit("parent");
    Claimed parent = orders.runNext(worker);
    long child = orders.submitChild(parent, "child");
    Claimed childBody = orders.runNext(worker);
    expectApplied(orders.apply(childBody, orders.succeeded(childBody, "1")));
    long waiting = orders.submit("waiting");

    assertThat(store().prune(LATER, false)).isEqualTo(Pruned.NONE);

    assertThat(store().states(List.of(parent.submission().id(), child, waiting))).hasSize(3);
    Submission again = orders.child(parent, "child").make();
    orders.apply(parent, Orders.submitted(again));
    assertThat(store().invocation(again.id())).as("it is adopted").isEmpty();
    assertThat(store().invocation(child).orElseThrow().result()).isNotNull();
  }
}
