package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.store.Hits;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.StoredError;
import dev.heddle.store.Submission;
import dev.heddle.value.StoredValue;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The invocation rows of ordered ones in one transaction: each is inserted by its order and updated
 * once, by its end. Both wait in batches for {@link #flush}.
 */
final class OrderedRows {
  private final Session session;
  private final Names names;
  private final Batch insert;
  private final Batch plainEnd;
  private final Batch end;
  private boolean inserts;
  private boolean plainEnds;
  private boolean ends;

  OrderedRows(Session session, Names names) throws SQLException {
    this.session = session;
    this.names = names;
    this.insert = session.batch(QueueSql.INSERT_ORDERED);
    this.plainEnd = session.batch(QueueSql.END_PLAINLY);
    this.end = session.batch(QueueSql.END_ORDERED);
  }

  void add(Submission submission, long lane, long claimant) throws SQLException {
    List<StoredValue> arguments = submission.arguments();
    byte[] expression = submission.expression();
    long task = names.id(session, submission.task());
    byte[] packed = names.values(session, arguments);
    insert.setLong(1, submission.id());
    insert.setLong(2, submission.execution());
    insert.setLong(3, submission.parent());
    insert.setLong(4, task);
    insert.setBytes(5, submission.key().toBytes());
    insert.setBytes(6, packed);
    insert.setBytes(7, Ordering.pack(submission, lane, claimant));
    insert.setBytes(8, expression);
    insert.add();
    inserts = true;
  }

  /**
   * Writes what became of it.
   *
   * @param ran the code that ran, if a body did; null if it was ended by somebody else
   */
  void end(
      LiveRow row,
      @Nullable InvocationHead ran,
      Hits hits,
      @Nullable StoredError error,
      long startedAt,
      long endedAt)
      throws SQLException {
    boolean succeeded = row.state == InvocationState.SUCCEEDED;
    boolean plain = succeeded && row.attempt == 1 && hits.size() == 0 && row.deaths == null;
    Batch update = plain ? plainEnd : end;
    int at = 1;
    if (!plain) {
      update.setInt(at++, States.of(row.state));
    }
    update.setLong(at++, startedAt);
    update.setLong(at++, endedAt);
    update.setLong(at++, row.worker);
    update.setLong(at++, row.epoch);
    update.setLong(at++, row.claimedAt);
    update.setInt(at++, row.flags);
    if (!plain) {
      update.setInt(at++, row.attempt);
      update.setBytes(at++, Blobs.hits(hits));
      update.setBytes(at++, Blobs.error(error));
      // Of a success the call node says it.
      update.setBytes(at++, ran == null || succeeded ? null : pack(ran));
      update.setBytes(at++, row.deaths);
    }
    update.setLong(at, row.id);
    update.add();
    plainEnds |= plain;
    ends |= !plain;
  }

  private byte[] pack(InvocationHead ran) throws SQLException {
    return new Packer().number(names.id(session, ran.task())).hash(ran.key()).toBytes();
  }

  void flush() throws SQLException {
    if (inserts) {
      insert.execute();
      inserts = false;
    }
    if (plainEnds) {
      plainEnd.execute();
      plainEnds = false;
    }
    if (ends) {
      end.execute();
      ends = false;
    }
  }
}
