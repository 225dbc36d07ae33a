package dev.heddle.testkit;

import static dev.heddle.testkit.Calls.expectApplied;
import static dev.heddle.testkit.Calls.hash;
import static dev.heddle.testkit.Calls.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.heddle.InvocationState;
import dev.heddle.StateChange;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Outcome;
import dev.heddle.store.Owned;
import dev.heddle.store.Submission;
import dev.heddle.store.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What ordering does: rows, identities, keys, and what is read of them. */
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
public interface OrderContract extends StoreUnderTest {

  @Test
  default void whatIsOrderedIsReadBackAsItWasOrdered() {
    Orders orders = orders();
    Submission order =
        orders
            .draft("größe")
            .queue("nachts 🌙")
            .priority(-3)
            .key("k'\"")
            .maxRecoveries(7)
            .tags("nightly", "kunde:größe 🧵")
            .make();
    orders.submit(order);

    InvocationRecord record = store().invocation(order.id()).orElseThrow();

    assertThat(record.state()).isEqualTo(InvocationState.QUEUED);
    assertThat(record.execution()).isEqualTo(order.id());
    assertThat(record.parent()).isZero();
    assertThat(record.task()).isEqualTo(Calls.TASK);
    assertThat(record.key()).isEqualTo(hash("größe"));
    assertThat(record.startedAt()).isZero();
    assertThat(record.endedAt()).isZero();
    assertThat(record.result()).isNull();
    assertThat(record.error()).isNull();
    assertThat(record.arguments()).hasSize(2);
    assertThat(record.arguments().get(0).bytes()).isEqualTo(value("größe").bytes());
    Submission read = record.queue().submission();
    assertThat(read.id()).isEqualTo(order.id());
    assertThat(read.order()).isEqualTo(order.order());
    assertThat(read.submittedAt()).isEqualTo(order.submittedAt());
    assertThat(read.identity()).isNull();
    assertThat(read.expression()).isNull();
    assertThat(record.queue().worker()).isZero();
    assertThat(record.queue().attempt()).isEqualTo(1);
    assertThat(record.queue().deaths()).isEmpty();
    assertThat(record.queue().waitsFor()).isEmpty();
    assertThat(store().taskVersions(Orders.TASK)).containsExactly(Calls.TASK);
  }

  @Test
  default void anExpressionIsOrderedWithoutArguments() {
    Orders orders = orders();
    long id = orders.submit(orders.draft("a").expression((byte) 1, (byte) 0, (byte) -1).make());

    InvocationRecord record = store().invocation(id).orElseThrow();

    assertThat(record.arguments()).isEmpty();
    assertThat(record.queue().submission().expression()).containsExactly(1, 0, -1);
    assertThat(store().execution(id)).as("it is one once somebody evaluates it").isEmpty();
  }

  @Test
  default void whatIsDueLaterIsScheduled() {
    Orders orders = orders();
    long later = orders.submit(orders.draft("a").due(orders.now() + 1_000).make());
    long past = orders.submit(orders.draft("b").due(5).make());

    assertThat(orders.state(later)).isEqualTo(InvocationState.SCHEDULED);
    assertThat(orders.state(past)).isEqualTo(InvocationState.QUEUED);
  }

