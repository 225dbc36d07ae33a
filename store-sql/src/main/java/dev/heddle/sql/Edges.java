package dev.heddle.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who waits for whom: an edge from a paused invocation to each that its body awaits. */
final class Edges {
  private final Session session;

  /** Null while nobody has looked: most transactions need not know. */
  private @Nullable Boolean any;

  Edges(Session session) {
    this.session = session;
  }

  void add(long waiter, Collection<Long> awaited) throws SQLException {
    if (awaited.isEmpty()) {
      return;
    }
    any = true;
    Batch insert = session.batch(QueueSql.INSERT_EDGE);
    for (long id : awaited) {
      insert.setLong(1, waiter);
      insert.setLong(2, id);
      insert.add();
    }
    insert.execute();
  }

  /** It waits no more. */
  void removeFrom(long waiter) throws SQLException {
    remove(QueueSql.DELETE_EDGES_FROM, waiter);
  }

  /** It has ended: nobody waits for it any more. */
  void removeTo(long ended) throws SQLException {
    remove(QueueSql.DELETE_EDGES_TO, ended);
  }

  private void remove(String sql, long id) throws SQLException {
    PreparedStatement delete = session.prepare(sql);
    delete.setLong(1, id);
    delete.executeUpdate();
  }

  /** Whether anybody waits at all. */
  boolean any() throws SQLException {
    Boolean known = any;
    if (known == null) {
      known = session.number(QueueSql.ANY_EDGE) != 0;
      any = known;
    }
    return known;
  }

  List<Long> of(long waiter) throws SQLException {
    PreparedStatement select = session.prepare(QueueSql.EDGES_FROM);
    select.setLong(1, waiter);
    List<Long> awaited = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        awaited.add(row.getLong(1));
      }
    }
    return awaited;
  }

  /** Tells whether one is paused: nobody else waits, and most need not be asked for whom. */
  interface Paused {
    boolean is(long id) throws SQLException;
  }

  /**
   * The way back to {@code waiter} if it waited for these, first and last the same; empty if there
   * is none.
   */
  List<Long> cycle(long waiter, Collection<Long> waitsFor, Paused paused) throws SQLException {
    Map<Long, Long> reachedFrom = new HashMap<>();
    Deque<Long> open = new ArrayDeque<>();
    for (long id : waitsFor) {
      if (reachedFrom.putIfAbsent(id, waiter) == null) {
        open.add(id);
      }
    }
    while (!open.isEmpty() && !reachedFrom.containsKey(waiter)) {
      long at = open.remove();
      for (long next : paused.is(at) ? of(at) : List.<Long>of()) {
        if (reachedFrom.putIfAbsent(next, at) == null) {
          open.add(next);
        }
      }
    }
    Deque<Long> way = new ArrayDeque<>();
    for (Long at = reachedFrom.get(waiter); at != null; at = reachedFrom.get(at)) {
      way.addFirst(at);
      if (at == waiter) {
        break;
      }
    }
    if (way.isEmpty()) {
      return List.of();
    }
    way.add(waiter);
    return List.copyOf(way);
  }
}
