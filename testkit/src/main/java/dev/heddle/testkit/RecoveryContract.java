package dev.heddle.testkit;

import static dev.heddle.InvocationState.CANCELLED;
import static dev.heddle.InvocationState.FAILED;
import static dev.heddle.InvocationState.QUEUED;
import static dev.heddle.InvocationState.RUNNING;
import static dev.heddle.InvocationState.SUCCEEDED;
import static dev.heddle.testkit.Calls.ended;
import static dev.heddle.testkit.Calls.expectApplied;
import static dev.heddle.testkit.Calls.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.InvocationState;
import dev.heddle.StateChange;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Outcome;
import dev.heddle.store.QueueRecord;
import dev.heddle.store.Recovery;
import dev.heddle.store.Recovery.Taken;
import dev.heddle.store.Store;
import dev.heddle.store.WorkerRecord;
import dev.heddle.store.WorkerState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of the work of a process that was killed. */
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
public interface RecoveryContract extends StoreUnderTest {

  private Recovery killAndRecover(Store dying) {
    kill(dying);
    return store().recover();
  }

  private QueueRecord queue(long id) {
    return store().invocation(id).orElseThrow().queue();
  }

  @Test
  default void whatHadNotBegunIsQueuedAndNothingCounted() {
    Orders orders = orders();
    long claimed = orders.submit("claimed");
    long paused = orders.submit("paused");
    Store dying = mortal();
    Orders its = new Orders(dying);
    long worker = its.worker();
    its.takeNext(worker);
    Claimed body = its.runNext(worker);
    expectApplied(its.apply(body, its.paused(body, claimed)));

    Recovery recovery = killAndRecover(dying);

    assertThat(recovery.workers()).containsExactly(worker);
    assertThat(recovery.executions()).isEmpty();
    assertThat(recovery.invocations())
        .containsExactlyInAnyOrder(
            new Taken(claimed, worker, QUEUED), new Taken(paused, worker, QUEUED));
    for (long id : List.of(claimed, paused)) {
      assertThat(orders.state(id)).isEqualTo(QUEUED);
      assertThat(queue(id).deaths()).isEmpty();
      assertThat(queue(id).waitsFor()).isEmpty();
      assertThat(queue(id).epoch()).as("of a claim, and taken away").isEqualTo(2);
    }
    assertThat(store().owned(worker)).isEmpty();
    WorkerRecord dead = store().workers(10).get(0);
    assertThat(dead.state()).isEqualTo(WorkerState.DEAD);
    assertThat(dead.endedAt()).isPositive();
    assertThat(orders.run(orders.worker(), 9))
        .hasSize(2)
        .allMatch(c -> c.epoch() == 3 && c.attempt() == 1 && !c.suspect());
  }

  @Test
  default void nobodyDiesTwice() {
    Orders orders = orders();
    orders.submit("a");
    Store dying = mortal();
    Orders its = new Orders(dying);
    its.runNext(its.worker());

    assertThat(killAndRecover(dying).isEmpty()).isFalse();

    assertThat(store().recover().isEmpty()).isTrue();
    assertThat(another().recover().isEmpty()).isTrue();
  }

  @Test
  default void aWorkerLearnsOfItsDeathByItsBeat() {
    Store dying = mortal();
    long dead = new Orders(dying).worker();
    long alive = orders().worker();
    killAndRecover(dying);

    assertThat(store().beat(List.of(alive, dead), 5)).containsExactly(dead);
    assertThat(orders().apply(Fence.NONE, new Change.WorkerLeft(dead, 5)))
        .isInstanceOf(Outcome.Rejected.class);
  }

  @Test
  default void theWordOfTheDeadIsRefused() {
    Orders orders = orders();
    long id = orders.submit("a");
    Store dying = mortal();
    Orders its = new Orders(dying);
    Claimed claimed = its.runNext(its.worker());
    killAndRecover(dying);

    assertThat(orders.apply(claimed, orders.succeeded(claimed, "late")))
        .isInstanceOf(Outcome.Rejected.class);
    Claimed again = orders.runNext(orders.worker());
    assertThat(orders.apply(claimed, orders.succeeded(claimed, "late")))
        .isInstanceOf(Outcome.Rejected.class);
    expectApplied(orders.apply(again, orders.succeeded(again, "1")));
    assertThat(orders.state(id)).isEqualTo(SUCCEEDED);
  }

