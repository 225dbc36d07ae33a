package dev.heddle.testkit;

import static dev.heddle.InvocationState.CLAIMED;
import static dev.heddle.InvocationState.QUEUED;
import static dev.heddle.InvocationState.RUNNING;
import static dev.heddle.InvocationState.SCHEDULED;
import static dev.heddle.testkit.Calls.expectApplied;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.store.Availability;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claim;
import dev.heddle.store.Claimed;
import dev.heddle.store.Store;
import dev.heddle.store.Submission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Who gets what, in which order, and once. */
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
public interface ClaimContract extends StoreUnderTest {

  private static List<Long> ids(Collection<Claimed> claimed) {
    return claimed.stream().map(c -> c.submission().id()).toList();
  }

  @Test
  default void higherPriorityGoesFirstAndThenTheOlder() {
    Orders orders = orders();
    long low = orders.submit(orders.draft("a").priority(-1).queue("x").make());
    long first = orders.submit(orders.draft("b").queue("y").make());
    long second = orders.submit(orders.draft("c").queue("x").make());
    long high = orders.submit(orders.draft("d").priority(9).queue("z").make());
    long worker = orders.worker();

    assertThat(ids(orders.take(worker, 2))).containsExactly(high, first);
    assertThat(ids(orders.take(worker, 9))).containsExactly(second, low);
    assertThat(orders.take(worker, 9)).isEmpty();
  }

  @Test
  default void whatAPausedBodyAwaitsGoesBeforeAllOthers() {
    Orders orders = orders();
    long worker = orders.worker();
    orders.submit("waiter");
    Claimed waiter = orders.runNext(worker);
    long urgent = orders.submit(orders.draft("urgent").priority(100).make());
    long plain = orders.submit("plain");
    long awaited = orders.submit(orders.draft("awaited").priority(-5).make());

    expectApplied(orders.apply(waiter, orders.paused(waiter, awaited)));

    assertThat(ids(orders.take(worker, 9))).containsExactly(awaited, urgent, plain);
  }

  @Test
  default void whoHasTooManyPausedBodiesTakesOnlyWhatTheyAwait() {
    Orders orders = orders();
    long worker = orders.worker();
    orders.submit("waiter");
    Claimed waiter = orders.runNext(worker);
    orders.submit(orders.draft("urgent").priority(100).make());
    long awaited = orders.submit(orders.draft("awaited").priority(-5).make());

    assertThat(store().claim(orders.awaited(worker, 9))).isEmpty();
    assertThat(store().available(orders.awaited(worker, 9)).ready()).isFalse();
    expectApplied(orders.apply(waiter, orders.paused(waiter, awaited)));

    assertThat(store().available(orders.awaited(worker, 9)).ready()).isTrue();
    assertThat(ids(store().claim(orders.awaited(worker, 9)))).containsExactly(awaited);
    assertThat(store().claim(orders.awaited(worker, 9))).isEmpty();
  }

  @Test
  default void unknownTasksAndOtherQueuesAreLeftAlone() {
    Orders orders = orders();
    long mine = orders.submit(orders.draft("a").queue("x").make());
    long otherQueue = orders.submit(orders.draft("b").queue("y").priority(9).make());
    long otherTask = orders.submit(orders.draft("c").queue("x").task("t").priority(9).make());
    long worker = orders.worker();
    Claim narrow =
        new Claim(
            worker, Orders.token(), Set.of("x"), Set.of(Orders.TASK), 9, 0, false, orders.now());
    Claim none = new Claim(worker, Orders.token(), Set.of(), Set.of(), 9, 0, false, orders.now());

    assertThat(store().claim(none)).isEmpty();
    assertThat(ids(store().claim(narrow))).containsExactly(mine);
    assertThat(orders.state(otherQueue)).isEqualTo(QUEUED);
    assertThat(orders.state(otherTask)).isEqualTo(QUEUED);
    Claim wide =
        new Claim(
            worker, Orders.token(), Set.of(), Set.of("t", Orders.TASK), 9, 0, false, orders.now());
    assertThat(ids(store().claim(wide))).containsExactly(otherQueue, otherTask);
  }

  @Test
  default void oneIsFoundBehindManyOfUnknownTasks() {
    Orders orders = orders();
    List<Submission> many = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      many.add(orders.draft("a" + i).task("unknown" + i % 7).make());
    }
    expectApplied(orders.apply(Fence.NONE, new Change.Submitted(many, 0)));
    long mine = orders.submit("mine");