  @Test
  default void statesAndEndsOfManyAreAskedAtOnce() {
    Orders orders = orders();
    long first = orders.submit("a");
    Claimed claimed = orders.runNext(orders.worker());
    expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));
    long second = orders.submit("b");

    assertThat(store().states(List.of(second, 404_404L, first)))
        .isEqualTo(Map.of(first, InvocationState.SUCCEEDED, second, InvocationState.QUEUED));
    List<InvocationRecord> ended = store().ended(List.of(second, 404_404L, first));
    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).id()).isEqualTo(first);
    assertThat(ended.get(0).result().bytes()).isEqualTo(value("1").bytes());
    assertThat(store().states(List.of())).isEmpty();
    assertThat(store().ended(List.of())).isEmpty();
  }

  @Test
  default void theCallsOfExecutionsHaveStatesAndEndsToo() {
    Calls calls = new Calls(store());
    Fence fence = calls.execution("one");
    var done = calls.head(fence, "a");
    var running = calls.head(fence, "b");
    expectApplied(calls.apply(fence, Calls.succeeded(done, value("1"), 5)));
    expectApplied(calls.apply(fence, Calls.started(running, false)));

    List<Long> both = List.of(done.id(), running.id());
    assertThat(store().states(both))
        .isEqualTo(
            Map.of(done.id(), InvocationState.SUCCEEDED, running.id(), InvocationState.RUNNING));
    assertThat(store().ended(both)).extracting(InvocationRecord::id).containsExactly(done.id());
    assertThat(store().history(done.id())).isEmpty();
  }

  @Test
  default void theNewestOrdersAreReadPageByPage() {
    Orders orders = orders();
    List<Long> newestFirst = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      newestFirst.add(0, orders.submit("a" + i));
    }
    new Calls(store()).execution("not ordered");

    List<InvocationRecord> page = store().submitted(Long.MAX_VALUE, 3);
    List<InvocationRecord> rest = store().submitted(page.get(2).id(), 3);

    assertThat(page).extracting(InvocationRecord::id).isEqualTo(newestFirst.subList(0, 3));
    assertThat(rest).extracting(InvocationRecord::id).isEqualTo(newestFirst.subList(3, 5));
  }

  @Test
  default void whatWaitsIsCountedByQueueTaskAndState() {
    Orders orders = orders();
    long since = orders.submit(orders.draft("a").queue("x").make());
    orders.submit(orders.draft("b").queue("x").make());
    orders.submit(orders.draft("c").queue("x").task("other").make());
    orders.submit(orders.draft("d").queue("y").due(orders.now() + 1_000).make());
    long submittedAt = store().invocation(since).orElseThrow().queue().submission().submittedAt();

    assertThat(store().waiting())
        .contains(new Waiting("x", Orders.TASK, InvocationState.QUEUED, 2, submittedAt))
        .extracting(Waiting::queue, Waiting::task, Waiting::state, Waiting::count)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("x", Orders.TASK, InvocationState.QUEUED, 2L),
            org.assertj.core.groups.Tuple.tuple("x", "other", InvocationState.QUEUED, 1L),
            org.assertj.core.groups.Tuple.tuple("y", Orders.TASK, InvocationState.SCHEDULED, 1L));
  }

  @Test
  default void theOldestIsFoundAmongPrioritiesAndTheDoubtful() {
    Orders orders = orders();
    long first = orders.submit(orders.draft("a").priority(-7).make());
    for (int priority = -5; priority < 5; priority++) {
      orders.pass(1_000);
      orders.submit(orders.draft("p" + priority).priority(priority).make());
    }

    assertThat(store().waiting())
        .containsExactly(
            new Waiting("default", Orders.TASK, InvocationState.QUEUED, 11, submittedAt(first)));
  }

  private long submittedAt(long id) {
    return store().invocation(id).orElseThrow().queue().submission().submittedAt();
  }

  @Test
  default void ofVeryManyThatWaitSomeAreCounted() {
    Orders orders = orders();
    long one = orders.submit(orders.draft("other").queue("other").make());
    Submission draft = orders.order("many");
    int n = Waiting.LOOKS_AT + 1_000;
    long ids = store().reserveIds(n);
    List<Submission> many = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      many.add(draft.again(ids + i, draft.submittedAt() + i));
    }
    for (int from = 0; from < n; from += 10_000) {
      List<Submission> some = many.subList(from, Math.min(n, from + 10_000));
      expectApplied(orders.apply(Fence.NONE, new Change.Submitted(some, 0)));
    }

    List<Waiting> waiting = store().waiting();

    assertThat(waiting).hasSize(2).allMatch(w -> w.state() == InvocationState.QUEUED);
    Waiting most = waiting.get(0);
    assertThat(most.since()).isEqualTo(draft.submittedAt());
    assertThat(most.count()).isBetween(Waiting.LOOKS_AT / 2L, (long) n);
    assertThat(most.more()).isEqualTo(most.count() < n);
    assertThat(waiting.get(1))
        .isEqualTo(new Waiting("other", Orders.TASK, InvocationState.QUEUED, 1, submittedAt(one)));
  }

  // Identity and keys

  @Test
  default void aChildThatIsOrderedAgainIsAdoptedInWhateverState() {
    Orders orders = orders();
    long worker = orders.worker();
    orders.submit("parent");
    Claimed parent = orders.runNext(worker);
    long first = orders.submitChild(parent, "child");

    Submission again = orders.child(parent, "child").make();
    assertThat(orders.apply(parent, Orders.submitted(again)))
        .isEqualTo(new Outcome.Adopted(Map.of(again.id(), first)));

    Claimed child = orders.runNext(worker);
    expectApplied(orders.apply(child, orders.failed(child)));
    Submission third = orders.child(parent, "child").make();
    assertThat(orders.apply(parent, Orders.submitted(third)))
        .isEqualTo(new Outcome.Adopted(Map.of(third.id(), first)));
    assertThat(store().invocation(again.id())).isEmpty();
    assertThat(store().invocation(third.id())).isEmpty();
    assertThat(store().children(parent.submission().id(), 0, 10)).containsExactly(first);
    assertThat(orders.state(first)).isEqualTo(InvocationState.FAILED);
  }

  @Test
  default void anotherOccurrenceOrAttemptOrParentIsAnotherChild() {
    Orders orders = orders();
    orders.submit("parent");
    Claimed parent = orders.runNext(orders.worker());
    long id = parent.submission().id();
    List<Submission> children =
        List.of(
            orders.draft("c").execution(id).child(id, 1, 0).make(),
            orders.draft("c").execution(id).child(id, 1, 1).make(),
            orders.draft("c").execution(id).child(id, 2, 0).make(),
            orders.draft("d").execution(id).child(id, 1, 0).make());

    expectApplied(orders.apply(parent, new Change.Submitted(children, 0)));

    List<Long> ids = children.stream().map(Submission::id).toList();
    assertThat(store().children(id, 0, 10)).isEqualTo(ids);
    assertThat(store().children(id, ids.get(1), 1)).containsExactly(ids.get(2));
    InvocationRecord child = store().invocation(ids.get(1)).orElseThrow();
    assertThat(child.parent()).isEqualTo(id);
    assertThat(child.execution()).isEqualTo(id);
    assertThat(child.queue().submission().identity()).isEqualTo(children.get(1).identity());
  }

  @Test
  default void ofOrdersWithOneKeyOneIsMade() {
    Orders orders = orders();
    long first = orders.submit(orders.draft("a").key("nightly").make());
    Submission same = orders.draft("b").key("nightly").make();
    Submission otherTask = orders.draft("c").task("other").key("nightly").make();

    Outcome outcome = orders.apply(Fence.NONE, Orders.submitted(same, otherTask));

    assertThat(outcome).isEqualTo(new Outcome.Adopted(Map.of(same.id(), first)));
    assertThat(store().invocation(same.id())).isEmpty();
    assertThat(orders.state(otherTask.id())).isEqualTo(InvocationState.QUEUED);
  }

  @Test
  default void aKeyIsTakenEvenWhenItsInvocationHasEnded() {
    Orders orders = orders();
    long first = orders.submit(orders.draft("a").key("once").make());
    expectApplied(orders.apply(Fence.NONE, orders.cancelRequested(first)));
    Submission again = orders.draft("a").key("once").make();

    assertThat(orders.apply(Fence.NONE, Orders.submitted(again)))
        .isEqualTo(new Outcome.Adopted(Map.of(again.id(), first)));
  }

  @Test
  default void twoOfOneKeyInOneSetAreOne() {
    Orders orders = orders();
    Submission first = orders.draft("a").key("twin").make();
    Submission second = orders.draft("a").key("twin").make();

    assertThat(orders.apply(Fence.NONE, Orders.submitted(first, second)))
        .isEqualTo(new Outcome.Adopted(Map.of(second.id(), first.id())));
    assertThat(store().submitted(Long.MAX_VALUE, 10)).hasSize(1);
  }

  @Test
  default void aSetToldAgainAnswersItsAdoptionsAgain() {
    Orders orders = orders();
    long first = orders.submit(orders.draft("a").key("k").make());
    Submission adopted = orders.draft("b").key("k").make();
    Submission made = orders.order("c");
    ChangeSet set = new Calls(store()).set(Fence.NONE, Orders.submitted(adopted, made));
    ChangeSet plain = new Calls(store()).set(Fence.NONE, Orders.submitted(orders.order("d")));

    List<Outcome> once = store().apply(List.of(set, plain));
    List<Outcome> twice = store().apply(List.of(set, plain));

    Outcome answer = new Outcome.Adopted(Map.of(adopted.id(), first));
    assertThat(once).containsExactly(answer, new Outcome.Applied());
    assertThat(twice).containsExactly(answer, new Outcome.AlreadyApplied());
    assertThat(store().submitted(Long.MAX_VALUE, 10)).hasSize(3);
  }

  @Test
  default void anIdIsOrderedOnce() {
    Orders orders = orders();
    Submission order = orders.order("a");
    orders.submit(order);

    assertThat(orders.apply(Fence.NONE, Orders.submitted(order)))
        .isInstanceOf(Outcome.Rejected.class);
  }

  @Test
  default void theReasonOfAnOrderBeginsItsHistory() {
    Orders orders = orders();
    long worker = orders.worker();
    Submission order = orders.order("a");

    expectApplied(
        orders.apply(Fence.NONE, new Change.Submitted(List.of(order), 0, "somebody wanted it")));

    assertThat(store().history(order.id()))
        .extracting(StateChange::state, StateChange::why)
        .containsExactly(tuple(InvocationState.QUEUED, "somebody wanted it"));
    Claimed claimed = orders.runNext(worker);
    expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));
    assertThat(store().history(order.id()))
        .extracting(StateChange::state, StateChange::why)
        .containsExactly(
            tuple(InvocationState.QUEUED, "somebody wanted it"),
            tuple(InvocationState.RUNNING, ""),
            tuple(InvocationState.SUCCEEDED, ""));
  }

  // In the submitter's own process

  @Test
  default void aFreeWorkerOfTheSubmitterTakesItInTheSameTransaction() {
    Orders orders = orders();
    long worker = orders.worker();
    Submission now = orders.order("a");
    Submission later = orders.draft("b").due(orders.now() + 1_000).make();

    expectApplied(orders.apply(Fence.NONE, new Change.Submitted(List.of(now, later), worker)));

    assertThat(store().owned(worker))
        .containsExactly(new Owned(now.id(), 1, InvocationState.RUNNING));
    assertThat(orders.state(later.id())).isEqualTo(InvocationState.SCHEDULED);
    Claimed mine = new Claimed(now, 1, true, 1, false);
    expectApplied(orders.apply(mine, orders.succeeded(mine, "1")));
    assertThat(orders.state(now.id())).isEqualTo(InvocationState.SUCCEEDED);
  }

  @Test
  default void aWorkerThatIsNotAliveTakesNothing() {
    Orders orders = orders();
    long stopping = orders.worker();
    expectApplied(orders.apply(Fence.NONE, new Change.WorkerStopping(stopping, orders.now())));

    for (long claimant : new long[] {stopping, 404_404}) {
      Submission order = orders.order("a");
      expectApplied(orders.apply(Fence.NONE, new Change.Submitted(List.of(order), claimant)));
      assertThat(orders.state(order.id())).isEqualTo(InvocationState.QUEUED);
    }
  }
}
