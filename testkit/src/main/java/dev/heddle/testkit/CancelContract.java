package dev.heddle.testkit;

import static dev.heddle.InvocationState.CANCELLED;
import static dev.heddle.InvocationState.CLAIMED;
import static dev.heddle.InvocationState.FAILED;
import static dev.heddle.InvocationState.PAUSED;
import static dev.heddle.InvocationState.QUEUED;
import static dev.heddle.InvocationState.RETRYING;
import static dev.heddle.InvocationState.RUNNING;
import static dev.heddle.InvocationState.SCHEDULED;
import static dev.heddle.InvocationState.SUCCEEDED;
import static dev.heddle.testkit.Calls.expectApplied;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.InvocationState;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.Hits;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is given up: by request, and because nobody asks for it any more. */
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
public interface CancelContract extends StoreUnderTest {

  @Test
  default void whatIsNotFinalIsCancelledInWhateverState() {
    for (InvocationState from : List.of(SCHEDULED, QUEUED, CLAIMED, RUNNING, PAUSED, RETRYING)) {
      Orders orders = orders();
      long worker = orders.worker();
      Draft draft = orders.draft(from.name());
      long id = orders.submit((from == SCHEDULED ? draft.due(1_000_000_000) : draft).make());
      List<Claimed> owner = new ArrayList<>();
      if (from == CLAIMED) {
        owner.add(orders.takeNext(worker));
      } else if (from == RUNNING || from == PAUSED || from == RETRYING) {
        owner.add(orders.runNext(worker));
      }
      if (from == PAUSED) {
        expectApplied(orders.apply(owner.get(0), orders.paused(owner.get(0), 404_404L)));
      } else if (from == RETRYING) {
        expectApplied(orders.apply(owner.get(0), orders.retryPlanned(owner.get(0), 1_000_000_000)));
      }
      assertThat(orders.state(id)).isEqualTo(from);

      expectApplied(orders.apply(Fence.NONE, orders.cancelRequested(id, 404_404L)));

      InvocationRecord record = store().invocation(id).orElseThrow();
      assertThat(record.state()).isEqualTo(CANCELLED);
      assertThat(record.endedAt()).isPositive();
      assertThat(record.error().types()).isEmpty();
      assertThat(record.error().message()).isEqualTo("not wanted");
      assertThat(record.queue().waitsFor()).isEmpty();
      assertThat(store().owned(worker)).isEmpty();
      assertThat(store().history(id))
          .last()
          .satisfies(
              line -> {
                assertThat(line.state()).isEqualTo(CANCELLED);
                assertThat(line.why()).contains("not wanted");
              });
      for (Claimed claimed : owner) {
        assertThat(orders.apply(claimed, orders.succeeded(claimed, "late")))
            .isInstanceOf(Outcome.Rejected.class);
      }
      orders.pass(2_000_000_000);
      assertThat(orders.run(worker, 9)).isEmpty();
    }
  }

  @Test
  default void everyLiveDescendantGoesWithIt() {
    Orders orders = orders();
    long worker = orders.worker();
    long top = orders.submit("top");
    Claimed topBody = orders.runNext(worker);
    long done = orders.submitChild(topBody, "done");
    Claimed doneBody = orders.runNext(worker);
    long grandchild = orders.submitChild(doneBody, "grandchild");
    expectApplied(orders.apply(doneBody, orders.succeeded(doneBody, "1")));
    long queued = orders.submitChild(topBody, "queued");
    long stranger = orders.submit("stranger");

    expectApplied(orders.apply(Fence.NONE, orders.cancelRequested(top)));

    assertThat(store().states(List.of(top, done, grandchild, queued, stranger)))
        .containsEntry(top, CANCELLED)
        .containsEntry(done, SUCCEEDED)
        .containsEntry(grandchild, CANCELLED)
        .containsEntry(queued, CANCELLED)
        .containsEntry(stranger, QUEUED);
  }

  @Test
  default void aDeepLineOfDescendantsGoesWithIt() {
    Orders orders = orders();
    long worker = orders.worker();
    long top = orders.submit("top");
    Claimed body = orders.runNext(worker);
    List<Long> line = new ArrayList<>(List.of(top));
    for (int i = 0; i < 300; i++) {
      line.add(orders.submitChild(body, "child" + i));
      body = orders.runNext(worker);
    }

    expectApplied(orders.apply(Fence.NONE, orders.cancelRequested(top)));

    assertThat(store().states(line).values()).hasSize(301).containsOnly(CANCELLED);
    assertThat(store().owned(worker)).isEmpty();
  }

