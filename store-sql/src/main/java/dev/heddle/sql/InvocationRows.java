package dev.heddle.sql;

import dev.heddle.store.CallNode;
import dev.heddle.store.FileUse;
import dev.heddle.store.InvocationHead;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes folded invocations: one batch per statement, whatever the number of rows. */
final class InvocationRows {
  static final int REUSABLE = 1;
  static final int PLAIN = 2;
  static final int REPLAYABLE = 4;

  private final Session session;
  private final Names names;
  private final Tally tally;

  InvocationRows(Session session, Names names, Tally tally) {
    this.session = session;
    this.names = names;
    this.tally = tally;
  }

  /** Returns how many reusable call nodes were added. */
  int write(Collection<InvocationRow> rows) throws SQLException {
    List<InvocationRow> nodes = new ArrayList<>(rows.size());
    List<byte[]> arguments = new ArrayList<>(rows.size());
    writeInvocations(rows, nodes, arguments);
    return nodes.isEmpty() ? 0 : writeNodes(nodes, arguments);
  }

  /**
   * Writes the invocation rows and collects those that get a call node: all but the ones whose
   * invocation had ended before, since its first outcome stays.
   */
  private void writeInvocations(
      Collection<InvocationRow> rows, List<InvocationRow> nodes, List<byte[]> arguments)
      throws SQLException {
    Batch insert = session.batch(Sql.INSERT_INVOCATION);
    List<InvocationRow> inserted = new ArrayList<>(rows.size());
    List<byte[]> packed = new ArrayList<>(rows.size());
    for (InvocationRow row : rows) {
      byte[] values = names.values(session, row.head.arguments());
      // Most rows on record before are ended by an update alone.
      if (row.head.onRecord() && row.ended() && end(row)) {
        count(row);
        if (row.hasNode()) {
          nodes.add(row);
          arguments.add(values);
        }
        continue;
      }
      bind(insert, row, values);
      insert.add();
      inserted.add(row);
      packed.add(values);
    }
    if (inserted.isEmpty()) {
      return;
    }
    boolean[] added = insert.insert(1);
    for (int i = 0; i < added.length; i++) {
      InvocationRow row = inserted.get(i);
      boolean mine = added[i] || !row.ended() || end(row);
      if (!mine) {
        row.call = null;
      } else if (row.ended()) {
        count(row);
      }
      if (row.hasNode()) {
        nodes.add(row);
        arguments.add(packed.get(i));
      }
    }
  }

  private void count(InvocationRow row) {
    String task = row.head.task().name();
    tally.ended(row.head.id(), task, row.state, row.startedAt, row.endedAt, row.error);
  }

  private boolean end(InvocationRow row) throws SQLException {
    PreparedStatement update = session.prepare(Sql.END_INVOCATION);
    update.setInt(1, States.of(row.state));
    update.setLong(2, row.endedAt);
    update.setBytes(3, Blobs.hits(row.hits));
    update.setBytes(4, Blobs.error(row.error));
    update.setLong(5, row.head.id());
    return update.executeUpdate() > 0;
  }

  private void bind(Batch insert, InvocationRow row, byte[] arguments) throws SQLException {
    InvocationHead head = row.head;
    insert.setLong(1, head.id());
    insert.setLong(2, head.execution());
    insert.setLong(3, head.parent());
    insert.setLong(4, head.position());
    insert.setLong(5, names.id(session, head.task()));
    insert.setInt(6, States.of(row.state));
    insert.setLong(7, row.startedAt);
    insert.setLong(8, row.endedAt);
    insert.setBytes(9, Blobs.hits(row.hits));
    insert.setBytes(10, Blobs.error(row.error));
    // The call node of the same id has both.
    insert.setBytes(11, row.hasNode() ? null : head.key().toBytes());
    insert.setBytes(12, row.hasNode() ? null : arguments);
  }

  /** Writes what ordered invocations came to; their own rows have the arguments. */
  int writeNodes(Collection<InvocationRow> ordered) throws SQLException {
    List<InvocationRow> nodes = new ArrayList<>(ordered);
    return writeNodes(nodes, Collections.nCopies(nodes.size(), new byte[0]));
  }

