package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.StateChange;
import dev.heddle.store.Ids;
import dev.heddle.store.LogLine;
import dev.heddle.store.Owned;
import dev.heddle.store.WaitEdge;
import dev.heddle.store.WorkerRecord;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads back what is known of ordered invocations and of workers, on one read-only session. */
final class QueueReads {
  private final Session session;

  QueueReads(Session session) {
    this.session = session;
  }

  Map<Long, InvocationState> states(Collection<Long> ids) throws SQLException {
    Map<Long, InvocationState> states = new HashMap<>();
    Batches batches = new Batches(session, QueueSql.STATES_FEW, QueueSql.STATES_MANY, ids);
    while (batches.hasNext()) {
      try (ResultSet row = batches.next().executeQuery()) {
        while (row.next()) {
          states.put(row.getLong(1), States.invocation(row.getInt(2)));
        }
      }
    }
    return states;
  }

  List<Owned> owned(long worker) throws SQLException {
    PreparedStatement select = session.prepare(QueueSql.OWNED);
    select.setLong(1, worker);
    List<Owned> owned = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        owned.add(new Owned(row.getLong(1), row.getLong(2), States.invocation(row.getInt(3))));
      }
    }
    return owned;
  }

  List<Long> children(long parent, long after, int limit) throws SQLException {
    PreparedStatement select = session.prepare(QueueSql.CHILDREN);
    select.setLong(1, parent);
    select.setLong(2, after);
    select.setInt(3, limit);
    List<Long> children = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        children.add(row.getLong(1));
      }
    }
    return children;
  }

  List<LogLine> logLines(long invocation, int limit) throws SQLException {
    PreparedStatement select = session.prepare(QueueSql.LOG_LINES);
    select.setLong(1, invocation);
    select.setInt(2, limit);
    List<LogLine> lines = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        lines.add(
            new LogLine(row.getLong(1), row.getInt(2), session.text(row, 3), session.text(row, 4)));
      }
    }
    return lines;
  }

  List<WorkerRecord> workers(int limit) throws SQLException {
    List<WorkerRecord> workers = workers(session.prepare(QueueSql.WORKERS_THAT_LIVE));
    PreparedStatement ended = session.prepare(QueueSql.WORKERS_THAT_ENDED);
    ended.setInt(1, Math.max(0, limit - workers.size()));
    workers.addAll(workers(ended));
    workers.sort(Comparator.comparingLong(WorkerRecord::id).reversed());
    return workers;
  }

  private static List<WorkerRecord> workers(PreparedStatement select) throws SQLException {
    List<WorkerRecord> workers = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        workers.add(
            new WorkerRecord(
                row.getLong(1),
                States.worker(row.getInt(2)),
                row.getString(3),
                row.getInt(4),
                legible(row.getBytes(5)),
                legible(row.getBytes(6)),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                row.getInt(10),
                row.getInt(11),
                row.getInt(12)));
      }
    }
    return workers;
  }

  private static List<String> legible(byte[] packed) {
    try {
      return Blobs.strings(packed);
    } catch (RuntimeException damaged) {
      return List.of(WorkerRecord.UNREADABLE);
    }
  }

  /** The regular course from the rows' columns, and what departed from it, in one list. */
  List<StateChange> history(long invocation) throws SQLException {
    PreparedStatement select = session.prepare(QueueSql.COURSE);
    select.setLong(1, invocation);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? history(row, departures(invocation)) : List.of();
    }
  }

  /** That of the one in this row of courses. */
  static List<StateChange> history(ResultSet row, List<StateChange> departures)
      throws SQLException {
    List<StateChange> lines = new ArrayList<>();
    StateChange birth = birth(Ordering.read(row.getBytes(1), row.getLong(2)));
    if (departures.isEmpty() || !tellsWhy(departures.get(0), birth)) {
      lines.add(birth);
    }
    lines.addAll(departures);
    boolean live = row.getObject(11) != null;
    int flags = row.getInt(live ? 17 : 10);
    long worker = row.getLong(live ? 12 : 6);
    int attempt = row.getInt(live ? 13 : 7);
    long epoch = row.getLong(live ? 14 : 8);
    if ((flags & LiveRow.CLAIM_TOLD) == 0) {
      long claimedAt = (flags & LiveRow.BEGUN_BY_CLAIM) != 0 ? 0 : row.getLong(live ? 15 : 9);
      claim(lines, claimedAt, row.getLong(live ? 16 : 4), worker, attempt, epoch);
    }
    InvocationState state = States.invocation(row.getInt(live ? 11 : 3));
    // A cancel is a departure, and so is a death too many: they have said it already.
    if (state.isFinal() && lines.get(lines.size() - 1).state() != state) {
      lines.add(line(row.getLong(5), state, worker, attempt, epoch, ""));
    }
    lines.sort(Comparator.comparing(StateChange::at));
    return lines;
  }

  /** Whether it was ordered for a reason that was noted. */
  private static boolean tellsWhy(StateChange first, StateChange birth) {
    return !first.why().isEmpty()
        && first.at().equals(birth.at())
        && first.state() == birth.state()
        && first.epoch() == birth.epoch();
  }

  private static StateChange birth(Ordering ordering) {
    InvocationState born =
        ordering.claimant() != 0
            ? InvocationState.RUNNING
            : ordering.due() > ordering.submittedAt()
                ? InvocationState.SCHEDULED
                : InvocationState.QUEUED;
    long worker = ordering.claimant();
    return line(ordering.submittedAt(), born, worker, 1, worker == 0 ? 0 : 1, "");
  }

  private List<StateChange> departures(long invocation) throws SQLException {
    PreparedStatement select = session.prepare(QueueSql.HISTORY);
    select.setLong(1, invocation);
    List<StateChange> lines = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        depart(row, lines);
      }
    }
    return lines;
  }

  /** Adds what this row of the history tells. */
  void depart(ResultSet row, List<StateChange> lines) throws SQLException {
    long worker = row.getLong(3);
    int attempt = row.getInt(4);
    if (row.getLong(7) != 0) {
      claim(lines, row.getLong(8), row.getLong(9), worker, attempt, row.getLong(7));
    }
    InvocationState state = States.invocation(row.getInt(2));
    lines.add(line(row.getLong(1), state, worker, attempt, row.getLong(5), session.text(row, 6)));
  }

  /** Who waits for whom. */
  List<WaitEdge> waits(int limit) throws SQLException {
    PreparedStatement select = session.prepare(InspectSql.WAITS);
    select.setInt(1, limit);
    List<WaitEdge> edges = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        edges.add(new WaitEdge(row.getLong(1), row.getLong(2), row.getLong(3)));
      }
    }
    return edges;
  }

  /** A claim and the beginning of its body; a time of 0 for what did not happen, or not apart. */
  private static void claim(
      List<StateChange> lines, long claimedAt, long begunAt, long worker, int attempt, long epoch) {
    if (claimedAt != 0) {
      lines.add(line(claimedAt, InvocationState.CLAIMED, worker, attempt, epoch, ""));
    }
    if (begunAt != 0) {
      lines.add(line(begunAt, InvocationState.RUNNING, worker, attempt, epoch, ""));
    }
  }

  private static StateChange line(
      long at, InvocationState became, long worker, int attempt, long epoch, String why) {
    String by = worker == 0 ? "" : Ids.text(worker);
    return new StateChange(Instant.ofEpochMilli(at), became, by, attempt, epoch, why);
  }
}
