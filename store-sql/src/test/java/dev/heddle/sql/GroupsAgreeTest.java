package dev.heddle.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claim;
import dev.heddle.store.Claimed;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.MemoryStore;
import dev.heddle.store.Outcome;
import dev.heddle.store.QueueRecord;
import dev.heddle.store.Store;
import dev.heddle.store.Submission;
import dev.heddle.testkit.Calls;
import dev.heddle.testkit.Draft;
import dev.heddle.testkit.Orders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * That a group is judged and applied as its sets would be one by one: SQLite in groups is compared
 * with the in-memory store set by set, over random sets that are right and wrong.
 */
class GroupsAgreeTest {
  @TempDir Path folder;

  private final MemoryStore oneByOne = new MemoryStore();
  private Random random;
  private Store grouped;
  private Orders orders;
  private Calls calls;
  private final List<Long> workers = new ArrayList<>();
  private final List<Long> ids = new ArrayList<>();
  private final List<Claimed> claims = new ArrayList<>();

  /** Only what is ordered has an execution of its id, and only what is evaluated has calls. */
  private final Set<Long> ordered = new HashSet<>();

  private final Set<Long> evaluated = new HashSet<>();

  private final List<InvocationHead> heads = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aGroupIsWhatItsSetsAreOneByOne(long seed) {
    random = new Random(seed);
    try (Store store = SqliteStore.open(folder.resolve("heddle.db"), false)) {
      grouped = store;
      orders = new Orders(oneByOne); // makes the sets and the ids for both
      calls = new Calls(oneByOne);
      for (int round = 0; round < 150; round++) {
        List<ChangeSet> group = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
          group.add(set());
        }
        tell(group);
        claim();
        if (round % 10 == 9) {
          compare();
        }
      }
      compare();
    }
  }

  /** Tells both, sometimes twice, as after a lost answer. */
  private void tell(List<ChangeSet> group) {
    do {
      List<Outcome> expected = new ArrayList<>();
      for (ChangeSet set : group) {
        expected.addAll(oneByOne.apply(List.of(set)));
      }
      List<Outcome> outcomes = grouped.apply(group);
      for (int i = 0; i < group.size(); i++) {
        assertThat(text(outcomes.get(i)))
            .as("%s instead of %s: %s", outcomes.get(i), expected.get(i), group.get(i))
            .isEqualTo(text(expected.get(i)));
      }
    } while (chance(10));
    ordered.addAll(grouped.states(ids).keySet());
    ids.stream().filter(id -> grouped.execution(id).isPresent()).forEach(evaluated::add);
  }

  private static String text(Outcome outcome) {
    return outcome instanceof Outcome.Rejected || outcome instanceof Outcome.Answered
        ? outcome.getClass().getSimpleName()
        : outcome.toString();
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T recent(List<T> of) {
    int back = Math.min(of.size(), chance(85) ? 10 : of.size());
    return of.get(of.size() - 1 - random.nextInt(back));
  }

  private ChangeSet set() {
    int what = random.nextInt(100);
    if (workers.isEmpty() || what < 3) {
      long worker = oneByOne.reserveIds(1);
      workers.add(worker);
      return calls.set(
          Fence.NONE,
          new Change.WorkerJoined(worker, 3, List.of(), List.of(Orders.TASK), orders.now()));
    } else if (what < 5) {
      long worker = recent(workers);
      return calls.set(
          Fence.NONE,
          chance(50)
              ? new Change.WorkerLeft(worker, orders.now())
              : new Change.WorkerStopping(worker, orders.now()));
    } else if (what < 10 && !ids.isEmpty()) {
      return calls.set(Fence.NONE, orders.cancelRequested(recent(ids), recent(ids)));
    } else if (what < 35 || claims.isEmpty()) {
      return submission();
    }
    Claimed claimed = recent(claims);
    List<Change> changes = new ArrayList<>(List.of(word(claimed)));
    while (chance(25)) {
      changes.add(word(claimed));
    }
    return calls.set(Orders.fence(claimed), changes.toArray(new Change[0]));
  }

  private ChangeSet submission() {
    List<Submission> submissions = new ArrayList<>();
    Fence fence = Fence.NONE;
    Claimed parent = claims.isEmpty() || chance(50) ? null : recent(claims);
    long of = 0;
    if (parent != null) {
      fence = Orders.fence(parent);
      of = parent.submission().id();
      if (!heads.isEmpty() && chance(20)) {
        InvocationHead head = recent(heads);
        of = head.id();
        fence = new Fence(head.execution(), parent.epoch());
      }
    }
    do {
      Draft draft = orders.draft("call").priority(random.nextInt(3));
      if (chance(15)) {
        draft.due(orders.now() + random.nextInt(60));
      }
      if (chance(8)) {
        draft.key("key" + random.nextInt(4));
      }
      if (chance(20)) {
        draft.expression((byte) 1);
      }
      if (parent != null) {
        draft
            .execution(parent.submission().execution())
            .child(of, parent.attempt(), random.nextInt(3));
      }
      submissions.add(draft.make());
    } while (chance(40));
    submissions.forEach(s -> ids.add(s.id()));
    long claimant = chance(20) ? recent(workers) : 0;
    if (claimant != 0) {
      submissions.forEach(s -> claims.add(new Claimed(s, 1, true, 1, false)));
    }
    return calls.set(fence, new Change.Submitted(submissions, claimant));
  }

  private Change word(Claimed claimed) {
    Fence fence = Orders.fence(claimed);
    return switch (random.nextInt(ordered.contains(fence.id()) ? 15 : 10)) {
      case 0, 1 -> orders.begun(claimed);
      case 2 -> orders.paused(claimed, recent(ids), recent(ids));
      case 3, 4 -> orders.resumed(claimed);
      case 5 -> orders.retryPlanned(claimed, orders.now() + random.nextInt(60));
      case 6 -> orders.givenBack(claimed);
      case 7 -> orders.succeeded(claimed, "1");
      case 8 -> orders.failed(claimed);
      case 9 -> new Change.Progressed(fence.id(), random.nextInt(9), 9);
      case 10 ->
          new Change.ExecutionStarted(fence.id(), fence.epoch(), "ordered", List.of(), 1_000);
      case 11, 12 -> {
        if (!evaluated.contains(fence.id())) {
          yield orders.begun(claimed);
        }
        InvocationHead head =
            Calls.head(oneByOne.reserveIds(1), fence, "key" + random.nextInt(5), true);
        heads.add(head);
        yield Calls.started(head, chance(50));
      }
      case 13 ->
          heads.stream()
              .filter(head -> head.execution() == fence.id())
              .reduce((one, other) -> chance(50) ? one : other)
              .map(head -> Calls.succeeded(Calls.onRecord(head), Calls.value("2"), orders.now()))
              .orElseGet(() -> orders.begun(claimed));
      default -> Calls.ended(fence, ExecutionState.SUCCEEDED);
    };
  }

  private void claim() {
    int most = random.nextInt(4);
    Claim claim =
        orders.claim(
            recent(workers), Orders.token(), most, most == 0 ? 0 : random.nextInt(most + 1));
    List<Claimed> expected = oneByOne.claim(claim);
    List<Claimed> claimed = grouped.claim(claim);
    assertThat(claimed).extracting(GroupsAgreeTest::text).isEqualTo(texts(expected));
    assertThat(grouped.available(claim)).isEqualTo(oneByOne.available(claim));
    claims.addAll(claimed);
    orders.pass(random.nextInt(20));
  }

  private static List<String> texts(List<Claimed> claimed) {
    return claimed.stream().map(GroupsAgreeTest::text).toList();
  }

  private static String text(Claimed c) {
    return c.submission().id() + "@" + c.epoch() + " " + c.begun() + " " + c.attempt();
  }

  private void compare() {
    List<Long> all = new ArrayList<>(ids);
    heads.forEach(head -> all.add(head.id()));
    for (long id : all) {
      assertThat(text(grouped, id)).as("%d", id).isEqualTo(text(oneByOne, id));
      assertThat(grouped.children(id, 0, 1_000)).isEqualTo(oneByOne.children(id, 0, 1_000));
    }
    assertThat(grouped.states(all)).isEqualTo(oneByOne.states(all));
    for (long worker : workers) {
      assertThat(grouped.owned(worker)).isEqualTo(oneByOne.owned(worker));
    }
    assertThat(grouped.waiting()).isEqualTo(oneByOne.waiting());
  }

  private static String text(Store store, long id) {
    String execution =
        store
            .execution(id)
            .map(e -> e.state() + " " + e.totals() + " " + e.startedAt() + " " + e.endedAt())
            .orElse("");
    return execution + store.invocation(id).map(r -> text(r) + store.history(id).size()).orElse("");
  }

  private static String text(InvocationRecord r) {
    QueueRecord q = r.queue();
    String text =
        r.state()
            + " "
            + r.startedAt()
            + " "
            + r.endedAt()
            + " "
            + r.key()
            + " "
            + r.error()
            + " "
            + r.arguments().size()
            + (r.result() != null);
    return q == null
        ? text
        : text
            + " by "
            + q.worker()
            + "@"
            + q.epoch()
            + " "
            + q.attempt()
            + " "
            + q.claimedAt()
            + " "
            + new TreeSet<>(q.waitsFor())
            + q.done()
            + "/"
            + q.total()
            + q.deaths();
  }
}
