package dev.heddle.sql;

import dev.heddle.store.Activity;
import dev.heddle.store.FailureGroup;
import dev.heddle.store.FailureGroups;
import dev.heddle.store.Inspection;
import dev.heddle.store.Span;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads back what {@link Tally} has counted and noted. */
final class ActivityReads {
  private final Session session;
  private final Names names;

  ActivityReads(Session session, Names names) {
    this.session = session;
    this.names = names;
  }

  List<Activity> activity(Span span, @Nullable String task) throws SQLException {
    Sums sums = new Sums();
    for (Part part : parts(span, session.number(InspectSql.NEWEST_MINUTE))) {
      PreparedStatement select =
          session.prepare(task == null ? InspectSql.ACTIVITY : InspectSql.ACTIVITY_OF_TASK);
      int at = task == null ? 1 : 4;
      select.setLong(at, span.first());
      select.setLong(at + 1, isOneStep(span) ? Integer.MAX_VALUE : span.stepMinutes());
      part.bind(select, task == null ? 3 : 1);
      if (task != null) {
        session.setText(select, 6, task);
      }
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          sums.add(row.getLong(1), part.sign * row.getLong(2));
        }
      }
    }
    return sums.sorted(span::at, step -> task == null ? "" : task);
  }

  List<Activity> byTask(Span span) throws SQLException {
    Sums sums = new Sums();
    for (Part part : parts(span, session.number(InspectSql.NEWEST_MINUTE))) {
      PreparedStatement select = session.prepare(InspectSql.ACTIVITY_BY_TASK);
      part.bind(select, 1);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          sums.add(row.getLong(1), part.sign * row.getLong(2));
        }
      }
    }
    return sums.sorted(task -> span.at(0), task -> names.taskName(session, task));
  }

  /**
   * A part of what is asked for, of which counts of one span are read.
   *
   * @param sign -1 for what was read too much
   */
  private record Part(int span, long from, long to, int sign) {
    void bind(PreparedStatement select, int at) throws SQLException {
      select.setInt(at, span);
      select.setLong(at + 1, from);
      select.setLong(at + 2, to);
    }
  }

  /**
   * By the hour where no hour belongs to two steps. Of an hour that is asked for in part, its
   * minutes are read, or all of it and the minutes that are too much, whichever are fewer.
   *
   * @param newest the last minute in which anything ended
   */
  private static List<Part> parts(Span span, long newest) {
    long first = span.first();
    long end = span.end();
    boolean wholeHours = first % Tally.HOUR == 0 && span.stepMinutes() % Tally.HOUR == 0;
    long firstHour = -Math.floorDiv(-first, Tally.HOUR) * Tally.HOUR;
    long lastHour = Math.floorDiv(end, Tally.HOUR) * Tally.HOUR;
    if (firstHour >= lastHour || !(isOneStep(span) || wholeHours)) {
      return List.of(new Part(Tally.MINUTE, first, end, 1));
    }
    List<Part> parts = new ArrayList<>();
    if (firstHour - first > Tally.HOUR / 2) {
      firstHour -= Tally.HOUR;
      parts.add(new Part(Tally.MINUTE, firstHour, first, -1));
    } else {
      parts.add(new Part(Tally.MINUTE, first, firstHour, 1));
    }
    if (end - lastHour > Tally.HOUR / 2 || newest < end) {
      lastHour = -Math.floorDiv(-end, Tally.HOUR) * Tally.HOUR;
      parts.add(new Part(Tally.MINUTE, end, lastHour, -1));
    } else {
      parts.add(new Part(Tally.MINUTE, lastHour, end, 1));
    }
    parts.add(new Part(Tally.HOUR, firstHour, lastHour, 1));
    parts.removeIf(part -> part.from == part.to);
    return parts;
  }

  private static boolean isOneStep(Span span) {
    return span.end() - span.first() <= span.stepMinutes();
  }

  /** Counts of the same from several parts, added up, by the number that says of what. */
  private static final class Sums {
    private static final int KINDS = 1024;
    private static final int BUCKETS = 128;
    private final Map<Long, Long> counts = new HashMap<>();

    /** What a step or a task is called. */
    interface Naming {
      String of(long stepOrTask) throws SQLException;
    }

    void add(long what, long count) {
      counts.merge(what, count, Long::sum);
    }

    List<Activity> sorted(LongUnaryOperator at, Naming task) throws SQLException {
      List<Activity> activity = new ArrayList<>(counts.size());
      counts.values().removeIf(count -> count <= 0);
      for (Map.Entry<Long, Long> one : counts.entrySet()) {
        long stepOrTask = one.getKey() / KINDS;
        int rest = (int) (one.getKey() % KINDS);
        activity.add(
            new Activity(
                at.applyAsLong(stepOrTask),
                task.of(stepOrTask),
                States.kind(rest / BUCKETS),
                rest % BUCKETS,
                one.getValue()));
      }
      activity.sort(Activity.ORDER);
      return activity;
    }
  }

  List<FailureGroup> failures(long since, int limit) throws SQLException {
    PreparedStatement select = session.prepare(InspectSql.SETBACKS);
    select.setLong(1, since);
    select.setInt(2, Inspection.LOOKS_AT_FAILURES);
    FailureGroups groups = new FailureGroups(limit);
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        groups.add(
            row.getLong(4),
            row.getLong(5),
            names.taskName(session, row.getLong(1)),
            States.invocation(row.getInt(2)),
            session.text(row, 3),
            session.text(row, 6));
      }
    }
    return groups.newestFirst();
  }
}
