package dev.heddle.sql;

import dev.heddle.StateChange;
import dev.heddle.store.Inspection;
import dev.heddle.store.Stint;
import dev.heddle.store.Stints;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Reads who had what when. Most invocations had one owner and a regular course: their rows say all.
 * Those of which the history tells something in that time are read off their histories.
 */
final class StintReads {
  /** How many are read off their histories. */
  private static final int DEPARTED = 1_000;

  private static final long HOUR = TimeUnit.HOURS.toMillis(1);

  private final Session session;
  private final Names names;
  private final QueueReads queue;
  private final long from;
  private final long to;
  private final long worker;

  /** Of this time, and of this worker alone if it is not 0. */
  StintReads(Session session, Names names, long from, long to, long worker) {
    this.session = session;
    this.names = names;
    this.queue = new QueueReads(session);
    this.from = from;
    this.to = to;
    this.worker = worker;
  }

  List<Stint> stints(int limit) throws SQLException {
    List<Stint> stints = new ArrayList<>();
    Set<Long> departed = departed(limit);
    readOffHistories(departed, stints);
    PreparedStatement live = session.prepare(InspectSql.LIVE_STINTS);
    live.setLong(1, to);
    live.setLong(2, worker);
    live.setLong(3, worker);
    live.setInt(4, limit);
    readOffRows(live, departed, stints);
    ended(limit, departed, stints);
    return Stints.newest(stints, limit);
  }

  /** Those of which something is told in this time or in the hour after, the newest first. */
  private Set<Long> departed(int limit) throws SQLException {
    Moments places = Moments.ofHistory(session);
    PreparedStatement select = session.prepare(InspectSql.DEPARTED);
    select.setLong(1, places.below(from));
    select.setLong(2, places.above(Math.min(to, Long.MAX_VALUE - HOUR) + HOUR));
    select.setLong(3, from);
    select.setInt(4, Inspection.LOOKS_AT);
    Set<Long> ids = new LinkedHashSet<>();
    try (ResultSet row = select.executeQuery()) {
      while (ids.size() < Math.min(limit, DEPARTED) && row.next()) {
        if (worker == 0 || worker == row.getLong(2)) {
          ids.add(row.getLong(1));
        }
      }
    }
    return ids;
  }

  private void readOffHistories(Set<Long> ids, List<Stint> stints) throws SQLException {
    Map<Long, List<StateChange>> departures = new HashMap<>();
    Batches histories = new Batches(session, QueueSql.HISTORIES_FEW, QueueSql.HISTORIES_MANY, ids);
    while (histories.hasNext()) {
      try (ResultSet row = histories.next().executeQuery()) {
        while (row.next()) {
          queue.depart(row, departures.computeIfAbsent(row.getLong(10), id -> new ArrayList<>()));
        }
      }
    }
    Batches courses = new Batches(session, QueueSql.COURSES_FEW, QueueSql.COURSES_MANY, ids);
    while (courses.hasNext()) {
      try (ResultSet row = courses.next().executeQuery()) {
        while (row.next()) {
          long id = row.getLong(18);
          List<StateChange> departed = departures.getOrDefault(id, List.of());
          List<StateChange> history = legible(row, departed);
          String task = names.calledTask(session, row.getLong(19));
          Stints.of(id, row.getLong(2), task, history).stream()
              .filter(stint -> worker == 0 || worker == stint.worker())
              .filter(stint -> stint.touches(from, to))
              .forEach(stints::add);
        }
      }
    }
  }

  /**
   * Where its order can't be read, what departed from the regular course has been told all the
   * same.
   */
  private static List<StateChange> legible(ResultSet row, List<StateChange> departures)
      throws SQLException {
    try {
      return QueueReads.history(row, departures);
    } catch (RuntimeException damaged) {
      return departures;
    }
  }

  /** Of those that ended, the newest by their ids, which is much the same. */
  private void ended(int limit, Set<Long> departed, List<Stint> stints) throws SQLException {
    long before = Moments.ofInvocations(session).above(to);
    int rows = Math.max(limit, Inspection.LOOKS_AT);
    Descent descent = new Descent(session, InspectSql.ENDED_BELOW, before, 0, rows);
    int left = limit;
    while (left > 0 && descent.next()) {
      PreparedStatement select = session.prepare(InspectSql.ENDED_STINTS);
      select.setLong(1, descent.top());
      select.setLong(2, descent.bottom());
      select.setLong(3, to);
      select.setLong(4, from);
      select.setLong(5, worker);
      select.setLong(6, worker);
      select.setInt(7, left);
      left -= readOffRows(select, departed, stints);
    }
  }

  private int readOffRows(PreparedStatement select, Set<Long> departed, List<Stint> stints)
      throws SQLException {
    int read = 0;
    try (ResultSet row = select.executeQuery()) {
      for (; row.next(); read++) {
        if (!departed.contains(row.getLong(1))) {
          stints.add(
              new Stint(
                  row.getLong(1),
                  row.getLong(2),
                  names.calledTask(session, row.getLong(3)),
                  row.getLong(4),
                  row.getInt(5),
                  row.getLong(6),
                  row.getLong(7),
                  row.getLong(8),
                  row.getLong(9),
                  States.invocation(row.getInt(10)),
                  "",
                  List.of()));
        }
      }
    }
    return read;
  }
}
