package dev.heddle.sql;

import static dev.heddle.InvocationState.CANCELLED;
import static dev.heddle.InvocationState.QUEUED;
import static dev.heddle.InvocationState.RUNNING;
import static dev.heddle.InvocationState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claim;
import dev.heddle.store.Claimed;
import dev.heddle.store.Outcome;
import dev.heddle.store.Recovery;
import dev.heddle.store.Store;
import dev.heddle.store.Submission;
import dev.heddle.store.Teller;
import dev.heddle.testkit.Calls;
import dev.heddle.testkit.OrderedWorkContract;
import dev.heddle.testkit.Orders;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What the contract says of ordered work, where whatever a claim begins is in a bundle, be it one
 * alone; and what is true of bundles only.
 */
class PostgresBundlesTest extends PostgresUnderTest implements OrderedWorkContract {
  /** Enough for a bundle in any store. */
  private static final int MANY = 40;

  PostgresBundlesTest() {
    super(1);
  }

  private List<Long> submitted(Orders orders, int count) {
    List<Submission> many = IntStream.range(0, count).mapToObj(i -> orders.order("a" + i)).toList();
    Calls.expectApplied(orders.apply(Fence.NONE, new Change.Submitted(many, 0)));
    return many.stream().map(Submission::id).toList();
  }

  private List<Claimed> claimed(Orders orders, int count) {
    submitted(orders, count);
    List<Claimed> claimed = orders.run(orders.worker(), count);
    assertThat(claimed).hasSize(count);
    return claimed;
  }

  private static List<Long> ids(List<Claimed> claimed) {
    return claimed.stream().map(one -> one.submission().id()).toList();
  }

