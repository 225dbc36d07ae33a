package dev.heddle.sql;

import dev.heddle.InvocationState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The live rows that one transaction looks at: read once, changed here, and written in one go. The
 * row of one that ended in this transaction stays here, in its final state.
 */
final class LiveRows {
  private final Session session;
  private final Map<Long, @Nullable LiveRow> rows = new HashMap<>();
  private final Set<LiveRow> changed = new LinkedHashSet<>();

  /** Deleted when they were read. */
  private final List<LiveRow> taken = new ArrayList<>(0);

  /** One that was deleted as about to end goes on: the transaction has to be rolled back. */
  static final class GoesOnException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private GoesOnException(long id) {
      super("invocation " + id + " did not end");
    }
  }

  LiveRows(Session session) {
    this.session = session;
  }

  /** Reads these in few statements, if they were not read yet. */
  void expect(Collection<Long> ids) throws SQLException {
    expect(ids, Set.of());
  }

  /**
   * Likewise.
   *
   * @param ending those that are about to end. A server deletes them as it reads them, instead of
   *     locking them now and looking for them again. If one does not end after all, {@link #flush}
   *     throws: to insert it again would not do, since whoever waits for its lock, as its true
   *     owner does for that of a zombie, would find it gone
   */
  void expect(Collection<Long> ids, Set<Long> ending) throws SQLException {
    List<Long> asked = new ArrayList<>(ids.size());
    List<Long> toTake = new ArrayList<>(ending.size());
    for (Long id : ids) {
      if (!rows.containsKey(id)) {
        rows.put(id, null);
        (session.isRemote() && ending.contains(id) ? toTake : asked).add(id);
      }
    }
    List<Deferred.Question> questions = new ArrayList<>();
    if (!session.isRemote()) {
      questions.addAll(Batches.questions(QueueSql.LIVE_FEW, QueueSql.LIVE_MANY, asked, this::read));
    } else {
      if (!toTake.isEmpty()) {
        questions.add(session.about(PostgresSql.TAKE_LIVE, toTake, this::take));
      }
      if (!asked.isEmpty()) {
        questions.add(session.about(PostgresSql.LIVE_OF, asked, this::read));
      }
    }
    if (!questions.isEmpty()) {
      session.ask(questions.toArray(Deferred.Question[]::new));
    }
  }

  private LiveRow read(ResultSet row) throws SQLException {
    LiveRow live = LiveRow.read(row);
    rows.put(live.id, live);
    return live;
  }

  private void take(ResultSet row) throws SQLException {
    LiveRow live = read(row);
    live.stored = false;
    changed.add(live);
    taken.add(live);
  }

  /** Whether it is live here or was, in this transaction or before. */
  boolean isBorn(long id) {
    return rows.get(id) != null;
  }

  /** The row of this one; null if it was never ordered or ended in an earlier transaction. */
  @Nullable LiveRow get(long id) throws SQLException {
    LiveRow row = rows.get(id);
    if (row == null && !rows.containsKey(id)) {
      PreparedStatement select = session.prepare(QueueSql.LIVE);
      select.setLong(1, id);
      try (ResultSet found = select.executeQuery()) {
        row = found.next() ? LiveRow.read(found) : null;
      }
      rows.put(id, row);
    }
    return row;
  }

  /** The row of this one if it is not final. */
  @Nullable LiveRow live(long id) throws SQLException {
    LiveRow row = get(id);
    return row != null && row.isLive() ? row : null;
  }

  /** What a worker owns, in the order of their ids. */
  List<LiveRow> ownedBy(long worker) throws SQLException {
    flush();
    List<LiveRow> owned = new ArrayList<>();
    PreparedStatement select = session.prepare(QueueSql.LIVE_OF_OWNER);
    select.setLong(1, worker);
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        LiveRow row = rows.get(found.getLong(1));
        if (row == null) {
          row = LiveRow.read(found);
          rows.put(row.id, row);
        }
        owned.add(row);
      }
    }
    return owned;
  }

  void add(LiveRow row) {
    rows.put(row.id, row);
    changed.add(row);
  }

  /** Has to be called for each that is not as it was read. */
  void changed(LiveRow row) {
    changed.add(row);
  }

  void flush() throws SQLException {
    if (changed.isEmpty()) {
      return;
    }
    for (LiveRow row : taken) {
      if (row.isLive()) {
        throw new GoesOnException(row.id);
      }
    }
    taken.clear();
    Batch insertAvailable = session.batch(QueueSql.INSERT_AVAILABLE);
    Batch insert = session.batch(QueueSql.INSERT_LIVE);
    Batch update = session.batch(QueueSql.UPDATE_LIVE);
    Batch delete = session.batch(QueueSql.DELETE_LIVE);
    Set<Batch> used = new LinkedHashSet<>();
    for (LiveRow row : changed) {
      Batch statement;
      if (!row.isLive()) {
        if (!row.stored) {
          continue; // it came and went
        }
        statement = delete;
        delete.setLong(1, row.id);
        row.stored = false;
      } else if (row.stored) {
        statement = update;
        update.setLong(row.bind(update), row.id);
      } else {
        statement = isAsOrdered(row) ? insertAvailable : insert;
        if (statement == insert) {
          int next = row.bind(insert);
          insert.setLong(next, row.id);
          insert.setLong(next + 1, row.lane);
        } else {
          insertAvailable.setLong(1, row.id);
          insertAvailable.setLong(2, row.lane);
          insertAvailable.setLong(3, row.rank);
          insertAvailable.setLong(4, row.due);
          insertAvailable.setInt(5, States.of(row.state));
        }
        row.stored = true;
      }
      statement.add();
      used.add(statement);
    }
    changed.clear();
    for (Batch statement : used) {
      statement.execute();
    }
  }

  /** Whether it has nothing yet that a claim would give it. */
  private static boolean isAsOrdered(LiveRow row) {
    return row.epoch == 0
        && row.flags == 0
        && (row.state == InvocationState.QUEUED || row.state == InvocationState.SCHEDULED);
  }
}
