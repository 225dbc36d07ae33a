package dev.heddle.sql;

import dev.heddle.store.Found;
import dev.heddle.store.Inspection;
import dev.heddle.store.InvocationLine;
import dev.heddle.store.LineFilter;
import dev.heddle.store.LogLine;
import dev.heddle.store.Sought;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One search among the lines that bodies logged. */
final class LineSearch {
  /** How many lines of one invocation are fetched together. */
  private static final int PAGE = 1_000;

  private final Session session;
  private final Names names;
  private final LineFilter filter;
  private final int limit;
  private final @Nullable Sought text;
  private final List<String> levels;
  private final List<InvocationLine> found = new ArrayList<>();

  private final Map<Long, Source> sources = new HashMap<>();

  /** What is known of the invocation of a line. */
  private record Source(String task, long worker) {}

  /** The place and the time of the line that was looked at last. */
  private long last;

  private long lastAt;

  LineSearch(Session session, Names names, LineFilter filter, int limit) {
    this.session = session;
    this.names = names;
    this.filter = filter;
    this.limit = limit;
    this.text = filter.text() == null ? null : new Sought(filter.text());
    this.levels = List.copyOf(filter.levels());
  }

  Found<InvocationLine> find(long before) throws SQLException {
    last = before;
    return filter.invocation() == 0 ? findInAll(before) : findInOne();
  }

  private boolean isFull() {
    return found.size() >= limit;
  }

  // ---- in all lines

  private Found<InvocationLine> findInAll(long before) throws SQLException {
    Descent descent = new Descent(session, InspectSql.LINE_BELOW, before, 0);
    while (!isFull() && descent.next()) {
      search(descent);
      last = isFull() ? last : descent.bottom();
    }
    boolean all = isFull() ? !anyBelow() : descent.isAtEnd();
    return new Found<>(found, all ? 0 : last, timeFromLast(before));
  }

  private void search(Descent piece) throws SQLException {
    boolean asked = !levels.isEmpty() && levels.size() <= InspectSql.LEVELS;
    boolean byRowAlone = text == null && (levels.isEmpty() || asked);
    last = piece.top();
    int page;
    int rows;
    do {
      page = byRowAlone ? limit - found.size() : Inspection.LOOKS_AT;
      PreparedStatement select = session.prepare(InspectSql.LINES_OF_ALL);
      int at = 1;
      select.setLong(at++, last);
      select.setLong(at++, piece.bottom());
      select.setLong(at++, filter.worker());
      select.setLong(at++, filter.worker());
      select.setInt(at++, asked ? 1 : 0);
      for (int i = 0; i < InspectSql.LEVELS; i++) {
        String level = asked ? levels.get(Math.min(i, levels.size() - 1)) : "";
        session.setText(select, at++, level);
      }
      select.setInt(at, page);
      rows = look(select);
    } while (rows == page && !isFull());
  }

  private boolean anyBelow() throws SQLException {
    PreparedStatement select = session.prepare(InspectSql.ANY_LINE_BELOW);
    select.setLong(1, last);
    try (ResultSet row = select.executeQuery()) {
      return row.next();
    }
  }

  private long timeFromLast(long before) throws SQLException {
    PreparedStatement select = session.prepare(InspectSql.FIRST_LINE_FROM);
    select.setLong(1, last);
    try (ResultSet row = select.executeQuery()) {
      return row.next() && row.getLong(1) < before ? row.getLong(2) : 0;
    }
  }

  // ---- in those of one invocation

  private Found<InvocationLine> findInOne() throws SQLException {
    int looked = 0;
    int rows;
    do {
      PreparedStatement select = session.prepare(InspectSql.LINES_OF_ONE);
      select.setLong(1, last);
      select.setLong(2, filter.invocation());
      select.setInt(3, PAGE);
      rows = look(select);
      looked += rows;
    } while (rows == PAGE && !isFull() && looked < Inspection.LOOKS_AT);
    return new Found<>(found, anyOfOneBelow() ? last : 0, lastAt);
  }

  private boolean anyOfOneBelow() throws SQLException {
    PreparedStatement select = session.prepare(InspectSql.ANY_LINE_OF_ONE_BELOW);
    select.setLong(1, last);
    select.setLong(2, filter.invocation());
    try (ResultSet row = select.executeQuery()) {
      return row.next();
    }
  }

  // ---- in either

  /** Looks at the lines of an answer until enough are found; answers at how many. */
  private int look(PreparedStatement select) throws SQLException {
    int rows = 0;
    try (ResultSet row = select.executeQuery()) {
      while (!isFull() && row.next()) {
        rows++;
        last = row.getLong(1);
        lastAt = row.getLong(3);
        if (matches(row)) {
          found.add(line(row));
        }
      }
    }
    return rows;
  }

  private boolean matches(ResultSet row) throws SQLException {
    return (filter.worker() == 0 || filter.worker() == source(row.getLong(2)).worker)
        && (levels.isEmpty() || levels.contains(session.text(row, 5)))
        && (text == null || text.isIn(session.text(row, 6)));
  }

  private Source source(long invocation) throws SQLException {
    Source source = sources.get(invocation);
    if (source == null) {
      PreparedStatement select = session.prepare(InspectSql.LOGGED_BY);
      select.setLong(1, invocation);
      source = new Source("", 0);
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          source = new Source(names.calledTask(session, row.getLong(1)), row.getLong(2));
        }
      }
      sources.put(invocation, source);
    }
    return source;
  }

  private InvocationLine line(ResultSet row) throws SQLException {
    Source source = source(row.getLong(2));
    return new InvocationLine(
        row.getLong(1),
        row.getLong(2),
        source.task,
        source.worker,
        new LogLine(row.getLong(3), row.getInt(4), session.text(row, 5), session.text(row, 6)));
  }
}
