package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.QueueRecord;
import dev.heddle.store.Submission;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import dev.heddle.value.StoredValue;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads invocations back, evaluated calls and ordered ones, on one read-only session. */
final class InvocationRecords {
  private final Session session;
  private final Names names;
  private final Lanes lanes;

  InvocationRecords(Session session, Names names, Lanes lanes) {
    this.session = session;
    this.names = names;
    this.lanes = lanes;
  }

  List<InvocationRecord> ofExecution(long execution, long after, int limit) throws SQLException {
    PreparedStatement select = session.prepare(QueueSql.RECORDS_OF_EXECUTION);
    select.setLong(1, execution);
    select.setLong(2, after);
    select.setInt(3, limit);
    List<InvocationRecord> records = read(select);
    // The root of a tree of ordered ones has the execution's own id.
    one(execution).filter(root -> root.id() > after).ifPresent(records::add);
    records.sort(Comparator.comparingLong(InvocationRecord::id));
    return List.copyOf(records.subList(0, Math.min(limit, records.size())));
  }

  Optional<InvocationRecord> one(long id) throws SQLException {
    PreparedStatement select = session.prepare(QueueSql.RECORD);
    select.setLong(1, id);
    return read(select).stream().findFirst();
  }

  List<InvocationRecord> ordered(long before, int limit) throws SQLException {
    PreparedStatement select = session.prepare(QueueSql.RECORDS_OF_ORDERED);
    select.setLong(1, before);
    select.setInt(2, limit);
    return read(select);
  }

  List<InvocationRecord> ended(Collection<Long> ids) throws SQLException {
    List<InvocationRecord> ended = new ArrayList<>();
    Batches batches = new Batches(session, QueueSql.ENDED_FEW, QueueSql.ENDED_MANY, ids);
    while (batches.hasNext()) {
      ended.addAll(read(batches.next()));
    }
    return ended;
  }

  /**
   * These, the highest id first.
   *
   * @param damaged is given the ids of those that can't be read
   */
  List<InvocationRecord> newestFirst(Collection<Long> ids, Collection<Long> damaged)
      throws SQLException {
    List<InvocationRecord> records = new ArrayList<>(ids.size());
    Batches batches = new Batches(session, QueueSql.RECORDS_FEW, QueueSql.RECORDS_MANY, ids);
    while (batches.hasNext()) {
      try (ResultSet row = batches.next().executeQuery()) {
        while (row.next()) {
          try {
            records.add(read(row));
          } catch (RuntimeException e) {
            damaged.add(row.getLong(1));
          }
        }
      }
    }
    records.sort(Comparator.comparingLong(InvocationRecord::id).reversed());
    return records;
  }

  private List<InvocationRecord> read(PreparedStatement select) throws SQLException {
    List<InvocationRecord> records = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        records.add(read(row));
      }
    }
    return records;
  }

  private InvocationRecord read(ResultSet row) throws SQLException {
    byte[] submission = row.getBytes(17);
    boolean live = row.getObject(25) != null;
    long task = row.getLong(5);
    byte[] key = row.getBytes(6);
    byte[] nodeKey = row.getBytes(14);
    byte[] ran = row.getBytes(19);
    TaskVersion ordered = names.task(session, task);
    TaskVersion version = ordered;
    Hash hash = nodeKey == null ? Hash.of(key) : Hash.of(nodeKey);
    if (submission != null && nodeKey != null) {
      version = names.task(session, row.getLong(13));
    } else if (ran != null) {
      Unpacker packed = new Unpacker(ran);
      version = names.task(session, packed.number());
      hash = packed.hash();
    }
    byte[] arguments = row.getBytes(8);
    List<StoredValue> values =
        List.copyOf(names.values(session, arguments == null ? row.getBytes(15) : arguments));
    InvocationState state = States.invocation(row.getInt(live ? 25 : 7));
    return new InvocationRecord(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        version,
        hash,
        state,
        values,
        row.getLong(live ? 31 : 9),
        row.getLong(10),
        Blobs.hits(row.getBytes(11)),
        names.value(session, row.getBytes(16)),
        Blobs.error(row.getBytes(12)),
        submission == null
            ? null
            : queue(row, submission, live, state, ordered, Hash.of(key), values));
  }

  private QueueRecord queue(
      ResultSet row,
      byte[] submission,
      boolean live,
      InvocationState state,
      TaskVersion task,
      Hash key,
      List<StoredValue> arguments)
      throws SQLException {
    Ordering ordering = Ordering.read(submission, row.getLong(3));
    long id = row.getLong(1);
    int last = live ? 26 : 20; // the course so far, or as its end left it
    return new QueueRecord(
        new Submission(
            id,
            row.getLong(2),
            ordering.identity(),
            task,
            key,
            arguments,
            row.getBytes(18),
            ordering.order(lanes.lane(session, ordering.lane()).queue()),
            ordering.retryOf(),
            ordering.submittedAt()),
        row.getLong(last + 3),
        row.getLong(last),
        row.getInt(last + 1),
        row.getLong(last + 2),
        LiveRow.deaths(row.getBytes(last + 4)),
        state == InvocationState.PAUSED ? new Edges(session).of(id) : List.of(),
        row.getLong(32),
        row.getLong(33));
  }
}
