package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.store.Found;
import dev.heddle.store.Inspection;
import dev.heddle.store.InvocationFilter;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Sought;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One search for invocations. What can be asked of a row alone the database answers; what is packed
 * is looked at here, of those rows that are left.
 */
final class Search {
  /** Rows that are looked at here are fetched piece by piece, and no piece is larger. */
  private static final int PAGE = Inspection.LOOKS_AT;

  private final Session session;
  private final Names names;
  private final Lanes lanes;
  private final InvocationFilter filter;
  private final @Nullable Sought text;
  private final @Nullable Sought error;

  Search(Session session, Names names, Lanes lanes, InvocationFilter filter) {
    this.session = session;
    this.names = names;
    this.lanes = lanes;
    this.filter = filter;
    this.text = filter.text() == null ? null : new Sought(filter.text());
    this.error = filter.error() == null ? null : new Sought(filter.error());
  }

  Found<InvocationRecord> find(long before, int limit) throws SQLException {
    Set<Long> tasks = tasks();
    if (tasks != null && tasks.isEmpty()) {
      return new Found<>(List.of(), 0, 0);
    }
    Moments moments = Moments.ofInvocations(session);
    long from = filter.to() == 0 ? before : Math.min(before, moments.above(filter.to()));
    long lowest = filter.from() == 0 ? 0 : moments.below(filter.from());
    List<Long> ids = new ArrayList<>();
    Set<Long> damaged = new TreeSet<>(Comparator.reverseOrder());
    Descent descent = new Descent(session, InspectSql.INVOCATION_BELOW, from, lowest);
    long last = from;
    while (ids.size() < limit && descent.next()) {
      search(descent, tasks, ids, damaged, limit);
      last = ids.size() < limit ? descent.bottom() : ids.get(limit - 1);
    }
    boolean all = ids.size() < limit ? descent.isAtEnd() : !anyBetween(last, lowest);
    long reached = timeFrom(last, from);
    List<InvocationRecord> found =
        new InvocationRecords(session, names, lanes).newestFirst(ids, damaged);
    return new Found<>(found, List.copyOf(damaged), all ? 0 : last, reached);
  }

  /** Of when the first from here on is that was looked at; 0 if none was. */
  private long timeFrom(long id, long before) throws SQLException {
    PreparedStatement select = session.prepare(InspectSql.FIRST_INVOCATION_FROM);
    select.setLong(1, id);
    try (ResultSet row = select.executeQuery()) {
      return row.next() && row.getLong(1) < before ? Moments.time(row, 2, 3) : 0;
    }
  }

  private boolean anyBetween(long below, long from) throws SQLException {
    PreparedStatement select = session.prepare(InspectSql.ANY_INVOCATION_BETWEEN);
    select.setLong(1, below);
    select.setLong(2, from);
    try (ResultSet row = select.executeQuery()) {
      return row.next();
    }
  }

  /** The tasks whose names match; null if any will do. */
  private @Nullable Set<Long> tasks() throws SQLException {
    if (filter.task() == null) {
      return null;
    }
    Sought name = new Sought(filter.task());
    Set<Long> tasks = new HashSet<>();
    try (ResultSet row = session.prepare(InspectSql.TASK_NAMES).executeQuery()) {
      while (row.next()) {
        if (name.isIn(session.text(row, 2))) {
          tasks.add(row.getLong(1));
        }
      }
    }
    return tasks;
  }

  /** Adds what is found in a piece. */
  private void search(
      Descent piece, @Nullable Set<Long> tasks, List<Long> ids, Set<Long> damaged, int limit)
      throws SQLException {
    boolean asked = tasks != null && tasks.size() <= InspectSql.TASKS;
    boolean byRowAlone = (tasks == null || asked) && !looksAtRows();
    long top = piece.top();
    int rows = 0;
    int page = 0;
    do {
      page = byRowAlone ? limit - ids.size() : PAGE;
      rows = 0;
      PreparedStatement select = candidates(top, piece.bottom(), asked ? tasks : null, page);
      try (ResultSet row = select.executeQuery()) {
        while (ids.size() < limit && row.next()) {
          rows++;
          top = row.getLong(1);
          if (tasks == null || tasks.contains(row.getLong(2))) {
            try {
              if (matches(row)) {
                ids.add(top);
              }
            } catch (RuntimeException e) {
              damaged.add(top);
            }
          }
        }
      }
    } while (rows == page && ids.size() < limit);
  }

  private boolean looksAtRows() {
    return filter.from() != 0
        || filter.to() != 0
        || filter.queue() != null
        || !filter.tags().isEmpty()
        || text != null
        || error != null;
  }

  private PreparedStatement candidates(long below, long from, @Nullable Set<Long> tasks, int page)
      throws SQLException {
    int places = tasks == null ? 0 : Integer.highestOneBit(Math.max(1, 2 * tasks.size() - 1));
    boolean states = !filter.states().isEmpty();
    boolean worker = filter.worker() != 0;
    PreparedStatement select =
        session.prepare(InspectSql.candidates(text != null, states, worker, places));
    int at = 1;
    select.setLong(at++, below);
    select.setLong(at++, from);
    boolean ordered = filter.ordered() || filter.queue() != null || !filter.tags().isEmpty();
    select.setInt(at++, ordered ? 1 : 0);
    select.setInt(at++, error == null ? 0 : 1);
    if (states) {
      select.setInt(at++, states());
    }
    if (worker) {
      select.setLong(at++, filter.worker());
    }
    if (tasks != null) {
      List<Long> asked = List.copyOf(tasks);
      for (int i = 0; i < places; i++) {
        select.setLong(at++, asked.get(Math.min(i, asked.size() - 1)));
      }
    }
    select.setInt(at, page);
    return select;
  }

  /** A bit for each by its number. */
  private int states() {
    int bits = 0;
    for (InvocationState state : filter.states()) {
      bits |= 1 << States.of(state);
    }
    return bits;
  }

  private boolean matches(ResultSet row) throws SQLException {
    if (filter.from() != 0 || filter.to() != 0) {
      long time = Moments.time(row, 3, 4);
      if (time < filter.from() || (filter.to() != 0 && time >= filter.to())) {
        return false;
      }
    }
    if (filter.queue() != null) {
      long lane = Ordering.lane(row.getBytes(4));
      if (!filter.queue().equals(lanes.lane(session, lane).queue())) {
        return false;
      }
    }
    if (!filter.tags().isEmpty() && !filter.hasTags(Ordering.tags(row.getBytes(4)))) {
      return false;
    }
    if (error != null && !error.isIn(Blobs.error(row.getBytes(5)))) {
      return false;
    }
    Sought sought = text;
    return sought == null
        || Names.anyHeld(row.getBytes(6), sought::isIn)
        || Names.anyHeld(row.getBytes(7), sought::isIn);
  }
}