  private int writeNodes(List<InvocationRow> rows, List<byte[]> arguments) throws SQLException {
    Batch fresh = session.batch(Sql.INSERT_FRESH_NODE);
    Batch index = session.batch(Sql.INSERT_REUSABLE);
    int reusable = 0;
    boolean anyFresh = false;
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).fresh) {
        bindNode(fresh, rows.get(i), arguments.get(i));
        reusable += added(index, rows.get(i));
        anyFresh = true;
      }
    }
    if (anyFresh) {
      fresh.execute();
    }
    Batch insert = session.batch(Sql.INSERT_NODE);
    List<InvocationRow> others = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (!rows.get(i).fresh) {
        bindNode(insert, rows.get(i), arguments.get(i));
        others.add(rows.get(i));
      }
    }
    boolean[] added = others.isEmpty() ? new boolean[0] : insert.insert(1);
    for (int i = 0; i < added.length; i++) {
      InvocationRow row = others.get(i);
      CallNode call = row.call;
      if (added[i]) {
        reusable += added(index, row);
      } else if (call != null && finish(row, call)) {
        writeFileUses(row.head.id(), call.files());
      }
    }
    if (reusable > 0) {
      index.execute();
    }
    return reusable;
  }

  private void bindNode(Batch insert, InvocationRow row, byte[] arguments) throws SQLException {
    CallNode call = row.call;
    InvocationHead head = row.head;
    byte[] result = call == null ? null : names.value(session, call.result());
    byte[] files = call == null ? null : names.files(session, call.files());
    insert.setLong(1, head.id());
    insert.setLong(2, names.id(session, head.task()));
    insert.setBytes(3, head.key().toBytes());
    insert.setBytes(4, arguments);
    insert.setBytes(5, row.expression);
    insert.setBytes(6, result);
    insert.setBytes(7, call == null ? null : call.hash().toBytes());
    insert.setBytes(8, call == null ? null : Blobs.ids(call.children()));
    if (call == null) {
      insert.setNull(9);
    } else {
      insert.setLong(9, names.id(session, call.subtree()));
    }
    insert.setInt(10, call == null ? 0 : call.subtreeCalls());
    insert.setInt(11, flags(head, call));
    insert.setBytes(12, files);
    insert.setLong(13, row.finishedAt);
    insert.setLong(14, TimeUnit.MILLISECONDS.toDays(row.finishedAt));
    insert.add();
  }

  /** Puts a new node into the indexes; returns how many entries of reusable ones it got. */
  private int added(Batch index, InvocationRow row) throws SQLException {
    if (row.call != null) {
      writeFileUses(row.head.id(), row.call.files());
    }
    if (!row.head.reusable()) {
      return 0;
    }
    index.setLong(1, row.head.key().prefix());
    index.setLong(2, row.head.id());
    index.add();
    return 1;
  }

  private static int flags(InvocationHead head, @Nullable CallNode call) {
    int flags = head.reusable() ? REUSABLE : 0;
    if (call != null) {
      flags |= (call.plain() ? PLAIN : 0) | (call.replayable() ? REPLAYABLE : 0);
    }
    return flags;
  }

  /** Makes concrete the node that an earlier group recorded as a single reduction. */
  private boolean finish(InvocationRow row, CallNode call) throws SQLException {
    byte[] result = names.value(session, call.result());
    byte[] files = names.files(session, call.files());
    long set = names.id(session, call.subtree());
    PreparedStatement update = session.prepare(Sql.FINISH_NODE);
    update.setBytes(1, row.expression);
    update.setBytes(2, result);
    update.setBytes(3, call.hash().toBytes());
    update.setBytes(4, Blobs.ids(call.children()));
    update.setLong(5, set);
    update.setInt(6, call.subtreeCalls());
    update.setInt(7, flags(row.head, call));
    update.setBytes(8, files);
    update.setLong(9, row.finishedAt);
    update.setLong(10, TimeUnit.MILLISECONDS.toDays(row.finishedAt));
    update.setLong(11, row.head.id());
    return update.executeUpdate() > 0;
  }

  private void writeFileUses(long node, List<FileUse> uses) throws SQLException {
    for (FileUse use : uses) {
      PreparedStatement insert = session.prepare(Sql.INSERT_FILE_USE);
      insert.setLong(1, names.fileId(session, use.location()));
      insert.setInt(2, use.written() ? 1 : 0);
      insert.setLong(3, node);
      insert.executeUpdate();
    }
  }
}
