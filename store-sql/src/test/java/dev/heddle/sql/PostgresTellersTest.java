package dev.heddle.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.InvocationState;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.Outcome;
import dev.heddle.store.Store;
import dev.heddle.store.Submission;
import dev.heddle.store.Teller;
import dev.heddle.testkit.Calls;
import dev.heddle.testkit.Orders;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One client that tells a store through two tellers at once. */
class PostgresTellersTest {
  private final String url = TestPostgres.store();
  private final Store store = PostgresStore.open(url);
  private final Teller beside = store.moreTellers().get(0);
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  @AfterEach
  void close() {
    threads.shutdownNow();
    store.close();
  }

  @Test
  void whatBothAreToldStandsAndWhatIsToldAgainIsKnown() throws Exception {
    int count = 400;
    Orders orders = new Orders(store);
    List<Claimed> claimed = claimed(orders, count);

    List<Callable<List<Outcome>>> told =
        List.of(
            () -> ended(store, orders, claimed.subList(0, count / 2)),
            () -> ended(beside, orders, claimed.subList(count / 2, count)));
    List<Outcome> again = new ArrayList<>();
    for (Future<List<Outcome>> one : threads.invokeAll(told)) {
      again.addAll(one.get());
    }

    assertThat(again).hasSize(count).containsOnly(new Outcome.AlreadyApplied());
    assertThat(store.states(claimed.stream().map(one -> one.submission().id()).toList()).values())
        .hasSize(count)
        .containsOnly(InvocationState.SUCCEEDED);
  }

  /** So many are ordered, and one worker takes them all. */
  private static List<Claimed> claimed(Orders orders, int count) {
    List<Submission> many = IntStream.range(0, count).mapToObj(i -> orders.order("a" + i)).toList();
    Calls.expectApplied(orders.apply(Fence.NONE, new Change.Submitted(many, 0)));
    List<Claimed> claimed = orders.run(orders.worker(), count);
    assertThat(claimed).hasSize(count);
    return claimed;
  }

  /** Tells each group twice; what the second time was answered. */
  private static List<Outcome> ended(Teller teller, Orders orders, List<Claimed> claimed) {
    List<Outcome> again = new ArrayList<>();
    for (int from = 0; from < claimed.size(); from += 10) {
      List<ChangeSet> group = new ArrayList<>();
      for (Claimed one : claimed.subList(from, from + 10)) {
        List<Change> end = List.of(orders.succeeded(one, "1"));
        group.add(new ChangeSet(teller.reserveNumbers(1), Orders.fence(one), end));
      }
      assertThat(teller.apply(group)).containsOnly(new Outcome.Applied());
      again.addAll(teller.apply(group));
    }
    return again;
  }

  /** What a group takes for an end, and is none, must not be in the way of the true one. */
  @Test
  void anEndByItsOwnerStandsBesideThatOfAZombie() throws Exception {
    Orders orders = new Orders(store);
    for (Claimed one : claimed(orders, 100)) {
      Fence fence = Orders.fence(one);
      Change end = orders.succeeded(one, "1");
      Fence stale = new Fence(fence.id(), fence.epoch() - 1);
      List<Callable<Outcome>> told =
          List.of(() -> tell(store, stale, end), () -> tell(beside, fence, end));
      List<Future<Outcome>> answers = threads.invokeAll(told);

      assertThat(answers.get(0).get()).isInstanceOf(Outcome.Rejected.class);
      assertThat(answers.get(1).get()).isEqualTo(new Outcome.Applied());
    }
  }

  private static Outcome tell(Teller teller, Fence fence, Change end) {
    return teller
        .apply(List.of(new ChangeSet(teller.reserveNumbers(1), fence, List.of(end))))
        .get(0);
  }

  /** Orders write no number: that they are on record tells. */
  @Test
  void anOrderWhoseAnswerIsLostIsOnRecordOnce() {
    try (CutProxy proxy = new CutProxy(PostgresUrl.parse(url).port());
        Store cut = PostgresStore.open(url.replaceFirst(":\\d+/", ":" + proxy.port() + "/"))) {
      Orders orders = new Orders(cut);
      long before = orders.submit("a");
      Submission order = orders.order("b");
      Submission more = orders.order("c");
      proxy.loseNextAnswers();

      assertThat(orders.apply(Fence.NONE, Orders.submitted(order, more)))
          .isEqualTo(new Outcome.AlreadyApplied());

      assertThat(store.states(List.of(before, order.id(), more.id())).values())
          .hasSize(3)
          .containsOnly(InvocationState.QUEUED);
      assertThat(orders.apply(Fence.NONE, Orders.submitted(order)))
          .as("under another number")
          .isInstanceOf(Outcome.Rejected.class);
      Calls.expectApplied(orders.apply(Fence.NONE, Orders.submitted(orders.order("d"))));
    }
  }

  @Test
  void whatItBeginsIsTheClientsOwn() {
    Fence fence = new Fence(store.reserveIds(1), 1);
    Change begun = new Change.ExecutionStarted(fence.id(), 1, "e", List.of("run"), 1_000);

    assertThat(
            beside.apply(List.of(new ChangeSet(beside.reserveNumbers(1), fence, List.of(begun)))))
        .containsExactly(new Outcome.Applied());
    store.close();

    try (Store other = PostgresStore.open(url)) {
      assertThat(other.execution(fence.id()))
          .hasValueSatisfying(
              execution -> assertThat(execution.state()).isEqualTo(ExecutionState.INTERRUPTED));
    }
  }

  @Test
  void ofTwoThatEndTheSameOneIsRefused() throws Exception {
    Orders orders = new Orders(store);
    orders.submit("a");
    Claimed claimed = orders.runNext(orders.worker());
    List<Change> end = List.of(orders.succeeded(claimed, "1"));
    List<Callable<Outcome>> both = new ArrayList<>();
    for (Teller teller : List.of(store, beside)) {
      ChangeSet set = new ChangeSet(teller.reserveNumbers(1), Orders.fence(claimed), end);
      both.add(() -> teller.apply(List.of(set)).get(0));
    }

    List<Outcome> outcomes = new ArrayList<>();
    for (Future<Outcome> one : threads.invokeAll(both)) {
      outcomes.add(one.get());
    }

    assertThat(outcomes)
        .contains(new Outcome.Applied())
        .hasAtLeastOneElementOfType(Outcome.Rejected.class);
  }
}
