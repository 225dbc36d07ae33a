package dev.heddle.testkit;

import static dev.heddle.InvocationState.QUEUED;
import static dev.heddle.InvocationState.SUCCEEDED;
import static dev.heddle.testkit.Calls.expectApplied;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.store.Availability;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.Outcome;
import dev.heddle.store.Store;
import dev.heddle.store.WorkerRecord;
import dev.heddle.store.WorkerState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workers that come and go in good order. */
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
public interface WorkerContract extends StoreUnderTest {

  private WorkerRecord record(long worker) {
    return store().workers(100).stream().filter(w -> w.id() == worker).findAny().orElseThrow();
  }

  @Test
  default void aWorkerIsReadBackAsItJoined() {
    Orders orders = orders();
    long id = store().reserveIds(1);
    expectApplied(
        orders.apply(
            Fence.NONE,
            new Change.WorkerJoined(
                id, 7, List.of("nachts 🌙", "x"), List.of("größe", Orders.TASK), 1_234)));
    expectApplied(orders.apply(Fence.NONE, new Change.WorkerLearned(id, List.of("more", "größe"))));

    WorkerRecord record = record(id);

    assertThat(record.state()).isEqualTo(WorkerState.ALIVE);
    assertThat(record.slots()).isEqualTo(7);
    assertThat(record.queues()).containsExactlyInAnyOrder("nachts 🌙", "x");
    assertThat(record.tasks()).containsExactlyInAnyOrder("größe", Orders.TASK, "more");
    assertThat(record.startedAt()).isEqualTo(1_234);
    assertThat(record.endedAt()).isZero();
    assertThat(record.process()).contains("" + ProcessHandle.current().pid());
  }

  @Test
  default void whatAWorkerOwnsIsCounted() {
    Orders orders = orders();
    long worker = orders.worker();
    for (int i = 0; i < 6; i++) {
      orders.submit("a" + i);
    }
    orders.take(worker, 3);
    List<Claimed> running = orders.run(worker, 3);
    expectApplied(orders.apply(running.get(0), orders.paused(running.get(0))));

    WorkerRecord record = record(worker);

    assertThat(record.claimed()).isEqualTo(3);
    assertThat(record.running()).isEqualTo(2);
    assertThat(record.paused()).isEqualTo(1);
  }

  @Test
  default void whoIsNotAliveIsGivenNothing() {
    Orders orders = orders();
    orders.submit("a");
    long stopping = orders.worker();
    expectApplied(orders.apply(Fence.NONE, new Change.WorkerStopping(stopping, orders.now())));
    long left = orders.worker();
    expectApplied(orders.apply(Fence.NONE, new Change.WorkerLeft(left, orders.now())));

    for (long worker : new long[] {stopping, left, 404_404}) {
      assertThat(orders.take(worker, 9)).isEmpty();
      assertThat(store().available(orders.claim(worker, Orders.token(), 1, 0)))
          .isEqualTo(new Availability(false, false, Long.MAX_VALUE));
    }
    assertThat(record(stopping).state()).isEqualTo(WorkerState.STOPPING);
  }

  @Test
  default void aStoppingWorkerFinishesWhatItHas() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit("a");
    Claimed claimed = orders.runNext(worker);
    expectApplied(orders.apply(Fence.NONE, new Change.WorkerStopping(worker, orders.now())));

    expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));

    assertThat(orders.state(id)).isEqualTo(SUCCEEDED);
  }

  @Test
  default void whatAWorkerOwnsWhenItLeavesIsGivenBack() {
    Orders orders = orders();
    long worker = orders.worker();
    List<Long> ids = List.of(orders.submit("a"), orders.submit("b"), orders.submit("c"));
    orders.take(worker, 1);
    List<Claimed> running = orders.run(worker, 2);
    expectApplied(orders.apply(running.get(0), orders.paused(running.get(0), 404_404L)));

    expectApplied(orders.apply(Fence.NONE, new Change.WorkerLeft(worker, 99_000)));

    assertThat(store().states(ids).values()).hasSize(3).containsOnly(QUEUED);
    assertThat(store().owned(worker)).isEmpty();
    assertThat(record(worker).state()).isEqualTo(WorkerState.LEFT);
    assertThat(record(worker).endedAt()).isEqualTo(99_000);
    assertThat(orders.apply(running.get(1), orders.succeeded(running.get(1), "late")))
        .isInstanceOf(Outcome.Rejected.class);
    List<Claimed> again = orders.run(orders.worker(), 9);
    assertThat(again).hasSize(3).allMatch(c -> c.attempt() == 1 && !c.suspect());
  }

  @Test
  default void whoHasLeftIsHeardNoMore() {
    Orders orders = orders();
    long worker = orders.worker();
    expectApplied(orders.apply(Fence.NONE, new Change.WorkerLeft(worker, orders.now())));

    for (Change change :
        List.of(
            new Change.WorkerLearned(worker, List.of("t")),
            new Change.WorkerStopping(worker, orders.now()),
            new Change.WorkerLeft(worker, orders.now()),
            new Change.WorkerJoined(worker, 1, List.of(), List.of(), orders.now()),
            new Change.WorkerStopping(404_404, orders.now()))) {
      assertThat(orders.apply(Fence.NONE, change))
          .as("%s", change)
          .isInstanceOf(Outcome.Rejected.class);
    }
    assertThat(record(worker).state()).isEqualTo(WorkerState.LEFT);
  }

  @Test
  default void aClientThatClosesLeavesInGoodOrder() {
    Store closing = another();
    Orders its = new Orders(closing);
    long worker = its.worker();
    long id = its.submit("a");
    Claimed claimed = its.runNext(worker);

    closing.close();

    Orders orders = orders();
    assertThat(orders.state(id)).isEqualTo(QUEUED);
    assertThat(record(worker).state()).isEqualTo(WorkerState.LEFT);
    assertThat(store().invocation(id).orElseThrow().queue().deaths()).isEmpty();
    assertThat(orders.apply(claimed, orders.succeeded(claimed, "late")))
        .isInstanceOf(Outcome.Rejected.class);
    assertThat(orders.runNext(orders.worker()).submission().id()).isEqualTo(id);
  }

  @Test
  default void thoseThatLiveAreShownWhateverEnded() {
    Orders orders = orders();
    long old = orders.worker();
    long left = 0;
    for (int i = 0; i < 5; i++) {
      left = orders.worker();
      expectApplied(orders.apply(Fence.NONE, new Change.WorkerLeft(left, orders.now())));
    }

    assertThat(store().workers(2)).extracting(WorkerRecord::id).containsExactly(left, old);
    assertThat(store().workers(1)).extracting(WorkerRecord::id).containsExactly(old);
    assertThat(store().workers(100)).hasSize(6);
  }

  @Test
  default void aBeatIsOnRecordAndTheLivingAreNotDead() {
    Orders orders = orders();
    long worker = orders.worker();

    assertThat(store().beat(List.of(worker), 77_000)).isEmpty();
    assertThat(store().beat(List.of(), 77_000)).isEmpty();

    assertThat(record(worker).beatAt()).isEqualTo(77_000);
    assertThat(store().recover().isEmpty()).isTrue();
  }
}