  @Test
  default void whoWaitedForItWaitsNoMore() {
    Orders orders = orders();
    long worker = orders.worker();
    orders.submit("waiter");
    Claimed waiter = orders.runNext(worker);
    long awaited = orders.submit("awaited");
    expectApplied(orders.apply(waiter, orders.paused(waiter, awaited)));

    expectApplied(orders.apply(Fence.NONE, orders.cancelRequested(awaited)));

    long id = waiter.submission().id();
    assertThat(store().invocation(id).orElseThrow().queue().waitsFor()).isEmpty();
    expectApplied(orders.apply(waiter, orders.resumed(waiter)));
  }

  @Test
  default void anOwnerMayGiveUpItsOwn() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit("a");
    Claimed claimed = orders.runNext(worker);

    expectApplied(
        orders.apply(
            claimed,
            new Change.Cancelled(Orders.head(claimed), "interrupted", Hits.NONE, 0, orders.now())));

    assertThat(orders.state(id)).isEqualTo(CANCELLED);
    assertThat(store().invocation(id).orElseThrow().error().message()).isEqualTo("interrupted");
    assertThat(store().owned(worker)).isEmpty();
  }

  // Children that nobody asks for

  @Test
  default void childrenOutliveAParentThatAskedForThem() {
    Orders orders = orders();
    long worker = orders.worker();
    orders.submit("parent");
    Claimed parent = orders.runNext(worker);
    long child = orders.submitChild(parent, "child");

    expectApplied(orders.apply(parent, orders.succeeded(parent, "1")));

    assertThat(orders.state(child)).isEqualTo(QUEUED);
  }

  @Test
  default void whatASuccessorNeverAskedForIsCancelledAtItsEnd() {
    Orders orders = orders();
    long worker = orders.worker();
    orders.submit("parent");
    Claimed first = orders.runNext(worker);
    long adopted = orders.submitChild(first, "adopted");
    long dropped = orders.submitChild(first, "dropped");
    List<Claimed> children = orders.run(worker, 2);
    long below = orders.submitChild(children.get(1), "below");
    long ended = orders.submitChild(first, "ended");
    List<Claimed> rest = orders.run(worker, 2);
    Claimed endedBody =
        rest.stream().filter(c -> c.submission().id() == ended).findAny().orElseThrow();
    expectApplied(orders.apply(endedBody, orders.succeeded(endedBody, "1")));
    expectApplied(orders.apply(first, orders.givenBack(first)));
    Claimed second = orders.runNext(worker);
    assertThat(orders.apply(second, Orders.submitted(orders.child(second, "adopted").make())))
        .isInstanceOf(Outcome.Adopted.class);
    long fresh = orders.submitChild(second, "fresh");

    expectApplied(orders.apply(second, orders.failed(second)));

    assertThat(store().states(List.of(adopted, dropped, below, ended, fresh)))
        .containsEntry(adopted, RUNNING)
        .containsEntry(dropped, CANCELLED)
        .containsEntry(below, CANCELLED)
        .containsEntry(ended, SUCCEEDED)
        .containsEntry(fresh, QUEUED);
    assertThat(orders.state(second.submission().id())).isEqualTo(FAILED);
  }

  @Test
  default void aPlannedRetryMakesChildrenOfItsOwn() {
    Orders orders = orders();
    long worker = orders.worker();
    orders.submit("parent");
    Claimed first = orders.runNext(worker);
    long old = orders.submitChild(first, "child");
    expectApplied(orders.apply(first, orders.retryPlanned(first, orders.now())));
    orders.pass(10);
    Claimed second =
        orders.run(worker, 2).stream()
            .filter(c -> c.submission().id() == first.submission().id())
            .findAny()
            .orElseThrow();

    long fresh = orders.submitChild(second, "child");
    expectApplied(orders.apply(second, orders.succeeded(second, "1")));

    assertThat(fresh).isNotEqualTo(old);
    assertThat(orders.state(old)).isEqualTo(CANCELLED);
    assertThat(orders.state(fresh)).isEqualTo(QUEUED);
  }
}
