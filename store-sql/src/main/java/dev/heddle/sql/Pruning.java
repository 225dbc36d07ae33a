package dev.heddle.sql;

import dev.heddle.store.Pruned;
import dev.heddle.store.Span;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes what ended before a moment, and then what nothing refers to any more (PROTOCOL §7): first
 * executions and ordered invocations with all that is known of them, then call nodes, then large
 * values. In short transactions, beside writers; one at a time over all processes. If it dies, what
 * it had removed is gone and the rest is as it was.
 */
final class Pruning {
  /** Most rows of one transaction. */
  static final int BATCH = 1_000;

  private final Readers readers;
  private final Writer writer;
  private final Names names;
  private final long before;
  private final boolean dryRun;
  private final Retained retained;
  private Pruned pruned = Pruned.NONE;

  Pruning(Readers readers, Writer writer, Names names, long before, boolean dryRun) {
    this.readers = readers;
    this.writer = writer;
    this.names = names;
    this.before = before;
    this.dryRun = dryRun;
    this.retained = new Retained(readers);
  }

  Pruned run() throws SQLException {
    pruneExecutions();
    pruneOrdered();
    if (!dryRun) {
      pruneActivity();
    }
    pruned = pruned.plus(new Leftovers(readers, writer, retained, before, dryRun).prune());
    return pruned;
  }

  private void count(long executions, long invocations, long history) {
    pruned = pruned.plus(new Pruned(executions, invocations, 0, 0, 0, history));
  }

  // ---- executions

  private void pruneExecutions() throws SQLException {
    long after = 0;
    for (List<Long> old = executions(after); !old.isEmpty(); old = executions(after)) {
      after = old.get(old.size() - 1);
      if (dryRun) {
        countExecutions(old);
      } else {
        List<Long> left = new ArrayList<>(old);
        while (!left.isEmpty()) {
          writer.transaction(session -> deleteExecutions(session, left));
        }
      }
    }
  }

  private List<Long> executions(long after) throws SQLException {
    return readers.read(
        session -> {
          PreparedStatement select = session.prepare(PruneSql.OLD_EXECUTIONS);
          select.setLong(1, after);
          select.setLong(2, before);
          select.setInt(3, BATCH);
          return ids(select);
        });
  }

  static List<Long> ids(PreparedStatement select) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        ids.add(row.getLong(1));
      }
    }
    return ids;
  }

  private void countExecutions(List<Long> old) throws SQLException {
    readers.read(
        session -> {
          PreparedStatement select = session.prepare(PruneSql.COUNT_CALLS);
          for (long execution : old) {
            retained.goneExecutions.add(execution);
            select.setLong(1, execution);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              count(1, row.getLong(1), row.getLong(2));
            }
          }
          return true;
        });
  }

  /** Removes the first of these with their calls, as far as one transaction goes. */
  private boolean deleteExecutions(Session session, List<Long> left) throws SQLException {
    PrunedRows rows = new PrunedRows(session, names);
    int done = 0;
    int room = BATCH;
    while (done < left.size() && room > 0) {
      PreparedStatement select = session.prepare(PruneSql.CALLS);
      select.setLong(1, left.get(done));
      select.setInt(2, room);
      List<Long> calls = ids(select);
      for (long call : calls) {
        rows.deleteCall(call);
      }
      if (calls.size() < room) {
        rows.deleteExecution(left.get(done++));
        count(1, 0, 0);
      }
      count(0, calls.size(), 0);
      room -= calls.size() + 1;
    }
    count(0, 0, rows.flush());
    left.subList(0, done).clear();
    return true;
  }

  // ---- ordered invocations

  private void pruneOrdered() throws SQLException {
    long after = 0;
    for (List<PrunedRows.Order> old = ordered(after); !old.isEmpty(); old = ordered(after)) {
      after = old.get(old.size() - 1).id();
      List<PrunedRows.Order> some = old;
      long history = dryRun ? countHistory(some) : writer.transaction(s -> delete(s, some));
      count(0, some.size(), history);
    }
  }

  private List<PrunedRows.Order> ordered(long after) throws SQLException {
    return readers.read(
        session -> {
          PreparedStatement select = session.prepare(PruneSql.OLD_ORDERED);
          select.setLong(1, after);
          select.setLong(2, before);
          select.setInt(3, BATCH);
          List<PrunedRows.Order> old = new ArrayList<>();
          try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
              old.add(PrunedRows.Order.read(row));
            }
          }
          return old;
        });
  }

  private long countHistory(List<PrunedRows.Order> orders) throws SQLException {
    return readers.read(
        session -> {
          long history = 0;
          PreparedStatement select = session.prepare(PruneSql.COUNT_HISTORY);
          for (PrunedRows.Order order : orders) {
            retained.goneOrdered.add(order.id());
            select.setLong(1, order.id());
            try (ResultSet row = select.executeQuery()) {
              history += row.next() ? row.getLong(1) : 0;
            }
          }
          return history;
        });
  }

  // ---- what was counted of both

  private void pruneActivity() throws SQLException {
    for (String table : List.of("activity", "task_activity")) {
      for (int span : Tally.SPANS) {
        long newest = Span.minute(before) - span; // it ends before
        while (writer.transaction(session -> deleteActivity(session, table, span, newest))) {
          // the next ones
        }
      }
    }
    while (writer.transaction(this::deleteSetbacks)) {
      // the next ones
    }
  }

  /** Removes the oldest of one span; whether there may be more. */
  private static boolean deleteActivity(Session session, String table, int span, long newest)
      throws SQLException {
    PreparedStatement select = session.prepare(PruneSql.oldActivity(table));
    select.setInt(1, span);
    select.setLong(2, newest);
    select.setInt(3, BATCH);
    long last;
    try (ResultSet row = select.executeQuery()) {
      last = row.next() ? row.getLong(1) : 0;
      if (row.wasNull()) {
        return false;
      }
    }
    PreparedStatement delete = session.prepare(PruneSql.deleteActivity(table));
    delete.setInt(1, span);
    delete.setLong(2, last);
    return delete.executeUpdate() >= BATCH;
  }

  private boolean deleteSetbacks(Session session) throws SQLException {
    PreparedStatement select = session.prepare(PruneSql.OLD_SETBACKS);
    select.setLong(1, before);
    select.setInt(2, BATCH);
    long at;
    long invocation;
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return false;
      }
      at = row.getLong(1);
      invocation = row.getLong(2);
    }
    PreparedStatement delete = session.prepare(PruneSql.DELETE_SETBACKS);
    delete.setLong(1, at);
    delete.setLong(2, invocation);
    return delete.executeUpdate() >= BATCH;
  }

  private long delete(Session session, List<PrunedRows.Order> orders) throws SQLException {
    PrunedRows rows = new PrunedRows(session, names);
    for (PrunedRows.Order order : orders) {
      rows.deleteOrdered(order);
    }
    return rows.flush();
  }
}