  @Test
  default void whatRanAloneCountsItsDeathsAndFailsAtTheLast() {
    Orders orders = orders();
    long id = orders.submit(orders.draft("poison").maxRecoveries(2).make());
    List<Long> workers = new ArrayList<>();
    Recovery last = Recovery.NONE;
    for (int death = 1; death <= 2; death++) {
      assertThat(orders.state(id)).isEqualTo(QUEUED);
      assertThat(queue(id).deaths()).isEqualTo(workers);
      Store dying = mortal();
      Orders its = new Orders(dying);
      long worker = its.worker();
      workers.add(worker);
      assertThat(its.runNext(worker).suspect()).isFalse();
      last = killAndRecover(dying);
    }

    assertThat(last.invocations()).containsExactly(new Taken(id, workers.get(1), FAILED));
    InvocationRecord record = store().invocation(id).orElseThrow();
    assertThat(record.state()).isEqualTo(FAILED);
    assertThat(record.endedAt()).isPositive();
    assertThat(record.queue().deaths()).isEqualTo(workers);
    assertThat(record.queue().attempt()).isEqualTo(1);
    assertThat(record.error().types().get(0)).contains("WorkerLost");
    assertThat(record.error().message())
        .contains(Ids.text(workers.get(0)), Ids.text(workers.get(1)));
    assertThat(orders.run(orders.worker(), 9)).isEmpty();
    assertThat(store().history(id))
        .extracting(StateChange::state)
        .containsSubsequence(QUEUED, RUNNING, FAILED);
  }

  @Test
  default void theOnlyOneThatRanCountsAmongThoseThatDidNot() {
    Orders orders = orders();
    orders.submit("paused");
    orders.submit("claimed");
    long running = orders.submit("running");
    Store dying = mortal();
    Orders its = new Orders(dying);
    long worker = its.worker();
    Claimed paused = its.runNext(worker);
    expectApplied(its.apply(paused, its.paused(paused)));
    its.takeNext(worker);
    long other = its.worker();
    its.runNext(other);

    killAndRecover(dying);

    assertThat(queue(running).deaths()).containsExactly(other);
  }

  @Test
  default void whatRanWithOthersIsASuspectAfterItsSecondDeath() {
    Orders orders = orders();
    List<Long> ids = List.of(orders.submit("a"), orders.submit("b"));
    for (int death = 1; death <= 2; death++) {
      Store dying = mortal();
      Orders its = new Orders(dying);
      assertThat(its.run(its.worker(), 1)).as("in one process").hasSize(1);
      assertThat(its.run(its.worker(), 1)).allMatch(c -> !c.suspect());
      killAndRecover(dying);
      ids.forEach(id -> assertThat(queue(id).deaths()).isEmpty());
    }
    long worker = orders.worker();
    long innocent = orders.submit("innocent");

    assertThat(store().available(orders.claim(worker, Orders.token(), 1, 0)))
        .matches(a -> a.ready() && a.suspects());
    assertThat(orders.run(worker, 9))
        .extracting(c -> c.submission().id())
        .containsExactly(innocent);
    assertThat(store().available(orders.claim(worker, Orders.token(), 1, 0)))
        .matches(a -> !a.ready() && a.suspects());
    List<Claimed> suspect = orders.runSuspect(worker);
    assertThat(suspect).hasSize(1);
    assertThat(suspect.get(0).submission().id()).isEqualTo(ids.get(0));
    assertThat(suspect.get(0).suspect()).isTrue();
    expectApplied(orders.apply(suspect.get(0), orders.succeeded(suspect.get(0), "1")));
  }

  @Test
  default void anExecutionOfTheDeadIsInterruptedAndItsKeysAreFree() {
    Store dying = mortal();
    Calls its = new Calls(dying);
    Fence fence = its.execution("left");
    var head = its.head(fence, "a");
    expectApplied(its.apply(fence, started(head, true)));

    Recovery recovery = killAndRecover(dying);

    assertThat(recovery.executions()).containsExactly(fence.id());
    assertThat(store().execution(fence.id()).orElseThrow().state())
        .isEqualTo(ExecutionState.INTERRUPTED);
    assertThat(store().invocation(head.id()).orElseThrow().state()).isEqualTo(CANCELLED);
    Calls calls = new Calls(store());
    Fence mine = calls.execution("mine");
    expectApplied(calls.apply(mine, started(calls.head(mine, "a"), true)));
  }

