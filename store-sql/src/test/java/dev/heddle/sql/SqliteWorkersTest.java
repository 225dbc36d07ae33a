package dev.heddle.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heddle.InvocationState;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claim;
import dev.heddle.store.Claimed;
import dev.heddle.store.Outcome;
import dev.heddle.store.Owned;
import dev.heddle.store.Recovery;
import dev.heddle.store.Store;
import dev.heddle.store.Submission;
import dev.heddle.testkit.Calls;
import dev.heddle.testkit.Orders;
import dev.heddle.testkit.RemoteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Workers in processes of their own, on one file. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SqliteWorkersTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("heddle.db");
  }

  @Test
  void twoProcessesThatClaimGetEachInvocationOnce() throws Exception {
    int count = 300;
    try (Store store = SqliteStore.open(file(), false)) {
      Orders orders = new Orders(store);
      List<Submission> many = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        many.add(orders.order("a" + i));
      }
      Calls.expectApplied(orders.apply(Fence.NONE, new Change.Submitted(many, 0)));
      ExecutorService threads = Executors.newFixedThreadPool(2);
      try (Store one = RemoteStore.open("sqlite:" + file(), folder);
          Store two = RemoteStore.open("sqlite:" + file(), folder)) {
        Set<Long> all = new HashSet<>();
        for (Future<List<Long>> drained : threads.invokeAll(List.of(drain(one), drain(two)))) {
          assertThat(drained.get()).allMatch(all::add);
        }
        assertThat(all).hasSize(count);
      } finally {
        threads.shutdownNow();
      }
      assertThat(store.waiting()).isEmpty();
    }
  }

  private static Callable<List<Long>> drain(Store store) {
    return () -> {
      Orders orders = new Orders(store);
      long worker = orders.worker();
      List<Long> got = new ArrayList<>();
      for (List<Claimed> some = orders.run(worker, 7);
          !some.isEmpty();
          some = orders.run(worker, 7)) {
        for (Claimed claimed : some) {
          Calls.expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));
          got.add(claimed.submission().id());
        }
      }
      return got;
    };
  }

  @Test
  void whoOpensTheStoreTakesFromTheDead() throws Exception {
    long id;
    long worker;
    try (Store store = SqliteStore.open(file(), false)) {
      id = new Orders(store).submit("a");
    }
    try (StoreProcess process = StoreProcess.start(file(), "worker")) {
      worker = process.next("worker");
      assertThat(process.next("claimed")).isEqualTo(id);
      process.kill();
    }
    try (Store store = SqliteStore.open(file(), false)) {
      Orders orders = new Orders(store);
      assertThat(orders.state(id)).isEqualTo(InvocationState.QUEUED);
      assertThat(store.invocation(id).orElseThrow().queue().deaths()).containsExactly(worker);
      assertThat(orders.runNext(orders.worker()).epoch()).isEqualTo(3);
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGSTOP")
  void aFrozenWorkerLosesWhatItOwnsAndIsHeardNoMore() throws Exception {
    try (Store store = SqliteStore.open(file(), false, Duration.ofSeconds(2))) {
      Orders orders = new Orders(store);
      long id = orders.submit("a");
      try (StoreProcess frozen = StoreProcess.start(file(), "worker")) {
        long worker = frozen.next("worker");
        frozen.next("claimed");
        frozen.freeze();
        List<Recovery> recoveries = new ArrayList<>();

        await()
            .atMost(Duration.ofSeconds(30))
            .pollInterval(Duration.ofMillis(100))
            .until(
                () -> {
                  recoveries.add(store.recover());
                  return orders.state(id) == InvocationState.QUEUED;
                });

        assertThat(recoveries.get(recoveries.size() - 1).workers()).containsExactly(worker);
        frozen.thaw();
        frozen.goOn();
        assertThat(frozen.next("applied")).as("its word is refused").isZero();
        assertThat(frozen.next("dead")).as("it learns that it is dead").isEqualTo(1);
        assertThat(frozen.exit()).isZero();
      }
      Claimed again = orders.runNext(orders.worker());
      Calls.expectApplied(orders.apply(again, orders.succeeded(again, "1")));
    }
  }

  @Test
  void aClaimWhoseAnswerWasLostIsAnsweredAgain() {
    try (Store store = SqliteStore.open(file(), false);
        Store other = SqliteStore.open(file(), false)) {
      Orders orders = new Orders(store);
      orders.submit("a");
      orders.submit("b");
      long worker = orders.worker();
      Claim claim = orders.claim(worker, Orders.token(), 2, 1);
      store.claim(claim);

      List<Claimed> again = other.claim(claim);

      assertThat(again).extracting(Claimed::begun).containsExactly(true, false);
      Claimed first = again.get(0);
      Calls.expectApplied(orders.apply(first, orders.paused(first)));
      Calls.expectApplied(orders.apply(first, orders.resumed(first)));
      assertThat(store.claim(claim))
          .as("who spoke of it has it")
          .extracting(c -> c.submission().id())
          .containsExactly(again.get(1).submission().id());
    }
  }

  @Test
  void anOrderAndItsEndMayBeInOneGroup() {
    try (Store store = SqliteStore.open(file(), false)) {
      Orders orders = new Orders(store);
      Calls calls = new Calls(store);
      long worker = orders.worker();
      Submission order = orders.order("a");
      Claimed mine = new Claimed(order, 1, true, 1, false);
      Submission child = orders.child(mine, "child").make();
      Claimed its = new Claimed(child, 1, true, 1, false);
      List<ChangeSet> group =
          List.of(
              calls.set(Fence.NONE, new Change.Submitted(List.of(order), worker)),
              calls.set(Orders.fence(mine), new Change.Submitted(List.of(child), worker)),
              calls.set(Orders.fence(mine), orders.paused(mine, child.id())),
              calls.set(Orders.fence(its), orders.succeeded(its, "1")),
              calls.set(Orders.fence(its), orders.failed(its)),
              calls.set(Orders.fence(mine), orders.resumed(mine)),
              calls.set(Orders.fence(mine), orders.retryPlanned(mine, 5)));

      List<Outcome> outcomes = new ArrayList<>(store.apply(group));

      assertThat(outcomes.remove(4)).isInstanceOf(Outcome.Rejected.class);
      assertThat(outcomes).containsOnly(new Outcome.Applied());
      assertThat(orders.state(child.id())).isEqualTo(InvocationState.SUCCEEDED);
      assertThat(orders.state(order.id())).isEqualTo(InvocationState.RETRYING);
      assertThat(store.owned(worker)).isEmpty();
      assertThat(orders.runNext(worker).attempt()).isEqualTo(2);
      assertThat(store.owned(worker))
          .containsExactly(new Owned(order.id(), 2, InvocationState.RUNNING));
    }
  }

  @Test
  void theHistoryTellsEachClaimOfEachLife() {
    try (Store store = SqliteStore.open(file(), false)) {
      Orders orders = new Orders(store);
      long worker = orders.worker();
      long id = orders.submit("a");
      Claimed first = orders.takeNext(worker);
      Calls.expectApplied(orders.apply(first, orders.begun(first)));
      Calls.expectApplied(orders.apply(first, orders.givenBack(first)));
      Claimed second = orders.runNext(worker);
      Calls.expectApplied(orders.apply(second, orders.retryPlanned(second, orders.now())));
      Claimed third = orders.takeNext(worker);
      assertThat(states(store, id)).endsWith("RETRYING 1@2", "CLAIMED 2@3");
      Calls.expectApplied(orders.apply(third, orders.begun(third), orders.succeeded(third, "1")));

      assertThat(states(store, id))
          .containsExactly(
              "QUEUED 1@0",
              "CLAIMED 1@1",
              "RUNNING 1@1",
              "QUEUED 1@1",
              "RUNNING 1@2",
              "RETRYING 1@2",
              "CLAIMED 2@3",
              "RUNNING 2@3",
              "SUCCEEDED 2@3");
    }
  }

  private static List<String> states(Store store, long id) {
    return store.history(id).stream()
        .map(line -> line.state() + " " + line.attempt() + "@" + line.epoch())
        .toList();
  }
}
