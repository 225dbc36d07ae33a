package dev.heddle.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Finds a moment among numbers that rise with time but for a minute, by dividing. */
final class Moments {
  /** What is further away than this, by its number, is so by its time. */
  private static final long SLACK = TimeUnit.MINUTES.toMillis(2);

  private final Session session;
  private final String newest;
  private final String firstsFrom;
  private final Time time;

  /** When a row is of, whose first column is its number. */
  private interface Time {
    long of(ResultSet row) throws SQLException;
  }

  /** A row and when it is of. */
  record At(long id, long time) {}

  private Moments(Session session, String newest, String firstsFrom, Time time) {
    this.session = session;
    this.newest = newest;
    this.firstsFrom = firstsFrom;
    this.time = time;
  }

  /** Among the ids of invocations, by when they were ordered, or began if they were not. */
  static Moments ofInvocations(Session session) {
    return new Moments(
        session,
        InspectSql.NEWEST_INVOCATION,
        InspectSql.FIRST_INVOCATIONS_FROM,
        row -> time(row, 2, 3));
  }

  /** Among the places of the history. */
  static Moments ofHistory(Session session) {
    return new Moments(
        session,
        InspectSql.NEWEST_DEPARTURE,
        InspectSql.FIRST_DEPARTURES_FROM,
        row -> row.getLong(2));
  }

  /** By columns that are an invocation's beginning and its order. */
  static long time(ResultSet row, int startedAt, int submission) throws SQLException {
    byte[] ordered = row.getBytes(submission);
    if (ordered == null) {
      return row.getLong(startedAt);
    }
    try {
      return Ordering.submittedAt(ordered);
    } catch (RuntimeException damaged) {
      return row.getLong(startedAt);
    }
  }

  /** The highest that is on record by then, to a minute; 0 if none is. */
  long idAt(long at) throws SQLException {
    long low = 0;
    long high = session.number(newest);
    while (low < high) {
      long[] probes = probes(low, high);
      Map<Long, At> firsts = firstsFrom(probes);
      long top = high;
      for (int i = probes.length - 1; i >= 0; i--) {
        At first = firsts.get(probes[i]);
        if (first != null && first.id() <= top && first.time() <= at) {
          low = first.id();
          break;
        }
        high = probes[i] - 1;
      }
    }
    return low;
  }

  /** Numbers that divide what is above the one and not above the other, the last of them this. */
  private static long[] probes(long low, long high) {
    long[] probes = new long[InspectSql.PROBES];
    long range = high - low;
    for (int i = 1; i <= probes.length; i++) {
      long part = range / probes.length * i + range % probes.length * i / probes.length;
      probes[i - 1] = low + Math.max(1, part);
    }
    return probes;
  }

  /** The first at or above each number, by the number; none for those above all. */
  private Map<Long, At> firstsFrom(long[] probes) throws SQLException {
    PreparedStatement select = session.prepare(firstsFrom);
    for (int i = 0; i < probes.length; i++) {
      select.setLong(i + 1, probes[i]);
    }
    Map<Long, At> firsts = new HashMap<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        firsts.put(row.getLong(4), new At(row.getLong(1), time.of(row)));
      }
    }
    return firsts;
  }

  /** A number above all that are of a time before this. */
  long above(long then) throws SQLException {
    return idAt(Math.min(then, Long.MAX_VALUE - SLACK) + SLACK) + 1;
  }

  /** A number above which are all that are of this time or later. */
  long below(long then) throws SQLException {
    return idAt(then - SLACK);
  }
}
