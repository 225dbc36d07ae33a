package dev.heddle.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Removes rows in one transaction, with all that is known of what they were about. */
final class PrunedRows {
  private final Session session;
  private final Names names;

  /** Those with something in their batch. */
  private final Set<String> pending = new LinkedHashSet<>();

  /** An ordered invocation that goes. */
  record Order(long id, long parent, long task, byte[] submission) {
    static Order read(ResultSet row) throws SQLException {
      return new Order(row.getLong(1), row.getLong(2), row.getLong(3), row.getBytes(4));
    }
  }

  PrunedRows(Session session, Names names) {
    this.session = session;
    this.names = names;
  }

  void deleteExecution(long id) throws SQLException {
    add(PruneSql.DELETE_EXECUTION, id);
  }

  /** A call that was evaluated in an execution. */
  void deleteCall(long id) throws SQLException {
    add(PruneSql.DELETE_LOG, id);
    add(PruneSql.DELETE_CHILDREN, id);
    add(PruneSql.DELETE_INVOCATION, id);
  }

  void deleteOrdered(Order order) throws SQLException {
    long id = order.id();
    Ordering ordering = Ordering.read(order.submission(), order.parent());
    add(PruneSql.KEEP_ARGUMENTS, id);
    add(PruneSql.DELETE_HISTORY, id);
    add(PruneSql.DELETE_LOG, id);
    add(PruneSql.DELETE_PROGRESS, id);
    add(PruneSql.DELETE_CHILDREN, id);
    add(PruneSql.DELETE_INVOCATION, id);
    if (order.parent() != 0) {
      PreparedStatement child = session.prepare(PruneSql.DELETE_CHILD);
      child.setLong(1, order.parent());
      child.setLong(2, id);
      child.executeUpdate();
    }
    String key = ordering.key();
    if (key != null) {
      PreparedStatement delete = session.prepare(PruneSql.DELETE_KEY);
      session.setText(delete, 1, names.task(session, order.task()).name());
      session.setText(delete, 2, key);
      delete.setLong(3, id);
      delete.executeUpdate();
    }
  }

  private void add(String sql, long id) throws SQLException {
    PreparedStatement statement = session.prepare(sql);
    statement.setLong(1, id);
    statement.addBatch();
    pending.add(sql);
  }

  /** Does what waits; returns how many lines of history and of logs it removed. */
  long flush() throws SQLException {
    long lines = 0;
    for (String sql : pending) {
      for (int rows : session.prepare(sql).executeBatch()) {
        if (sql.equals(PruneSql.DELETE_HISTORY) || sql.equals(PruneSql.DELETE_LOG)) {
          lines += rows;
        }
      }
    }
    pending.clear();
    return lines;
  }

  /** Takes a call node out of the indexes that lead to it. */
  static void forgetNode(Session session, long node, long prefix, byte @Nullable [] files)
      throws SQLException {
    List<String> tiers =
        session.settles()
            ? List.of(PruneSql.DELETE_REUSABLE_NEW, PruneSql.DELETE_REUSABLE)
            : List.of(PruneSql.DELETE_REUSABLE);
    for (String sql : tiers) {
      PreparedStatement delete = session.prepare(sql);
      delete.setLong(1, prefix);
      delete.setLong(2, node);
      delete.executeUpdate();
    }
    if (files == null) {
      return;
    }
    PreparedStatement delete = session.prepare(PruneSql.DELETE_FILE_USE);
    Unpacker packed = new Unpacker(files);
    while (packed.hasMore()) {
      long header = packed.number();
      packed.hash();
      delete.setLong(1, header >>> 1);
      delete.setLong(2, header & 1);
      delete.setLong(3, node);
      delete.executeUpdate();
    }
  }
}
