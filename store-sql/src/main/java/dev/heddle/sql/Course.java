package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.store.Change;
import dev.heddle.store.StoredError;
import dev.heddle.store.Submission;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The course of ordered invocations in one transaction: what each change makes of them. Whether it
 * may be was judged before (see {@link Judge}).
 */
final class Course {
  final Session session;
  final Lanes lanes;
  final Executions executions;
  private final InFlight inFlight;
  final Departures departures;
  final Unwritten unwritten;
  final LiveRows live;
  final OrderedRows ordered;
  final Children children;
  final Edges edges;
  final WorkerRows workers;
  final Ends ends;
  final Tally tally;

  /** Calls of executions that were told in this transaction and are not written yet. */
  interface Unwritten {
    void write() throws SQLException;
  }

  Course(
      Session session,
      Names names,
      Lanes lanes,
      Executions executions,
      InFlight inFlight,
      Unwritten unwritten,
      Tally tally)
      throws SQLException {
    this.session = session;
    this.lanes = lanes;
    this.executions = executions;
    this.inFlight = inFlight;
    this.unwritten = unwritten;
    this.departures = new Departures(session);
    this.live = new LiveRows(session);
    this.ordered = new OrderedRows(session, names);
    this.children = new Children(session);
    this.edges = new Edges(session);
    this.workers = new WorkerRows(session);
    this.tally = tally;
    this.ends = new Ends(this);
  }

  /** Writes what waits in batches. */
  void flush() throws SQLException {
    ordered.flush();
    live.flush();
    departures.flush();
  }

  // ---- orders

