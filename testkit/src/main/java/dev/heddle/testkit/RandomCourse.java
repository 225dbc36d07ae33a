package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.InvocationState;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claim;
import dev.heddle.store.Claimed;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Outcome;
import dev.heddle.store.Owned;
import dev.heddle.store.QueueRecord;
import dev.heddle.store.Store;
import dev.heddle.store.Submission;
import dev.heddle.store.WorkerRecord;
import dev.heddle.store.WorkerState;
import dev.heddle.testkit.CourseModel.Row;
import dev.heddle.testkit.CourseModel.Worker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Does at random what clients and workers do, right and wrong, to a store and to {@link
 * CourseModel}, and compares the two after each step.
 */
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
final class RandomCourse {
  /** How many of the newest rows are compared after each step. */
  private static final int WATCHED = 60;

  private final StoreUnderTest test;
  private final Random random;
  private final CourseModel model = new CourseModel();
  private final Orders orders;

  /** The first can be killed; its process may take a while to start, so it is the only one. */
  private final List<Store> clients = new ArrayList<>();

  /** Every claim that was ever answered: most of them hold no longer. */
  private final List<Claimed> claims = new ArrayList<>();

  private final List<Long> watched = new ArrayList<>();

  RandomCourse(StoreUnderTest test, long seed) {
    this.test = test;
    this.random = new Random(seed);
    this.orders = test.orders();
    clients.add(test.mortal());
    clients.add(test.another());
    join();
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** One that is probably still of interest: mostly of the newest. */
  private <T> T recent(List<T> of) {
    int back = Math.min(of.size(), chance(80) ? 12 : of.size());
    return of.get(of.size() - 1 - random.nextInt(back));
  }

  /** Does one thing; answers whether a client died of it. */
  boolean step(boolean mayKill) {
    boolean killed = false;
    int die = random.nextInt(1_000);
    if (die < 220) {
      submit();
    } else if (die < 480) {
      claim();
    } else if (die < 900 && !claims.isEmpty()) {
      say(recent(claims));
    } else if (die < 930 && !watched.isEmpty()) {
      cancel(recent(watched));
    } else if (die < 960) {
      join();
    } else if (die < 980) {
      retire(any(List.copyOf(model.workers.values())));
    } else if (die < 986) {
      killed = lose(random.nextInt(clients.size()), mayKill);
    } else {
      orders.pass(random.nextInt(40));
    }
    compare();
    return killed;
  }

  private void join() {
    Store client = any(clients);
    long worker = new Orders(client).worker();
    model.workers.put(worker, new Worker(worker, client));
  }

  private void retire(Worker worker) {
    boolean here = worker.state == WorkerState.ALIVE || worker.state == WorkerState.STOPPING;
    boolean leaves = chance(50);
    Change change =
        leaves
            ? new Change.WorkerLeft(worker.id, orders.now())
            : new Change.WorkerStopping(worker.id, orders.now());
    expect(
        here ? Outcome.Applied.class : Outcome.Rejected.class,
        orders.apply(Fence.NONE, change),
        change);
    if (here && leaves) {
      model.left(worker);
    } else if (here) {
      worker.state = WorkerState.STOPPING;
    }
  }

  private boolean lose(int index, boolean mayKill) {
    Store client = clients.get(index);
    boolean mortal = index == 0;
    boolean killed = mortal && mayKill && test.killed(client);
    if (killed) {
      model.died(client);
      test.store().recover();
    } else {
      model.closed(client);
      client.close();
    }
    clients.set(index, mortal ? test.mortal() : test.another());
    join();
    return killed;
  }

  private static void expect(Class<? extends Outcome> kind, Outcome outcome, Object what) {
    assertThat(outcome).as("%s", what).isInstanceOf(kind);
  }

  // Orders

  private void submit() {
    Draft draft = orders.draft("call").priority(random.nextInt(3)).maxRecoveries(2);
    if (chance(20)) {
      draft.due(orders.now() + random.nextInt(60));
    }
    if (chance(5)) {
      draft.key("key" + random.nextInt(5));
    }
    Fence fence = Fence.NONE;
    if (!claims.isEmpty() && chance(50)) {
      Claimed parent = recent(claims);
      fence = Orders.fence(parent);
      draft
          .execution(parent.submission().execution())
          .child(parent.submission().id(), parent.attempt(), random.nextInt(3));
    }
    long claimant = chance(15) ? any(List.copyOf(model.workers.keySet())) : 0;
    Submission submission = draft.make();
    Outcome outcome = orders.apply(fence, new Change.Submitted(List.of(submission), claimant));
    if (fence.id() != 0 && !model.holds(fence.id(), fence.epoch())) {
      expect(Outcome.Rejected.class, outcome, submission);
      return;
    }
    expect(model.submit(submission, claimant), outcome, submission);
    if (outcome instanceof Outcome.Adopted adopted) {
      Row same = model.same(submission);
      assertThat(adopted.ids().get(submission.id())).isEqualTo(same == null ? 0 : same.id());
    } else {
      watched.add(submission.id());
      Row row = model.rows.get(submission.id());
      if (row != null && row.state == InvocationState.RUNNING) {
        claims.add(new Claimed(submission, 1, true, 1, false));
      }
    }
  }

  private void cancel(long id) {
    expect(Outcome.Applied.class, orders.apply(Fence.NONE, orders.cancelRequested(id)), "cancel");
    Row row = model.rows.get(id);
    if (row != null) {
      model.cancel(row);
    }
  }

  // Claims

  private void claim() {
    Worker worker = any(List.copyOf(model.workers.values()));
    int most = 1 + random.nextInt(3);
    boolean alone = chance(15);
    long now = orders.now();
    Claim claim =
        new Claim(
            worker.id,
            Orders.token(),
            Set.of(),
            Set.of(Orders.TASK),
            most,
            random.nextInt(most + 1),
            alone,
            now);
    List<Row> candidates =
        worker.state == WorkerState.ALIVE ? model.candidates(now, alone) : List.of();

    // A worker of a client that is gone gets nothing, whoever asks in its name.
    Store asks = clients.contains(worker.client) ? worker.client : test.store();
    List<Claimed> claimed = asks.claim(claim);

    assertThat(claimed).hasSize(Math.min(alone ? 1 : most, candidates.size()));
    Set<Long> got = claimed.stream().map(c -> c.submission().id()).collect(Collectors.toSet());
    assertThat(got).hasSize(claimed.size());
    assertThat(candidates.stream().map(Row::id)).containsAll(got);
    assertRank(candidates, got);
    for (int i = 0; i < claimed.size(); i++) {
      Claimed one = claimed.get(i);
      Row row = model.rows.get(one.submission().id());
      assertThat(one.begun())
          .as("whether number %d of %d has begun, of which %d were to", i, most, claim.begin())
          .isEqualTo(i < claim.begin());
      model.claimed(row, worker.id, one.begun());
      assertThat(one.epoch()).isEqualTo(row.epoch);
      assertThat(one.attempt()).isEqualTo(row.attempt);
      assertThat(one.suspect()).as("suspect, of %s", one).isEqualTo(alone);
    }
    claims.addAll(claimed);
    if (!claimed.isEmpty() && chance(20)) {
      assertThat(asks.claim(claim))
          .extracting(c -> c.submission().id() + "@" + c.epoch())
          .containsExactlyInAnyOrderElementsOf(
              claimed.stream().map(c -> c.submission().id() + "@" + c.epoch()).toList());
    }
  }

  /** The awaited first; the others by priority and age. */
  private void assertRank(List<Row> candidates, Set<Long> got) {
    boolean plainLeft = false;
    for (Row row : candidates) {
      boolean taken = got.contains(row.id());
      if (!taken && row.atTheFront && model.isAwaited(row)) {
        assertThat(got).allMatch(id -> model.rows.get(id).everAwaited);
      }
      if (!row.everAwaited) {
        assertThat(taken && plainLeft).as("%d goes after one that was left", row.id()).isFalse();
        plainLeft |= !taken;
      }
    }
  }

  // The words of owners, present and former

  private void say(Claimed claimed) {
    long id = claimed.submission().id();
    Row row = model.rows.get(id);
    boolean holds = model.holds(id, claimed.epoch());
    InvocationState from = row.state;
    boolean runs = from == InvocationState.RUNNING;
    switch (random.nextInt(7)) {
      case 0 -> {
        boolean may = holds && from == InvocationState.CLAIMED;
        judged(claimed, may, orders.begun(claimed), () -> row.state = InvocationState.RUNNING);
      }
      case 1 -> pause(claimed, row, holds && runs);
      case 2 -> {
        boolean may = holds && from == InvocationState.PAUSED;
        judged(
            claimed,
            may,
            orders.resumed(claimed),
            () -> {
              row.state = InvocationState.RUNNING;
              row.waitsFor.clear();
            });
      }
      case 3 -> {
        long due = orders.now() + random.nextInt(60);
        judged(
            claimed,
            holds && runs,
            orders.retryPlanned(claimed, due),
            () -> {
              model.release(row, InvocationState.RETRYING);
              row.attempt++;
              row.due = due;
            });
      }
      case 4 ->
          judged(
              claimed,
              holds,
              orders.givenBack(claimed),
              () -> model.release(row, InvocationState.QUEUED));
      case 5 ->
          judged(
              claimed,
              holds && runs,
              orders.succeeded(claimed, "1"),
              () -> model.end(row, InvocationState.SUCCEEDED));
      default ->
          judged(
              claimed,
              holds && runs,
              orders.failed(claimed),
              () -> model.end(row, InvocationState.FAILED));
    }
  }

  private void judged(Claimed claimed, boolean may, Change change, Runnable then) {
    expect(
        may ? Outcome.Applied.class : Outcome.Rejected.class,
        orders.apply(claimed, change),
        change);
    if (may) {
      then.run();
    }
  }

  private void pause(Claimed claimed, Row row, boolean may) {
    List<Long> waitsFor = new ArrayList<>(new HashSet<>(List.of(recent(watched), any(watched))));
    Outcome outcome = orders.apply(claimed, orders.paused(claimed, waitsFor.toArray(new Long[0])));
    if (!may) {
      expect(Outcome.Rejected.class, outcome, "pause");
    } else if (model.waitsInACircle(row, waitsFor)) {
      expect(Outcome.Cycle.class, outcome, waitsFor);
    } else {
      expect(Outcome.Applied.class, outcome, waitsFor);
      model.pause(row, waitsFor);
    }
  }

  // Comparing

  private void compare() {
    List<Long> newest = watched.subList(Math.max(0, watched.size() - WATCHED), watched.size());
    Map<Long, InvocationState> states = test.store().states(newest);
    for (long id : newest) {
      assertState(model.rows.get(id), states.get(id));
    }
  }

  private void assertState(Row row, InvocationState actual) {
    // Whether what is due has been made ready already is the store's own affair.
    boolean ready = actual == InvocationState.QUEUED && model.isDue(row, orders.now());
    if (!ready) {
      assertThat(actual).as("state of %d", row.id()).isEqualTo(row.state);
    }
  }

  /** Compares all that is known of every invocation and worker. */
  void compareAll() {
    for (Row row : model.rows.values()) {
      InvocationRecord record = test.store().invocation(row.id()).orElseThrow();
      assertState(row, record.state());
      QueueRecord queue = record.queue();
      assertThat(queue.epoch()).as("epoch of %d", row.id()).isEqualTo(row.epoch);
      assertThat(queue.attempt()).as("attempt of %d", row.id()).isEqualTo(row.attempt);
      assertThat(queue.deaths()).as("deaths of %d", row.id()).isEqualTo(row.deaths);
      assertThat(queue.waitsFor())
          .as("awaited by %d", row.id())
          .containsExactlyInAnyOrderElementsOf(row.waitsFor);
    }
    Map<Long, WorkerState> states =
        test.store().workers(1_000_000).stream()
            .collect(Collectors.toMap(WorkerRecord::id, WorkerRecord::state));
    for (Worker worker : model.workers.values()) {
      assertThat(states.get(worker.id)).as("worker %d", worker.id).isEqualTo(worker.state);
      List<Owned> owned =
          model.rows.values().stream()
              .filter(row -> row.owner == worker.id)
              .map(row -> new Owned(row.id(), row.epoch, row.state))
              .toList();
      assertThat(test.store().owned(worker.id)).containsExactlyInAnyOrderElementsOf(owned);
    }
  }
}
