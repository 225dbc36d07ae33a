package dev.heddle.testkit;

import static dev.heddle.testkit.Calls.expectApplied;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.store.ChangeSet;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.News;
import dev.heddle.store.Outcome;
import dev.heddle.store.Store;
import dev.heddle.store.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Ids and set numbers are taken before their transactions commit, so they commit in any order
 * (PROTOCOL §3.5): whoever reads must see what is old by its number and new by its commit.
 */
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
public interface CommitOrderContract extends StoreUnderTest {

  @Test
  default void whoWaitsSeesBothOfTwoThatCommitInReverse() throws Exception {
    Orders early = new Orders(another());
    Orders late = new Orders(another());
    Submission lower = early.order("lower");
    Submission higher = late.order("higher");
    assertThat(lower.id()).isLessThan(higher.id());
    List<Long> both = List.of(lower.id(), higher.id());
    List<Long> seen = new ArrayList<>();
    AtomicReference<CountDownLatch> next = new AtomicReference<>(new CountDownLatch(1));
    Thread waiter = new Thread(() -> waitForAll(both, seen, next));
    waiter.start();

    finish(late, higher);
    assertThat(next.get().await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(seen).containsExactly(higher.id());
    next.set(new CountDownLatch(1));
    finish(early, lower);
    waiter.join(20_000);

    assertThat(seen).containsExactly(higher.id(), lower.id());
  }

  /** As a waiter has to: it asks for the state of the ids it waits for, whatever their order. */
  private void waitForAll(List<Long> ids, List<Long> seen, AtomicReference<CountDownLatch> next) {
    long heard = Store.NOTHING_HEARD;
    try {
      while (true) {
        for (InvocationRecord ended : store().ended(ids)) {
          if (!seen.contains(ended.id())) {
            seen.add(ended.id());
            next.get().countDown();
          }
        }
        if (seen.size() == ids.size()) {
          return;
        }
        heard = store().await(News.END, heard, 5_000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void finish(Orders orders, Submission order) {
    orders.submit(order);
    Claimed claimed = orders.runNext(orders.worker());
    expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));
  }

  @Test
  default void aClaimFindsALowerIdThatCommittedLater() {
    Orders early = new Orders(another());
    Orders late = new Orders(another());
    Submission lower = early.order("lower");
    Submission higher = late.order("higher");
    Orders orders = orders();
    long worker = orders.worker();
    late.submit(higher);
    assertThat(orders.runNext(worker).submission().id()).isEqualTo(higher.id());

    early.submit(lower);

    assertThat(orders.runNext(worker).submission().id()).isEqualTo(lower.id());
    assertThat(store().submitted(Long.MAX_VALUE, 10))
        .extracting(InvocationRecord::id)
        .containsExactly(higher.id(), lower.id());
  }

  @Test
  default void setsOfOneClientCommitInReverseOfTheirNumbers() {
    Store client = another();
    Orders orders = new Orders(client);
    Calls calls = new Calls(client);
    Submission first = orders.order("first");
    Submission second = orders.order("second");
    ChangeSet early = calls.set(Fence.NONE, Orders.submitted(first));
    ChangeSet late = calls.set(Fence.NONE, Orders.submitted(second));

    assertThat(client.apply(List.of(late))).containsExactly(new Outcome.Applied());
    assertThat(client.apply(List.of(early))).containsExactly(new Outcome.Applied());

    assertThat(store().states(List.of(first.id(), second.id()))).hasSize(2);
  }
}
