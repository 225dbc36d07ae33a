package dev.heddle.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/** Finds a moment among numbers that rise with time but for a minute, by halving. */
final class Moments {
  /** What is further away than this, by its number, is so by its time. */
  private static final long SLACK = TimeUnit.MINUTES.toMillis(2);

  private final Session session;
  private final String newest;
  private final String firstFrom;
  private final Time time;

  /** When a row is of, whose first column is its number. */
  private interface Time {
    long of(ResultSet row) throws SQLException;
  }

  /** A row and when it is of. */
  record At(long id, long time) {}

  private Moments(Session session, String newest, String firstFrom, Time time) {
    this.session = session;
    this.newest = newest;
    this.firstFrom = firstFrom;
    this.time = time;
  }

  /** Among the ids of invocations, by when they were ordered, or began if they were not. */
  static Moments ofInvocations(Session session) {
    return new Moments(
        session,
        InspectSql.NEWEST_INVOCATION,
        InspectSql.FIRST_INVOCATION_FROM,
        row -> time(row, 2, 3));
  }

  /** Among the places of the history. */
  static Moments ofHistory(Session session) {
    return new Moments(
        session,
        InspectSql.NEWEST_DEPARTURE,
        InspectSql.FIRST_DEPARTURE_FROM,
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

  /** The first at or above this number; one of number 0 if there is none. */
  At firstFrom(long id) throws SQLException {
    PreparedStatement select = session.prepare(firstFrom);
    select.setLong(1, id);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? new At(row.getLong(1), time.of(row)) : new At(0, 0);
    }
  }

  /** The highest that is on record by then, to a minute; 0 if none is. */
  long idAt(long at) throws SQLException {
    long low = 0;
    long high = session.number(newest);
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      At first = firstFrom(middle);
      if (first.id() != 0 && first.id() <= high && first.time() <= at) {
        low = first.id();
      } else {
        high = middle - 1;
      }
    }
    return low;
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
