package dev.heddle.sql;

import dev.heddle.store.Pruned;
import dev.heddle.value.Hash;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The part of pruning that removes what nothing refers to: call nodes, then large values. */
final class Leftovers {
  private final Readers readers;
  private final Writer writer;
  private final Retained retained;
  private final long before;
  private final boolean dryRun;
  private Pruned pruned = Pruned.NONE;

  Leftovers(Readers readers, Writer writer, Retained retained, long before, boolean dryRun) {
    this.readers = readers;
    this.writer = writer;
    this.retained = retained;
    this.before = before;
    this.dryRun = dryRun;
  }

  Pruned prune() throws SQLException {
    pruneNodes();
    pruneValues();
    return pruned;
  }

  // ---- call nodes

  private void pruneNodes() throws SQLException {
    long day = TimeUnit.MILLISECONDS.toDays(before);
    long oldestStart = readers.read(Leftovers::oldestStart);
    retained.markNodes(day, oldestStart);
    long after = 0;
    for (List<Long> unused = unused(after, day, oldestStart);
        !unused.isEmpty();
        unused = unused(after, day, oldestStart)) {
      after = unused.get(unused.size() - 1);
      unused.removeIf(retained::hasNode);
      List<Long> some = unused;
      if (!some.isEmpty()) {
        long gone = dryRun ? some.size() : writer.transaction(s -> deleteNodes(s, some, day));
        some.forEach(retained.goneNodes::add);
        pruned = pruned.plus(new Pruned(0, 0, gone, 0, 0, 0));
      }
    }
  }

  /** When the oldest of what runs began: it may be about to refer to what finished since. */
  private static long oldestStart(Session session) throws SQLException {
    try (ResultSet row = session.prepare(PruneSql.OLDEST_START).executeQuery()) {
      long at = row.next() ? row.getLong(1) : 0;
      return row.wasNull() ? Long.MAX_VALUE : at;
    }
  }

  private List<Long> unused(long after, long day, long oldestStart) throws SQLException {
    return readers.read(
        session -> {
          PreparedStatement select = session.prepare(PruneSql.UNUSED_NODES);
          select.setLong(1, after);
          select.setLong(2, day);
          select.setLong(3, oldestStart);
          select.setInt(4, Pruning.BATCH);
          return Pruning.ids(select);
        });
  }

  /** Asks again whether each was used, since that may have been told after it was chosen. */
  private static long deleteNodes(Session session, List<Long> nodes, long day) throws SQLException {
    long oldestStart = oldestStart(session);
    PreparedStatement delete = session.prepare(PruneSql.DELETE_NODE);
    long gone = 0;
    for (long node : nodes) {
      byte[] key = null;
      byte[] files = null;
      delete.setLong(1, node);
      delete.setLong(2, day);
      delete.setLong(3, oldestStart);
      try (ResultSet row = delete.executeQuery()) {
        if (row.next()) {
          key = row.getBytes(1);
          files = row.getBytes(2);
        }
      }
      if (key != null) {
        gone++;
        PrunedRows.forgetNode(session, node, Hash.of(key).prefix(), files);
      }
    }
    return gone;
  }

  // ---- large values

  private void pruneValues() throws SQLException {
    long newest = readers.read(session -> session.number(PruneSql.NEWEST_VALUE));
    if (newest == 0) {
      return;
    }
    if (!dryRun) {
      // What is shared from here on is noted; what was shared before, the marking sees.
      newest =
          writer.transaction(
              session -> {
                session.prepare(PruneSql.FORGET_REUSE).executeUpdate();
                return session.number(PruneSql.NEWEST_VALUE);
              });
    }
    retained.markValues();
    record Value(long id, long bytes) {}
    long last = newest;
    for (long after = 0; after < last; ) {
      long from = after;
      List<Value> page =
          readers.read(
              session -> {
                PreparedStatement select = session.prepare(PruneSql.VALUES);
                select.setLong(1, from);
                select.setLong(2, last);
                select.setInt(3, Pruning.BATCH);
                List<Value> values = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                  while (row.next()) {
                    values.add(new Value(row.getLong(1), row.getLong(2)));
                  }
                }
                return values;
              });
      after = page.isEmpty() ? last : page.get(page.size() - 1).id();
      page.removeIf(value -> retained.hasValue(value.id()));
      if (!page.isEmpty()) {
        List<Long> ids = page.stream().map(Value::id).toList();
        List<Long> gone = dryRun ? ids : writer.transaction(s -> deleteValues(s, ids));
        IdSet removed = new IdSet();
        gone.forEach(removed::add);
        long bytes =
            page.stream().filter(v -> removed.contains(v.id())).mapToLong(Value::bytes).sum();
        pruned = pruned.plus(new Pruned(0, 0, 0, gone.size(), bytes, 0));
      }
    }
  }

  private static List<Long> deleteValues(Session session, List<Long> ids) throws SQLException {
    List<Long> gone = new ArrayList<>(ids.size());
    PreparedStatement delete = session.prepare(PruneSql.DELETE_VALUE);
    for (long id : ids) {
      delete.setLong(1, id);
      if (delete.executeUpdate() > 0) {
        gone.add(id);
      }
    }
    return gone;
  }
}
