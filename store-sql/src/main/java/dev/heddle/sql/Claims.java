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
import java.util.TreeMap;

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

  /**
   * What a claim was answered.
   *
   * @param claimed what the worker has got by it, or by this token at all
   * @param sawAll false if there may be more, as in lanes that were not known yet
   */
  record Round(List<Claimed> claimed, boolean sawAll) {}

  /**
   * In a transaction of its own, which may be committed when this returns.
   *
   * @param again whether the worker may have got something with this token already
   * @param quickly whether to be content with what costs little: whole bundles, and those that
   *     nobody else takes from now
   */
  Round take(Claim claim, boolean again, boolean quickly) throws SQLException {
    List<Taken> taken = new ArrayList<>();
    if (again) {
      session.ask(taken(claim, taken));
    }
    List<Long> known = lanes.servedBy(claim);
    List<Deferred.Question> last = new ArrayList<>();
    List<Bundling> bundlings = new ArrayList<>();
    if (taken.isEmpty()) {
      List<Long> served = Lanes.busy(session, known);
      makeReady(served, claim);
      int most = claim.alone() ? Math.min(1, claim.most()) : claim.most();
      for (Taking one : takings(claim, served, most)) {
        if (!session.isRemote()) {
          session.later(one.sql(), Taking.PARAMETERS, one.binder());
        } else if (claim.alone()) {
          last.add(one.question(taken)); // no suspect is in a bundle
        } else {
          Bundling bundling = Bundling.of(one, session.known(), quickly);
          bundlings.add(bundling);
          last.addAll(bundling.questions(session.known(), taken));
        }
      }
    }
    if (!session.isRemote()) {
      taken.clear();
      last.add(taken(claim, taken));
    }
    last.add(lanes.news(session));
    session.askLast(last.toArray(Deferred.Question[]::new));
    bundlings.forEach(one -> one.tell(session.known()));
    taken.sort(Taken.FIRST_TO_LAST);
    boolean sawAll =
        lanes.servedBy(claim).size() == known.size()
            && bundlings.stream().noneMatch(Bundling::mayHaveMore);
    List<Claimed> claimed = new ArrayList<>(taken.size());
    for (Taken one : taken) {
      claimed.add(one.claimed(session, names, lanes));
    }
    return new Round(List.copyOf(claimed), sawAll);
  }

  private Deferred.Question taken(Claim claim, List<Taken> taken) {
    return new Deferred.Question(
        QueueSql.CLAIMED,
        2,
        (select, from) -> {
          select.setLong(from, claim.worker());
          select.setLong(from + 1, claim.token());
        },
        row -> taken.add(Taken.read(row)));
  }

  /** Reads only. */
  Availability available(Claim claim) throws SQLException {
    Found found = new Found();
    session.ask(
        new Deferred.Question(
            QueueSql.WORKER_STATE,
            1,
            (select, from) -> select.setLong(from, claim.worker()),
            row -> found.alive = States.worker(row.getInt(1)) == WorkerState.ALIVE),
        lanes.news(session));
    if (found.alive) {
      List<Deferred.Question> questions = new ArrayList<>();
      for (long lane : Lanes.busy(session, lanes.servedBy(claim))) {
        found.askFor(lane, claim, questions);
      }
      session.ask(questions.toArray(Deferred.Question[]::new));
    }
    return new Availability(found.ready, found.suspects, found.nextDue);
  }

  /** What stands in the lanes that were asked. */
  private static final class Found {
    boolean alive;
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

  private void makeReady(List<Long> served, Claim claim) throws SQLException {
    for (long lane : served) {
      session.later(
          QueueSql.MAKE_READY,
          3,
          (update, from) -> {
            update.setLong(from, lane);
            update.setLong(from + 1, claim.at());
            update.setLong(from + 2, claim.worker());
          });
    }
  }

  /** How many of a lane are taken: those that begin, and those after them that do not yet. */
  private static final class Share {
    int begun;
    int held;
  }

  /**
   * Which to take of which lane. What is taken to be held comes after what begins, and so takes
   * what that has left: nothing if it found less than it wanted.
   */
  private List<Taking> takings(Claim claim, List<Long> served, int most) throws SQLException {
    Map<Long, Share> shares = new HashMap<>();
    if (served.size() == 1 && !claim.awaited()) {
      Share all = new Share();
      all.begun = Math.min(claim.begin(), most);
      all.held = most - all.begun;
      shares.put(served.get(0), all);
    } else {
      share(claim, served, most, shares);
    }
    List<Taking> takings = new ArrayList<>();
    // In the same order by all: they wait for each other where they take bundles apart.
    new TreeMap<>(shares)
        .forEach(
            (lane, share) -> {
              if (share.begun > 0) {
                takings.add(new Taking(claim, lane, share.begun, InvocationState.RUNNING));
              }
              if (share.held > 0) {
                takings.add(new Taking(claim, lane, share.held, InvocationState.CLAIMED));
              }
            });
    return takings;
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
}