  private long bundles() {
    try (Connection connection = TestPostgres.connect(url());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM heddle.bundle")) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void ofOneThatWasKilledAllIsTakenOverAndClaimedBesideWhatIsNew() {
    Orders orders = orders();
    List<Long> ids = submitted(orders, MANY);
    Store dying = mortal();
    Orders its = new Orders(dying);
    long worker = its.worker();
    List<Claimed> begun = its.run(worker, MANY);
    Calls.expectApplied(its.apply(begun.get(0), its.succeeded(begun.get(0), "1")));
    assertThat(bundles()).isEqualTo(1);
    assertThat(store().owned(worker)).hasSize(MANY - 1).allMatch(one -> one.state() == RUNNING);
    kill(dying);

    Recovery recovery = store().recover();

    assertThat(recovery.invocations()).hasSize(MANY - 1).allMatch(one -> one.state() == QUEUED);
    assertThat(bundles()).isZero();
    submitted(orders, MANY);
    List<Claimed> again = orders.run(orders.worker(), 2 * MANY);
    assertThat(again).hasSize(2 * MANY - 1);
    assertThat(again.stream().filter(one -> one.epoch() == 3)).hasSize(MANY - 1);
    assertThat(again.stream().filter(one -> one.epoch() == 1)).hasSize(MANY);
    assertThat(end(store(), orders, again)).containsOnly(new Outcome.Applied());
    assertThat(store().states(ids).values()).hasSize(MANY).containsOnly(SUCCEEDED);
    assertThat(bundles()).isZero();
  }

  @Test
  void whatAnotherTookOutOfItIsRefusedAndTheRestStands() {
    Orders orders = orders();
    List<Claimed> claimed = claimed(orders, MANY);
    long cancelled = claimed.get(7).submission().id();
    Orders others = new Orders(another());
    Calls.expectApplied(others.apply(Fence.NONE, others.cancelRequested(cancelled)));

    List<Outcome> outcomes = end(store(), orders, claimed);

    assertThat(outcomes.get(7)).isInstanceOf(Outcome.Rejected.class);
    assertThat(outcomes.stream().filter(new Outcome.Applied()::equals)).hasSize(MANY - 1);
    assertThat(orders.state(cancelled)).isEqualTo(CANCELLED);
    assertThat(bundles()).isZero();
  }

  @Test
  void twoTellersEndWhatIsInItAtOnce() throws Exception {
    Orders orders = orders();
    Teller beside = store().moreTellers().get(0);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Claimed> claimed = claimed(orders, 400);
      List<Future<List<Outcome>>> answers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Teller teller = i == 0 ? store() : beside;
        int first = i;
        answers.add(
            threads.submit(
                () -> {
                  List<Outcome> outcomes = new ArrayList<>();
                  for (int from = 0; from < claimed.size(); from += 40) {
                    List<Claimed> own = new ArrayList<>();
                    for (int at = from + first; at < from + 40; at += 2) {
                      own.add(claimed.get(at));
                    }
                    outcomes.addAll(end(teller, orders, own));
                  }
                  return outcomes;
                }));
      }
      for (Future<List<Outcome>> one : answers) {
        assertThat(one.get()).hasSize(200).containsOnly(new Outcome.Applied());
      }
      assertThat(store().states(ids(claimed)).values()).hasSize(400).containsOnly(SUCCEEDED);
      assertThat(bundles()).isZero();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anEndAndACancelOfTheSameOneAgreeWhoeverIsFirst() throws Exception {
    Orders orders = orders();
    Orders others = new Orders(another());
    List<Claimed> claimed = claimed(orders, 200);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> cancels =
          thread.submit(
              () -> {
                for (int i = 0; i < claimed.size(); i += 3) {
                  long id = claimed.get(i).submission().id();
                  others.apply(Fence.NONE, others.cancelRequested(id));
                }
              });
      List<Outcome> outcomes = new ArrayList<>();
      for (int from = 0; from < claimed.size(); from += 20) {
        outcomes.addAll(end(store(), orders, claimed.subList(from, from + 20)));
      }
      cancels.get();
      for (int i = 0; i < claimed.size(); i++) {
        assertThat(orders.state(claimed.get(i).submission().id()))
            .isEqualTo(outcomes.get(i).equals(new Outcome.Applied()) ? SUCCEEDED : CANCELLED);
      }
      assertThat(bundles()).isZero();
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void aClaimThatIsAskedForAgainAnswersWhatIsStillInIt() {
    Orders orders = orders();
    submitted(orders, MANY);
    long worker = orders.worker();
    Claim claim = orders.claim(worker, Orders.token(), MANY, MANY);
    List<Claimed> claimed = store().claim(claim);
    Calls.expectApplied(orders.apply(claimed.get(3), orders.succeeded(claimed.get(3), "1")));

    List<Claimed> again = store().claim(claim);

    List<Long> left = new ArrayList<>(ids(claimed));
    left.remove(3);
    assertThat(ids(again)).isEqualTo(left);
    assertThat(again).allMatch(one -> one.epoch() == 1 && one.begun());
  }

  @Test
  void whatAnEarlierLifeOfThisProcessHadInOneIsJudgedByWhatIsNow() {
    Orders orders = orders();
    List<Claimed> claimed = claimed(orders, MANY);
    Claimed one = claimed.get(5);
    Calls.expectApplied(orders.apply(one, orders.givenBack(one)));
    long other = orders.worker();
    Claimed anew = orders.runNext(other);
    assertThat(anew.epoch()).isEqualTo(2);

    assertThat(end(store(), orders, claimed).get(5)).isInstanceOf(Outcome.Rejected.class);
    assertThat(end(store(), orders, List.of(anew))).containsExactly(new Outcome.Applied());
    assertThat(store().states(ids(claimed)).values()).hasSize(MANY).containsOnly(SUCCEEDED);
  }

  /** Ids of one queue with those of another between them. */
  @Test
  void whatIsOrderedForTwoQueuesInTurnIsFoundInItsBundle() {
    Orders orders = orders();
    List<Submission> many =
        IntStream.range(0, 2 * MANY)
            .mapToObj(i -> orders.draft("a" + i).queue(i % 2 == 0 ? "even" : "odd").make())
            .toList();
    Calls.expectApplied(orders.apply(Fence.NONE, new Change.Submitted(many, 0)));
    assertThat(bundles()).isEqualTo(2);
    List<Long> ids = many.stream().map(Submission::id).toList();
    assertThat(store().states(ids).values()).hasSize(2 * MANY).containsOnly(QUEUED);
    Orders others = new Orders(another());
    Calls.expectApplied(others.apply(Fence.NONE, others.cancelRequested(ids.get(6))));

    List<Claimed> claimed = orders.run(orders.worker(), 2 * MANY);

    assertThat(ids(claimed)).hasSize(2 * MANY - 1).isSorted().doesNotContain(ids.get(6));
    assertThat(store().invocation(ids.get(9)).orElseThrow().state()).isEqualTo(RUNNING);
    assertThat(store().history(ids.get(9))).hasSize(2);
    assertThat(end(store(), orders, claimed)).containsOnly(new Outcome.Applied());
    assertThat(orders.state(ids.get(6))).isEqualTo(CANCELLED);
    assertThat(bundles()).isZero();
  }

  @Test
  void bundlesAndWhatWaitsAloneAreOneLine() {
    Orders orders = orders();
    long before = orders.submit("before");
    List<Long> ids = submitted(orders, 3 * MANY);
    long urgent = orders.submit(orders.draft("urgent").priority(5).make());
    long worker = orders.worker();
    long waiting =
        store().waiting().stream().mapToLong(one -> one.state() == QUEUED ? one.count() : 0).sum();

    List<Claimed> held = orders.take(worker, 3);
    List<Claimed> some = orders.run(worker, MANY);
    List<Claimed> rest = orders.run(worker, 9 * MANY);

    assertThat(waiting).isEqualTo(3 * MANY + 2);
    assertThat(ids(held)).containsExactly(urgent, before, ids.get(0));
    assertThat(ids(some)).isEqualTo(ids.subList(1, MANY + 1));
    assertThat(ids(rest)).isEqualTo(ids.subList(MANY + 1, 3 * MANY));
  }

  @Test
  void ofClaimsBesideEachOtherEachGetsItsOwn() throws Exception {
    List<Long> ids = submitted(orders(), 3_000);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<List<Long>>> answers = new ArrayList<>();
      for (int most : new int[] {7, 100, 400}) {
        Orders orders = new Orders(another());
        long worker = orders.worker();
        answers.add(
            threads.submit(
                () -> {
                  List<Long> got = new ArrayList<>();
                  for (int none = 0; none < 3; ) {
                    List<Claimed> claimed =
                        most < 10 ? orders.take(worker, most) : orders.run(worker, most);
                    got.addAll(ids(claimed));
                    none = claimed.isEmpty() ? none + 1 : 0;
                  }
                  return got;
                }));
      }
      List<Long> all = new ArrayList<>();
      for (Future<List<Long>> one : answers) {
        all.addAll(one.get());
      }
      assertThat(all).hasSize(ids.size()).containsExactlyInAnyOrderElementsOf(ids);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The server looks at both bundles again then, one after the other. */
  @Test
  void whatIsTakenOutOfBundlesThatAnotherHasJustChangedIsNotThereAnyMore() throws Exception {
    List<Long> ids = new ArrayList<>(submitted(orders(), MANY));
    ids.addAll(submitted(orders(), MANY));
    Orders orders = new Orders(another());
    long worker = orders.worker();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Connection other = TestPostgres.connect(url());
        Statement statement = other.createStatement()) {
      statement.execute("ANALYZE heddle.bundle"); // other plans than for a table that is new
      assertThat(orders.take(worker, MANY - 3)).hasSize(MANY - 3);
      other.setAutoCommit(false);
      takeOut(statement, ids.get(0), MANY - 2);
      takeOut(statement, ids.get(MANY), 5);
      Future<List<Claimed>> waits = thread.submit(() -> orders.take(worker, 6));
      await().atMost(Duration.ofSeconds(20)).until(() -> TestPostgres.anyWaits(url()));
      other.commit();

      List<Long> first = ids(waits.get());
      List<Long> second = ids(orders.take(worker, 6));

      assertThat(first).containsExactlyElementsOf(left(ids, 0, 6));
      assertThat(second).containsExactlyElementsOf(left(ids, 6, 12));
    } finally {
      thread.shutdownNow();
    }
  }

  private static List<Long> left(List<Long> ids, int from, int to) {
    List<Long> left = new ArrayList<>(ids.subList(MANY - 2, MANY));
    left.addAll(ids.subList(MANY + 5, 2 * MANY));
    return left.subList(from, to);
  }

  private static void takeOut(Statement statement, long first, int count) throws SQLException {
    String bits = "1".repeat(count) + "0".repeat(MANY - count);
    assertThat(
            statement.executeUpdate(
                "UPDATE heddle.bundle SET gone = gone | B'" + bits + "' WHERE first = " + first))
        .isEqualTo(1);
  }
}