    assertThat(ids(orders.take(orders.worker(), 9))).containsExactly(mine);
  }

  @Test
  default void theFirstOfAClaimCountAsBegun() {
    Orders orders = orders();
    for (int i = 0; i < 3; i++) {
      orders.submit("a" + i);
    }
    long worker = orders.worker();

    List<Claimed> claimed = store().claim(orders.claim(worker, Orders.token(), 3, 2));

    assertThat(claimed).extracting(Claimed::begun).containsExactly(true, true, false);
    assertThat(claimed).allMatch(c -> c.epoch() == 1);
    assertThat(store().states(ids(claimed)).values())
        .containsExactlyInAnyOrder(RUNNING, RUNNING, CLAIMED);
    assertThat(store().owned(worker)).hasSize(3);
  }

  @Test
  default void aClaimIsReadBackWithAllThatItsBodyNeeds() {
    Orders orders = orders();
    Submission order = orders.draft("a").priority(2).key("k").expression((byte) 7).make();
    orders.submit(order);

    Submission read = orders.takeNext(orders.worker()).submission();

    assertThat(read.id()).isEqualTo(order.id());
    assertThat(read.task()).isEqualTo(order.task());
    assertThat(read.key()).isEqualTo(order.key());
    assertThat(read.expression()).containsExactly(7);
    assertThat(read.order()).isEqualTo(order.order());
    assertThat(read.execution()).isEqualTo(order.execution());
    assertThat(read.submittedAt()).isEqualTo(order.submittedAt());
  }

  // Asking again

  @Test
  default void askingAgainWithTheTokenAnswersTheSame() {
    Orders orders = orders();
    for (int i = 0; i < 5; i++) {
      orders.submit("a" + i);
    }
    long worker = orders.worker();
    Claim claim = orders.claim(worker, Orders.token(), 3, 1);

    List<Claimed> once = store().claim(claim);
    List<Claimed> twice = store().claim(claim);

    assertThat(ids(twice)).isEqualTo(ids(once));
    assertThat(twice).extracting(Claimed::epoch).containsOnly(1L);
    assertThat(twice).extracting(Claimed::begun).containsExactly(true, false, false);
    assertThat(store().owned(worker)).hasSize(3);
    assertThat(orders.take(worker, 9)).hasSize(2);
  }

  @Test
  default void askingAgainDoesNotAnswerWhatHasBegunOrIsGone() {
    Orders orders = orders();
    long begun = orders.submit("begun");
    long back = orders.submit("back");
    long still = orders.submit("still");
    long worker = orders.worker();
    Claim claim = orders.claim(worker, Orders.token(), 3, 0);
    List<Claimed> claimed = store().claim(claim);
    expectApplied(orders.apply(claimed.get(0), orders.begun(claimed.get(0))));
    expectApplied(orders.apply(claimed.get(1), orders.givenBack(claimed.get(1))));

    assertThat(ids(store().claim(claim))).containsExactly(still);
    assertThat(orders.state(begun)).isEqualTo(RUNNING);
    assertThat(orders.state(back)).isEqualTo(QUEUED);
  }

  @Test
  default void aTokenIsItsWorkersOwn() {
    Orders orders = orders();
    long a = orders.submit("a");
    long b = orders.submit("b");
    long token = Orders.token();
    long one = orders.worker();
    long other = orders.worker();

    assertThat(ids(store().claim(orders.claim(one, token, 1, 0)))).containsExactly(a);
    assertThat(ids(store().claim(orders.claim(other, token, 1, 0)))).containsExactly(b);
  }

  // Time

  @Test
  default void whatIsDueIsClaimedAndNothingEarlier() {
    Orders orders = orders();
    long due = orders.now() + 1_000;
    long id = orders.submit(orders.draft("a").due(due).make());
    long worker = orders.worker();
    assertThat(orders.take(worker, 9)).isEmpty();
    assertThat(orders.state(id)).isEqualTo(SCHEDULED);

    Claim early =
        new Claim(worker, Orders.token(), Set.of(), Set.of(Orders.TASK), 9, 0, false, due - 1);
    Claim then = new Claim(worker, Orders.token(), Set.of(), Set.of(Orders.TASK), 9, 0, false, due);
    assertThat(store().claim(early)).isEmpty();
    assertThat(ids(store().claim(then))).containsExactly(id);
  }

  @Test
  default void availabilitySaysWhatAClaimWouldFindAndTakesNothing() {
    Orders orders = orders();
    long worker = orders.worker();
    assertThat(available(orders, worker)).isEqualTo(new Availability(false, false, Long.MAX_VALUE));

    long due = orders.now() + 1_000;
    long later = orders.submit(orders.draft("later").due(due).make());
    orders.submit(orders.draft("latest").due(due + 1).make());
    orders.submit(orders.draft("unknown").task("unknown").make());
    assertThat(available(orders, worker)).isEqualTo(new Availability(false, false, due));

    long now = orders.submit("now");
    assertThat(available(orders, worker)).isEqualTo(new Availability(true, false, due));
    assertThat(orders.state(now)).isEqualTo(QUEUED);
    assertThat(ids(orders.take(worker, 1))).containsExactly(now);

    orders.pass(1_000);
    assertThat(available(orders, worker).ready()).isTrue();
    assertThat(orders.state(later)).as("only read").isEqualTo(SCHEDULED);
  }

  private Availability available(Orders orders, long worker) {
    return store().available(orders.claim(worker, Orders.token(), 1, 0));
  }

  // Many who claim

  @Test
  default void noTwoWorkersGetTheSame() throws Exception {
    Orders orders = orders();
    List<Submission> many = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      many.add(orders.order("a" + i));
    }
    expectApplied(orders.apply(Fence.NONE, new Change.Submitted(many, 0)));
    List<Callable<List<Long>>> claimers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Store client = i % 2 == 0 ? store() : another();
      Orders its = new Orders(client);
      long worker = its.worker();
      claimers.add(
          () -> {
            List<Long> got = new ArrayList<>();
            for (List<Claimed> some = its.run(worker, 7);
                !some.isEmpty();
                some = its.run(worker, 7)) {
              got.addAll(ids(some));
              for (Claimed claimed : some) {
                expectApplied(its.apply(claimed, its.succeeded(claimed, "1")));
              }
            }
            return got;
          });
    }

    Set<Long> all = new HashSet<>();
    ExecutorService threads = Executors.newFixedThreadPool(claimers.size());
    try {
      for (Future<List<Long>> got : threads.invokeAll(claimers)) {
        for (long id : got.get()) {
          assertThat(all.add(id)).as("%d is claimed once", id).isTrue();
        }
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(all).hasSize(400);
  }
}
