package dev.heddle.sql;

import dev.heddle.store.Submission;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Who was ordered before: children by their identity, others by their key. In one transaction;
 * everything is written at once.
 */
final class Children {
  private static final long NOBODY = 0;

  /** Which parameter of an insertion is the child. */
  private static final int CHILD_ID = 5;

  private final Session session;

  Children(Session session) {
    this.session = session;
  }

  /**
   * Enters these; answers, parallel to them, the id under which each stands: its own, or that of
   * the one that was ordered before.
   */
  long[] enter(List<Submission> submissions, Epochs epochs) throws SQLException {
    long[] ids = new long[submissions.size()];
    boolean keys = false;
    for (int i = 0; i < ids.length; i++) {
      ids[i] = submissions.get(i).id();
      keys |= submissions.get(i).order().key() != null;
    }
    if (keys) {
      for (int i = 0; i < ids.length; i++) {
        ids[i] = enterOne(submissions.get(i), epochs);
      }
    } else {
      enterChildren(submissions, ids, epochs);
    }
    return ids;
  }

  /** The epoch of a parent, as this transaction has it. */
  interface Epochs {
    long of(long parent) throws SQLException;
  }

  /** The hot path: no look-up unless one was ordered before. */
  private void enterChildren(List<Submission> submissions, long[] ids, Epochs epochs)
      throws SQLException {
    Batch insert = session.batch(QueueSql.INSERT_CHILD);
    List<Integer> entered = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      Submission.Identity identity = submissions.get(i).identity();
      if (identity != null) {
        bind(insert, identity, ids[i], epochs.of(identity.parent()));
        insert.add();
        entered.add(i);
      }
    }
    if (entered.isEmpty()) {
      return;
    }
    boolean[] inserted = insert.insert(CHILD_ID);
    for (int i = 0; i < inserted.length; i++) {
      Submission.Identity identity = submissions.get(entered.get(i)).identity();
      if (!inserted[i] && identity != null) {
        long id = ofIdentity(identity);
        ids[entered.get(i)] = id;
        ask(identity.parent(), id, epochs);
      }
    }
  }

  private long enterOne(Submission submission, Epochs epochs) throws SQLException {
    long same = same(submission);
    String key = submission.order().key();
    if (same == NOBODY && key != null && !enterKey(submission, key)) {
      same = ofKey(submission.task().name(), key); // another client was first, just now
    }
    Submission.Identity identity = submission.identity();
    if (same != NOBODY) {
      if (identity != null) {
        ask(identity.parent(), same, epochs);
      }
      return same;
    }
    if (identity != null) {
      Batch insert = session.batch(QueueSql.INSERT_CHILD);
      bind(insert, identity, submission.id(), epochs.of(identity.parent()));
      insert.add();
      insert.execute();
    }
    return submission.id();
  }

  private boolean enterKey(Submission submission, String key) throws SQLException {
    PreparedStatement insert = session.prepare(QueueSql.INSERT_KEY);
    session.setText(insert, 1, submission.task().name());
    session.setText(insert, 2, key);
    insert.setLong(3, submission.id());
    return insert.executeUpdate() > 0;
  }

  private static void bind(Batch insert, Submission.Identity identity, long id, long epoch)
      throws SQLException {
    insert.setLong(1, identity.parent());
    insert.setInt(2, identity.attempt());
    insert.setBytes(3, identity.call().toBytes());
    insert.setInt(4, identity.occurrence());
    insert.setLong(5, id);
    insert.setLong(6, epoch);
  }

  /** Notes that the parent asked for it, if it is a child of it at all. */
  private void ask(long parent, long id, Epochs epochs) throws SQLException {
    PreparedStatement update = session.prepare(QueueSql.ASK_FOR_CHILD);
    update.setLong(1, epochs.of(parent));
    update.setLong(2, parent);
    update.setLong(3, id);
    update.executeUpdate();
  }

  /** The one that was ordered before under this identity or this key, or 0. */
  long same(Submission submission) throws SQLException {
    Submission.Identity identity = submission.identity();
    long id = identity == null ? NOBODY : ofIdentity(identity);
    String key = submission.order().key();
    return id != NOBODY || key == null ? id : ofKey(submission.task().name(), key);
  }

  private long ofIdentity(Submission.Identity identity) throws SQLException {
    PreparedStatement select = session.prepare(QueueSql.CHILD_OF_IDENTITY);
    select.setLong(1, identity.parent());
    select.setInt(2, identity.attempt());
    select.setBytes(3, identity.call().toBytes());
    select.setInt(4, identity.occurrence());
    return id(select);
  }

  private long ofKey(String task, String key) throws SQLException {
    PreparedStatement select = session.prepare(QueueSql.KEY);
    session.setText(select, 1, task);
    session.setText(select, 2, key);
    return id(select);
  }

  private static long id(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? row.getLong(1) : NOBODY;
    }
  }

  /** All that this one's body ordered. */
  List<Long> of(long parent) throws SQLException {
    PreparedStatement select = session.prepare(QueueSql.CHILDREN);
    select.setLong(1, parent);
    select.setLong(2, 0);
    select.setInt(3, Integer.MAX_VALUE);
    return ids(select);
  }

  /** What the evaluated calls of an execution ordered. */
  List<Long> ofCalls(long execution) throws SQLException {
    PreparedStatement select = session.prepare(QueueSql.CHILDREN_OF_CALLS);
    select.setLong(1, execution);
    return ids(select);
  }

  /** What this one ordered and, at this epoch, did not ask for. */
  List<Long> unasked(long parent, long epoch) throws SQLException {
    PreparedStatement select = session.prepare(QueueSql.UNASKED_CHILDREN);
    select.setLong(1, parent);
    select.setLong(2, epoch);
    return ids(select);
  }

  private static List<Long> ids(PreparedStatement select) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        ids.add(row.getLong(1));
      }
    }
    return ids;
  }
}