  @Test
  default void anOrderedExecutionOfTheDeadGoesOn() {
    Orders orders = orders();
    long id = orders.submit(orders.draft("root").expression((byte) 1).make());
    Store dying = mortal();
    Orders its = new Orders(dying);
    Claimed first = its.runNext(its.worker());
    Calls calls = new Calls(dying);
    var call = calls.head(Orders.fence(first), "a");
    expectApplied(
        its.apply(
            first,
            new Change.ExecutionStarted(id, first.epoch(), "ordered", List.of(), 1),
            started(call, true)));

    Recovery recovery = killAndRecover(dying);

    assertThat(recovery.executions()).isEmpty();
    assertThat(recovery.invocations()).extracting(Taken::state).containsExactly(QUEUED);
    assertThat(store().execution(id).orElseThrow().state()).isEqualTo(ExecutionState.RUNNING);
    assertThat(orders.state(call.id())).as("its successor adopts it").isEqualTo(RUNNING);
    Claimed second = orders.runNext(orders.worker());
    expectApplied(
        orders.apply(
            second,
            new Change.ExecutionStarted(id, second.epoch(), "ordered", List.of(), 2),
            started(new Calls(store()).head(Orders.fence(second), "a"), true)));
    expectApplied(
        orders.apply(
            second,
            orders.succeeded(second, "1"),
            ended(Orders.fence(second), ExecutionState.SUCCEEDED)));
  }

  @Test
  default void aDeathTooManyEndsTheExecutionToo() {
    Orders orders = orders();
    long id = orders.submit(orders.draft("root").expression((byte) 1).maxRecoveries(1).make());
    Store dying = mortal();
    Orders its = new Orders(dying);
    Claimed claimed = its.runNext(its.worker());
    expectApplied(
        its.apply(claimed, new Change.ExecutionStarted(id, claimed.epoch(), "o", List.of(), 1)));

    Recovery recovery = killAndRecover(dying);

    assertThat(recovery.executions()).containsExactly(id);
    assertThat(orders.state(id)).isEqualTo(FAILED);
    assertThat(store().execution(id).orElseThrow().state()).isEqualTo(ExecutionState.INTERRUPTED);
  }

  @Test
  default void aRecoveredParentFindsItsChildren() {
    Orders orders = orders();
    long parent = orders.submit("parent");
    Store dying = mortal();
    Orders its = new Orders(dying);
    Claimed first = its.runNext(its.worker());
    long child = its.submitChild(first, "child");
    killAndRecover(dying);

    List<Claimed> both = orders.run(orders.worker(), 2);
    Claimed second =
        both.stream().filter(c -> c.submission().id() == parent).findAny().orElseThrow();
    var again = orders.child(second, "child").make();
    assertThat(orders.apply(second, Orders.submitted(again)))
        .isInstanceOfSatisfying(
            Outcome.Adopted.class, a -> assertThat(a.ids()).containsEntry(again.id(), child));
    expectApplied(orders.apply(second, orders.succeeded(second, "1")));
    assertThat(orders.state(child)).isEqualTo(InvocationState.RUNNING);
  }

  @Test
  default void whatALostParentOrderedIsGivenUpWithIt() {
    Orders orders = orders();
    orders.submit(orders.draft("poison").maxRecoveries(1).make());
    Store dying = mortal();
    Orders its = new Orders(dying);
    Claimed parent = its.runNext(its.worker());
    long child = its.submitChild(parent, "child");

    killAndRecover(dying);

    assertThat(orders.state(child)).as("nobody is left to ask for it").isEqualTo(CANCELLED);
  }

  @Test
  default void itIsGivenUpEvenIfTheProcessThatDiedHadTakenIt() {
    Orders orders = orders();
    long poison = orders.submit(orders.draft("poison").maxRecoveries(1).make());
    Store dying = mortal();
    Orders its = new Orders(dying);
    long worker = its.worker();
    Claimed parent = its.runNext(worker);
    long child = its.submitChild(parent, "child");
    its.takeNext(worker);

    Recovery recovery = killAndRecover(dying);

    assertThat(recovery.invocations())
        .containsExactly(new Taken(poison, worker, InvocationState.FAILED));
    assertThat(orders.state(child)).isEqualTo(CANCELLED);
    assertThat(store().owned(worker)).isEmpty();
  }
}
