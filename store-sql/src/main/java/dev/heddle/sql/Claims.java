package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.store.Availability;
import dev.heddle.store.Claim;
import dev.heddle.store.Claimed;
import dev.heddle.store.Submission;
import dev.heddle.store.WorkerState;
import dev.heddle.value.Hash;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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
  private static final int BEGUN_BY_CLAIM = LiveRow.BEGUN_BY_CLAIM;

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
    if (!isAlive(claim.worker())) {
      return List.of();
    }
    List<Claimed> again = taken(claim);
    if (!again.isEmpty()) {
      return again;
    }
    int most = claim.alone() ? Math.min(1, claim.most()) : claim.most();
    List<Long> served = lanes.servedBy(session, claim);
    makeReady(served, claim.at());
    return most > 0 && takeFirst(claim, served, most) ? taken(claim) : List.of();
  }

  /** Reads only. */
  Availability available(Claim claim) throws SQLException {
    boolean ready = false;
    boolean suspects = false;
    long nextDue = Long.MAX_VALUE;
    if (isAlive(claim.worker())) {
      for (long lane : lanes.servedBy(session, claim)) {
        ready |= isAny(QueueSql.READY, lane, claim.awaited());
        suspects |= isAny(QueueSql.SUSPECTS, lane, false);
        PreparedStatement due = session.prepare(QueueSql.DUE);
        due.setLong(1, lane);
        due.setLong(2, claim.at());
        try (ResultSet row = due.executeQuery()) {
          row.next();
          ready |= row.getInt(1) > 0;
          suspects |= row.getInt(2) > 0;
        }
        PreparedStatement next = session.prepare(QueueSql.NEXT_DUE);
        next.setLong(1, lane);
        next.setLong(2, claim.at());
        try (ResultSet row = next.executeQuery()) {
          row.next();
          long at = row.getLong(1);
          nextDue = row.wasNull() ? nextDue : Math.min(nextDue, at);
        }
      }
    }
    return new Availability(ready, suspects, nextDue);
  }

  private boolean isAlive(long worker) throws SQLException {
    return new WorkerRows(session).state(worker) == WorkerState.ALIVE;
  }

  private boolean isAny(String heads, long lane, boolean front) throws SQLException {
    PreparedStatement select = session.prepare(heads);
    select.setLong(1, lane);
    select.setInt(2, 1);
    try (ResultSet row = select.executeQuery()) {
      return row.next() && (!front || LiveRow.isFront(row.getLong(1)));
    }
  }

  private void makeReady(List<Long> served, long at) throws SQLException {
    PreparedStatement update = session.prepare(QueueSql.MAKE_READY);
    for (long lane : served) {
      update.setLong(1, lane);
      update.setLong(2, at);
      update.executeUpdate();
    }
  }

  /** How many of a lane are taken: those that begin, and those after them that do not yet. */
  private static final class Share {
    int begun;
    int held;
  }

  private boolean takeFirst(Claim claim, List<Long> served, int most) throws SQLException {
    Map<Long, Share> shares = new HashMap<>();
    if (served.size() == 1 && !claim.awaited()) {
      Share all = new Share();
      all.begun = Math.min(claim.begin(), most);
      all.held = most - all.begun;
      shares.put(served.get(0), all);
    } else {
      share(claim, served, most, shares);
    }
    int taken = 0;
    for (Map.Entry<Long, Share> lane : shares.entrySet()) {
      Share share = lane.getValue();
      int begun = take(claim, lane.getKey(), share.begun, InvocationState.RUNNING);
      taken += begun;
      if (begun == share.begun) {
        taken += take(claim, lane.getKey(), share.held, InvocationState.CLAIMED);
      }
    }
    return taken > 0;
  }

  private void share(Claim claim, List<Long> served, int most, Map<Long, Share> shares)
      throws SQLException {
    record Head(long lane, long rank, long id) {}
    List<Head> heads = new ArrayList<>();
    PreparedStatement select = session.prepare(claim.alone() ? QueueSql.SUSPECTS : QueueSql.READY);
    for (long lane : served) {
      select.setLong(1, lane);
      select.setInt(2, most);
      try (ResultSet row = select.executeQuery()) {
        while (row.next() && (!claim.awaited() || LiveRow.isFront(row.getLong(1)))) {
          heads.add(new Head(lane, row.getLong(1), row.getLong(2)));
        }
      }
    }
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

  private int take(Claim claim, long lane, int count, InvocationState as) throws SQLException {
    if (count == 0) {
      return 0;
    }
    boolean begins = as == InvocationState.RUNNING;
    PreparedStatement update =
        session.prepare(claim.alone() ? QueueSql.TAKE_SUSPECTS : QueueSql.TAKE_READY);
    update.setLong(1, claim.worker());
    update.setLong(2, claim.worker());
    update.setInt(3, States.of(as));
    update.setLong(4, claim.token());
    update.setLong(5, claim.at());
    update.setLong(6, begins ? claim.at() : 0);
    update.setInt(7, begins ? BEGUN_BY_CLAIM : 0);
    update.setLong(8, lane);
    update.setInt(9, count);
    return update.executeUpdate();
  }

  /** What the worker took with this token and may not know of. */
  private List<Claimed> taken(Claim claim) throws SQLException {
    PreparedStatement select = session.prepare(QueueSql.CLAIMED);
    select.setLong(1, claim.worker());
    select.setLong(2, claim.token());
    List<Claimed> claimed = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        claimed.add(
            new Claimed(
                submission(row),
                row.getLong(2),
                (row.getInt(4) & BEGUN_BY_CLAIM) != 0,
                row.getInt(3),
                row.getInt(5) != 0));
      }
    }
    return List.copyOf(claimed);
  }

  private Submission submission(ResultSet row) throws SQLException {
    long parent = row.getLong(7);
    Ordering ordering = Ordering.read(row.getBytes(11), parent);
    return new Submission(
        row.getLong(1),
        row.getLong(6),
        ordering.identity(),
        names.task(session, row.getLong(8)),
        Hash.of(row.getBytes(9)),
        List.copyOf(names.values(session, row.getBytes(10))),
        row.getBytes(12),
        ordering.order(lanes.lane(session, ordering.lane()).queue()),
        ordering.retryOf(),
        ordering.submittedAt());
  }
}
