package dev.heddle.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What pruning has to leave: call nodes and large values that something refers to that stays. Read
 * in pages, beside writers; what they come to refer to meanwhile, they mark as used, and pruning
 * asks for that again before it deletes.
 */
final class Retained {
  /** Rows of one read: so that no snapshot is held for long. */
  private static final int PAGE = 5_000;

  private final Readers readers;

  /** What will have gone, but has not yet: all that is only counted. */
  final IdSet goneExecutions = new IdSet();

  final IdSet goneOrdered = new IdSet();
  final IdSet goneNodes = new IdSet();

  private final IdSet nodes = new IdSet();
  private final IdSet values = new IdSet();
  private final List<Long> unexplored = new ArrayList<>();

  Retained(Readers readers) {
    this.readers = readers;
  }

  boolean hasNode(long id) {
    return nodes.contains(id);
  }

  boolean hasValue(long id) {
    return values.contains(id);
  }

  /** Marks from what stays, through the children of each node. */
  void markNodes(long day, long oldestStart) throws SQLException {
    pages(
        PruneSql.HITS_OF_EXECUTIONS,
        row -> {
          if (!goneExecutions.contains(row.getLong(1))) {
            mark(Blobs.hits(row.getBytes(2)).nodes());
          }
        });
    pages(
        PruneSql.HITS_OF_INVOCATIONS,
        row -> {
          if (!isGone(row.getLong(1), row.getLong(3), row.getBoolean(4))) {
            mark(row.getLong(1));
            mark(Blobs.hits(row.getBytes(2)).nodes());
          }
        });
    pages(
        select -> {
          PreparedStatement used = select.prepare(PruneSql.USED_NODES);
          used.setLong(2, day);
          used.setLong(3, oldestStart);
          used.setInt(4, PAGE);
          return used;
        },
        row -> mark(row.getLong(1)));
  }

  /** Marks the large values that rows refer to which stay. */
  void markValues() throws SQLException {
    pages(
        PruneSql.VALUES_OF_EXECUTIONS,
        row -> {
          if (!goneExecutions.contains(row.getLong(1))) {
            markValues(row);
          }
        });
    pages(
        PruneSql.VALUES_OF_INVOCATIONS,
        row -> {
          if (!isGone(row.getLong(1), row.getLong(4), row.getBoolean(5))) {
            markValues(row);
          }
        });
    pages(
        PruneSql.VALUES_OF_NODES,
        row -> {
          if (!goneNodes.contains(row.getLong(1))) {
            markValues(row);
          }
        });
  }

  private void markValues(ResultSet row) throws SQLException {
    Names.largeValues(row.getBytes(2), values::add);
    Names.largeValues(row.getBytes(3), values::add);
  }

  private boolean isGone(long invocation, long execution, boolean evaluated) {
    return evaluated ? goneExecutions.contains(execution) : goneOrdered.contains(invocation);
  }

  private void mark(long... ids) {
    for (long id : ids) {
      if (nodes.add(id)) {
        unexplored.add(id);
      }
    }
  }

  private interface Row {
    void read(ResultSet row) throws SQLException;
  }

  private interface Page {
    PreparedStatement in(Session session) throws SQLException;
  }

  private void pages(String sql, Row each) throws SQLException {
    pages(
        session -> {
          PreparedStatement select = session.prepare(sql);
          select.setInt(2, PAGE);
          return select;
        },
        each);
  }

  /** The first parameter is the id to go on after, and the first column is an id. */
  private void pages(Page page, Row each) throws SQLException {
    long after = 0;
    for (long last = -1; last != 0; after = last) {
      long from = after;
      last =
          readers.read(
              session -> {
                PreparedStatement select = page.in(session);
                select.setLong(1, from);
                long id = 0;
                try (ResultSet row = select.executeQuery()) {
                  while (row.next()) {
                    id = row.getLong(1);
                    each.read(row);
                  }
                }
                return id;
              });
      explore();
    }
  }

  /** Marks the children of what was marked since. */
  private void explore() throws SQLException {
    while (!unexplored.isEmpty()) {
      List<Long> some = List.copyOf(unexplored);
      unexplored.clear();
      readers.read(
          session -> {
            Batches batches =
                new Batches(session, PruneSql.CHILDREN_FEW, PruneSql.CHILDREN_MANY, some);
            while (batches.hasNext()) {
              try (ResultSet row = batches.next().executeQuery()) {
                while (row.next()) {
                  mark(Blobs.ids(row.getBytes(1)));
                }
              }
            }
            return true;
          });
    }
  }
}