  /** Orders them, and answers which were on record: by the proposed id, the one it stands under. */
  Map<Long, Long> submit(Change.Submitted c, long fenceEpoch) throws SQLException {
    List<Submission> submissions = c.submissions();
    long claimant = workers.isAlive(c.claimant()) ? c.claimant() : 0;
    long[] ids = children.enter(submissions, parent -> epoch(parent, fenceEpoch));
    Map<Long, Long> adopted = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      Submission submission = submissions.get(i);
      if (ids[i] == submission.id()) {
        begin(submission, claimant, c.why());
      } else {
        adopted.put(submission.id(), ids[i]);
      }
    }
    return adopted;
  }

  private long epoch(long parent, long fenceEpoch) throws SQLException {
    LiveRow row = live.live(parent);
    return row == null ? fenceEpoch : row.epoch;
  }

  private void begin(Submission submission, long claimant, String why) throws SQLException {
    boolean later = submission.order().due() > submission.submittedAt();
    long taker = later ? 0 : claimant;
    InvocationState born =
        later
            ? InvocationState.SCHEDULED
            : taker == 0 ? InvocationState.QUEUED : InvocationState.RUNNING;
    long lane = lanes.id(session, submission.order().queue(), submission.task().name());
    ordered.add(submission, lane, taker);
    LiveRow row = LiveRow.born(submission, lane, born, taker);
    if (!why.isEmpty()) {
      departures.add(row, born, row.epoch, why, submission.submittedAt());
    }
    live.add(row);
    if (taker != 0) {
      session.known().begun(LiveRow.born(submission, lane, born, taker));
    }
  }

  // ---- what an owner says

  /** Makes of it what it says, if it is about ordered invocations alone. */
  boolean apply(Change change) throws SQLException {
    if (change instanceof Change.Begun c) {
      begin(judged(c.invocation()), c.at());
    } else if (change instanceof Change.Paused c) {
      pause(judged(c.invocation()), c.waitsFor(), c.at());
    } else if (change instanceof Change.Resumed c) {
      resume(judged(c.invocation()), c.at());
    } else if (change instanceof Change.RetryPlanned c) {
      planRetry(judged(c.invocation()), c);
    } else if (change instanceof Change.GivenBack c) {
      giveBack(judged(c.invocation()), c.reason(), c.at());
    } else if (change instanceof Change.CancelRequested c) {
      for (long id : c.invocations()) {
        LiveRow row = live.live(id);
        if (row != null) {
          ends.cancel(row, c.reason(), c.at());
        }
      }
    } else if (change instanceof Change.Logged c) {
      departures.log(c);
    } else if (change instanceof Change.Progressed c) {
      departures.progress(c);
    } else {
      return false;
    }
    return true;
  }

  /** The row of one that a judged change is about. */
  LiveRow judged(long id) throws SQLException {
    LiveRow row = live.get(id);
    if (row == null) {
      throw new IllegalStateException("invocation " + id + " was judged but is not there");
    }
    return row;
  }

  private void begin(LiveRow row, long at) {
    move(row, InvocationState.RUNNING);
    row.begunAt = at;
  }

  /** Every change of a state passes here. */
  private void move(LiveRow row, InvocationState to) {
    if (!row.state.mayBecome(to)) {
      throw new IllegalStateException(row.state + " can't become " + to);
    }
    row.state = to;
    live.changed(row);
  }

  private void pause(LiveRow row, List<Long> waitsFor, long at) throws SQLException {
    List<Long> open = unended(waitsFor);
    move(row, InvocationState.PAUSED);
    row.token = 0; // its owner has it, whatever became of the answer
    edges.add(row.id, open);
    for (long id : open) {
      LiveRow awaited = live.live(id);
      if (awaited != null) {
        awaited.awaited();
        live.changed(awaited);
      }
    }
    departures.add(row, row.state, row.epoch, "waits for " + open.size(), at);
  }

  private List<Long> unended(List<Long> ids) throws SQLException {
    live.expect(ids);
    unwritten.write();
    PreparedStatement select = session.prepare(QueueSql.STATE);
    List<Long> open = new ArrayList<>(ids.size());
    for (long id : ids) {
      LiveRow row = live.get(id);
      boolean ended = row != null && !row.isLive();
      if (row == null) {
        select.setLong(1, id);
        try (ResultSet found = select.executeQuery()) {
          ended = found.next() && States.invocation(found.getInt(1)).isFinal();
        }
      }
      if (!ended) {
        open.add(id);
      }
    }
    return open;
  }

  private void resume(LiveRow row, long at) throws SQLException {
    edges.removeFrom(row.id);
    move(row, InvocationState.RUNNING);
    departures.add(row, row.state, row.epoch, "goes on", at);
  }

  private void planRetry(LiveRow row, Change.RetryPlanned c) throws SQLException {
    departures.add(row, InvocationState.RETRYING, row.epoch, text(c.error()), c.at());
    release(row, InvocationState.RETRYING);
    row.attempt++;
    row.due = c.due();
  }

  private static String text(StoredError error) {
    String type = error.types().isEmpty() ? "" : error.types().get(0);
    String message = error.message();
    return message == null ? type : type.isEmpty() ? message : type + ": " + message;
  }

  /** Nobody owns it any more, and others may claim it. */
  void giveBack(LiveRow row, String why, long at) throws SQLException {
    takeAway(row, row.epoch, why, at);
  }

  /**
   * Queues it again by the word of somebody else, who has raised its epoch.
   *
   * @param claimEpoch its epoch before that
   */
  void takeAway(LiveRow row, long claimEpoch, String why, long at) throws SQLException {
    departures.add(row, InvocationState.QUEUED, claimEpoch, why, at);
    release(row, InvocationState.QUEUED);
    if (claimEpoch != row.epoch) {
      executions.release(row.id); // what another client took in flight
    }
  }

  /** Gives back all that this worker owns. */
  void giveBackAll(long worker, String why, long at) throws SQLException {
    for (LiveRow row : live.ownedBy(worker)) {
      giveBack(row, why, at);
    }
  }

  /** Takes it from its owner, if it has one. */
  void release(LiveRow row, InvocationState to) throws SQLException {
    boolean waits = row.state == InvocationState.PAUSED;
    boolean goesOn = !to.isFinal();
    move(row, to);
    row.owner = 0;
    row.token = 0;
    if (waits) {
      edges.removeFrom(row.id);
    }
    if (row.has(LiveRow.EVALUATED) && goesOn) {
      executions.leave(row.id, row.epoch);
    }
    if (row.has(LiveRow.EVALUATED) || inFlight.holds(row.id)) {
      executions.release(row.id);
      inFlight.freed(row.id);
    }
  }
}
