package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.Recovery;
import dev.heddle.store.Recovery.Taken;
import dev.heddle.store.StoredError;
import dev.heddle.store.WorkerLost;
import dev.heddle.store.WorkerState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/**
 * What becomes of the things a process owned, in one transaction: by recovery when it died, and in
 * good order when it closes.
 */
final class Recoveries {
  /** A process that seems dead, and the number by which it was seen to live last. */
  record Dead(long client, long pulse) {}

  private final Session session;
  private final Executions executions;
  private final Course course;
  private final Tally tally;

  /**
   * For one transaction.
   *
   * @param client who finds the dead, or closes; 0 if it has no row
   */
  Recoveries(Session session, Names names, Lanes lanes, long client) throws SQLException {
    this.session = session;
    this.tally = new Tally(session, names, client);
    this.executions = new Executions(session, names, tally);
    InFlight inFlight = new InFlight(session, new HashSet<>());
    this.course = new Course(session, names, lanes, executions, inFlight, () -> {}, tally);
  }

  /** Takes what the dead owned. One that moved since it was looked at is not dead. */
  Recovery bury(Collection<Dead> dead, long at) throws SQLException {
    List<Long> buried = new ArrayList<>();
    List<Taken> taken = new ArrayList<>();
    List<Long> interrupted = new ArrayList<>();
    for (Dead one : dead) {
      if (pulse(one.client()) == one.pulse()) {
        List<Long> workers = course.workers.hereOf(one.client());
        take(workers, taken, at);
        for (long worker : workers) {
          course.workers.move(worker, WorkerState.DEAD, at);
        }
        buried.addAll(workers);
        interrupted.addAll(interrupt(one.client(), at));
      }
    }
    course.flush();
    tally.flush();
    course.live.flushBundles();
    return new Recovery(List.copyOf(buried), List.copyOf(taken), List.copyOf(interrupted));
  }

  /** Gives back what a client owns that closes. */
  void close(long client, long at) throws SQLException {
    for (long worker : course.workers.hereOf(client)) {
      course.giveBackAll(worker, "its worker left", at);
      course.workers.move(worker, WorkerState.LEFT, at);
    }
    interrupt(client, at);
    course.flush();
    tally.flush();
    course.live.flushBundles();
  }

  private long pulse(long client) throws SQLException {
    PreparedStatement select = session.prepare(Sql.PULSE);
    select.setLong(1, client);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? row.getLong(1) : -1;
    }
  }

  private void take(List<Long> workers, List<Taken> taken, long at) throws SQLException {
    List<LiveRow> owned = new ArrayList<>();
    for (long worker : workers) {
      owned.addAll(course.live.ownedBy(worker));
    }
    owned.sort(Comparator.comparingLong(row -> row.id));
    long running = owned.stream().filter(row -> row.state == InvocationState.RUNNING).count();
    for (LiveRow row : owned) {
      if (!row.isLive()) {
        continue; // cancelled just now, with a parent that died too often
      }
      long worker = row.owner;
      long claimEpoch = row.epoch++;
      if (row.state != InvocationState.RUNNING) {
        course.takeAway(row, claimEpoch, "its worker died before its body ran", at);
      } else if (running == 1) {
        countDeath(row, claimEpoch, at);
      } else {
        row.sharedDeaths++;
        course.takeAway(row, claimEpoch, "its worker died with " + running + " bodies running", at);
      }
      taken.add(new Taken(row.id, worker, row.state));
    }
  }

  private void countDeath(LiveRow row, long claimEpoch, long at) throws SQLException {
    List<Long> deaths = row.countDeath();
    int most = maxRecoveries(row.id);
    String why = "its worker died, death " + deaths.size() + " of " + most;
    if (deaths.size() < most) {
      course.takeAway(row, claimEpoch, why, at);
    } else {
      course.ends.endForced(
          row, InvocationState.FAILED, WorkerLost.error(deaths), claimEpoch, why, at);
    }
  }

  private int maxRecoveries(long id) throws SQLException {
    PreparedStatement select = session.prepare(QueueSql.SUBMISSION);
    select.setLong(1, id);
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new SQLException("invocation " + id + " is live but not on record");
      }
      return Ordering.read(row.getBytes(1), 0).maxRecoveries();
    }
  }

  /** Ends its executions, but for those of invocations that go on elsewhere. */
  private List<Long> interrupt(long client, long at) throws SQLException {
    List<Long> interrupted = new ArrayList<>();
    for (long execution : executions.runningOf(client)) {
      LiveRow row = course.live.live(execution);
      if (row == null) {
        executions.giveUp(execution, ExecutionState.INTERRUPTED, StoredError.PROCESS_ENDED, at);
        interrupted.add(execution);
      } else {
        executions.release(execution);
        executions.leave(execution, row.epoch);
      }
    }
    return interrupted;
  }
}
