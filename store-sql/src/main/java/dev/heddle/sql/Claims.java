package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.store.Availability;
import dev.heddle.store.Claim;
import dev.heddle.store.Claimed;
import dev.heddle.store.WorkerState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes available invocations for workers: asks each lane that is served for its first ones, and of
 * all those takes the first. What waits in other lanes costs nothing.
 */
final class Claims {
  private final Session session;
  private final Names names;
  private final Lanes lanes;

  Claims(Session session, Names names, Lanes lanes) {
    this.session = session;
    this.names = names;
    this.lanes = lanes;
  }

  /** In a transaction of its own. */
  List<Claimed> take(Claim claim) throws SQLException {
    Standing standing = standing(claim);
    if (!standing.alive) {
      return List.of();
    }
    if (!standing.taken.isEmpty()) {
      return standing.claimed();
    }
    int most = claim.alone() ? Math.min(1, claim.most()) : claim.most();
    List<Long> served = lanes.servedBy(session, claim);
    makeReady(served, claim.at());
    if (most > 0) {
      takeFirst(claim, served, most);
    }
    Standing then = new Standing();
    session.ask(taken(claim, then));
    return then.claimed();
  }

  /** What is known of a worker when it asks. */
  private final class Standing {
    boolean alive;

    /** What it took with the token of its claim and may not know of. */
    final List<Taken> taken = new ArrayList<>();

    List<Claimed> claimed() throws SQLException {
      List<Claimed> claimed = new ArrayList<>(taken.size());
      for (Taken one : taken) {
        claimed.add(one.claimed(session, names, lanes));
      }
      return List.copyOf(claimed);
    }
  }

  private Standing standing(Claim claim) throws SQLException {
    Standing standing = new Standing();
    session.ask(
        new Deferred.Question(
            QueueSql.WORKER_STATE,
            1,
            (select, from) -> select.setLong(from, claim.worker()),
            row -> standing.alive = States.worker(row.getInt(1)) == WorkerState.ALIVE),
        taken(claim, standing),
        lanes.news(session));
    return standing;
  }

  private Deferred.Question taken(Claim claim, Standing standing) {
    return new Deferred.Question(
        QueueSql.CLAIMED,
        2,
        (select, from) -> {
          select.setLong(from, claim.worker());
          select.setLong(from + 1, claim.token());
        },
        row -> standing.taken.add(Taken.read(row)));
  }

  /** Reads only. */
  Availability available(Claim claim) throws SQLException {
    Standing standing = new Standing();
    session.ask(
        new Deferred.Question(
            QueueSql.WORKER_STATE,
            1,
            (select, from) -> select.setLong(from, claim.worker()),
            row -> standing.alive = States.worker(row.getInt(1)) == WorkerState.ALIVE),
        lanes.news(session));
    Found found = new Found();
    if (standing.alive) {
      List<Deferred.Question> questions = new ArrayList<>();
      for (long lane : lanes.servedBy(session, claim)) {
        found.askFor(lane, claim, questions);
      }
      session.ask(questions.toArray(Deferred.Question[]::new));
    }
    return new Availability(found.ready, found.suspects, found.nextDue);
  }

  /** What stands in the lanes that were asked. */
  private static final class Found {
    boolean ready;
    boolean suspects;
    long nextDue = Long.MAX_VALUE;

    void askFor(long lane, Claim claim, List<Deferred.Question> questions) {
      Deferred.Binder first =
          (select, from) -> {
            select.setLong(from, lane);
            select.setInt(from + 1, 1);
          };
      Deferred.Binder now =
          (select, from) -> {
            select.setLong(from, lane);
            select.setLong(from + 1, claim.at());
          };
      questions.add(
          new Deferred.Question(
              QueueSql.READY,
              2,
              first,
              row -> ready |= !claim.awaited() || LiveRow.isFront(row.getLong(1))));
      questions.add(new Deferred.Question(QueueSql.SUSPECTS, 2, first, row -> suspects = true));
      questions.add(
          new Deferred.Question(
              QueueSql.DUE,
              2,
              now,
              row -> {
                ready |= row.getInt(1) > 0;
                suspects |= row.getInt(2) > 0;
              }));
      questions.add(
          new Deferred.Question(
              QueueSql.NEXT_DUE,
              2,
              now,
              row -> {
                long at = row.getLong(1);
                nextDue = row.wasNull() ? nextDue : Math.min(nextDue, at);
              }));
    }
  }

  private void makeReady(List<Long> served, long at) throws SQLException {
    for (long lane : served) {
      session.later(
          QueueSql.MAKE_READY,
          2,
          (update, from) -> {
            update.setLong(from, lane);
            update.setLong(from + 1, at);
          });
    }
  }

  /** How many of a lane are taken: those that begin, and those after them that do not yet. */
  private static final class Share {
    int begun;
    int held;
  }

  private void takeFirst(Claim claim, List<Long> served, int most) throws SQLException {
    Map<Long, Share> shares = new HashMap<>();
    if (served.size() == 1 && !claim.awaited()) {
      Share all = new Share();
      all.begun = Math.min(claim.begin(), most);
      all.held = most - all.begun;
      shares.put(served.get(0), all);
    } else {
      share(claim, served, most, shares);
    }
    for (Map.Entry<Long, Share> lane : shares.entrySet()) {
      // The second takes what the first has left, which is nothing if it found less than it wanted.
      take(claim, lane.getKey(), lane.getValue().begun, InvocationState.RUNNING);
      take(claim, lane.getKey(), lane.getValue().held, InvocationState.CLAIMED);
    }
  }

  private void share(Claim claim, List<Long> served, int most, Map<Long, Share> shares)
      throws SQLException {
    record Head(long lane, long rank, long id) {}
    List<Head> heads = new ArrayList<>();
    List<Deferred.Question> questions = new ArrayList<>();
    for (long lane : served) {
      questions.add(
          new Deferred.Question(
              claim.alone() ? QueueSql.SUSPECTS : QueueSql.READY,
              2,
              (select, from) -> {
                select.setLong(from, lane);
                select.setInt(from + 1, most);
              },
              row -> {
                if (!claim.awaited() || LiveRow.isFront(row.getLong(1))) {
                  heads.add(new Head(lane, row.getLong(1), row.getLong(2)));
                }
              }));
    }
    session.ask(questions.toArray(Deferred.Question[]::new));
    heads.sort(Comparator.comparingLong(Head::rank).thenComparingLong(Head::id));
    for (int i = 0; i < Math.min(most, heads.size()); i++) {
      Share share = shares.computeIfAbsent(heads.get(i).lane, lane -> new Share());
      if (i < claim.begin()) {
        share.begun++;
      } else {
        share.held++;
      }
    }
  }

  private void take(Claim claim, long lane, int count, InvocationState as) throws SQLException {
    if (count == 0) {
      return;
    }
    boolean begins = as == InvocationState.RUNNING;
    session.later(
        claim.alone() ? QueueSql.TAKE_SUSPECTS : QueueSql.TAKE_READY,
        9,
        (update, from) -> {
          update.setLong(from, claim.worker());
          update.setLong(from + 1, claim.worker());
          update.setInt(from + 2, States.of(as));
          update.setLong(from + 3, claim.token());
          update.setLong(from + 4, claim.at());
          update.setLong(from + 5, begins ? claim.at() : 0);
          update.setInt(from + 6, begins ? LiveRow.BEGUN_BY_CLAIM : 0);
          update.setLong(from + 7, lane);
          update.setInt(from + 8, count);
        });
  }
}
