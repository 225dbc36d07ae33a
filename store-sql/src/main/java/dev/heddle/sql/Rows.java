package dev.heddle.sql;

import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.RecordedCall;
import dev.heddle.store.TaskSet;
import dev.heddle.store.Totals;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.FileStamp;
import dev.heddle.value.Hash;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads rows back as records, on one read-only session. Every query is short and bounded. */
final class Rows {
  private final Session session;
  private final Names names;

  Rows(Session session, Names names) {
    this.session = session;
    this.names = names;
  }

  private record Candidate(long finishedAt, RecordedCall call) {
    static final Comparator<Candidate> NEWEST_FIRST =
        Comparator.comparingLong(Candidate::finishedAt)
            .thenComparingLong(c -> c.call.node())
            .reversed();
  }

  List<List<RecordedCall>> find(List<Hash> keys) throws SQLException {
    Map<Hash, List<Candidate>> found = new HashMap<>(keys.size() * 4 / 3 + 1);
    Set<Long> prefixes = new LinkedHashSet<>(keys.size() * 4 / 3 + 1);
    for (Hash key : keys) {
      if (found.putIfAbsent(key, new ArrayList<>(1)) == null) {
        prefixes.add(key.prefix());
      }
    }
    long[] asked = prefixes.stream().mapToLong(Long::longValue).toArray();
    for (int from = 0; from < asked.length; ) {
      int some = asked.length - from <= Sql.FEW ? Sql.FEW : Sql.KEYS;
      PreparedStatement select = session.prepare(some == Sql.FEW ? Sql.FIND_FEW : Sql.FIND);
      for (int i = 0; i < some; i++, from++) {
        if (from < asked.length) {
          select.setLong(i + 1, asked[from]);
        } else {
          select.setNull(i + 1, Types.BIGINT);
        }
      }
      collect(select, found);
    }
    List<List<RecordedCall>> answers = new ArrayList<>(keys.size());
    for (Hash key : keys) {
      List<Candidate> candidates = found.getOrDefault(key, List.of());
      answers.add(
          switch (candidates.size()) {
            case 0 -> List.of();
            case 1 -> List.of(candidates.get(0).call);
            default ->
                candidates.stream().sorted(Candidate.NEWEST_FIRST).map(Candidate::call).toList();
          });
    }
    return answers;
  }

  private void collect(PreparedStatement select, Map<Hash, List<Candidate>> found)
      throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        List<Candidate> candidates = found.get(Hash.of(row.getBytes(1)));
        if (candidates == null) {
          continue; // the same 64 bits, another key
        }
        byte[] hash = row.getBytes(5);
        TaskSet subtree = hash == null ? null : names.taskSet(session, row.getLong(6));
        candidates.add(
            new Candidate(
                row.getLong(9),
                new RecordedCall(
                    row.getLong(2),
                    row.getBytes(3),
                    names.value(session, row.getBytes(4)),
                    hash == null ? null : Hash.of(hash),
                    subtree,
                    row.getInt(7),
                    (row.getInt(8) & InvocationRows.REPLAYABLE) != 0)));
      }
    }
  }

  Map<FileStamp, Hash> digests(Collection<FileStamp> stamps) throws SQLException {
    Map<FileStamp, Hash> known = new HashMap<>();
    PreparedStatement select = session.prepare(Sql.DIGEST);
    for (FileStamp stamp : stamps) {
      session.setText(select, 1, stamp.path());
      select.setLong(2, stamp.size());
      select.setLong(3, stamp.modifiedNanos());
      session.setText(select, 4, stamp.fileKey());
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          known.put(stamp, Hash.of(row.getBytes(1)));
        }
      }
    }
    return known;
  }

  List<ExecutionRecord> executions(long before, int limit) throws SQLException {
    PreparedStatement select = session.prepare(Sql.EXECUTIONS);
    select.setLong(1, before);
    select.setInt(2, limit);
    return executions(select);
  }

  Optional<ExecutionRecord> execution(long id) throws SQLException {
    PreparedStatement select = session.prepare(Sql.EXECUTION);
    select.setLong(1, id);
    return executions(select).stream().findFirst();
  }

  private List<ExecutionRecord> executions(PreparedStatement select) throws SQLException {
    List<ExecutionRecord> records = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        String owner = session.text(row, 5);
        records.add(
            new ExecutionRecord(
                row.getLong(1),
                States.execution(row.getInt(2)),
                session.text(row, 3),
                Blobs.strings(row.getBytes(4)),
                owner == null ? "" : owner,
                row.getLong(6),
                row.getLong(7),
                new Totals(row.getLong(8), row.getLong(9), row.getLong(10), row.getLong(11)),
                Blobs.hits(row.getBytes(12)),
                names.value(session, row.getBytes(13)),
                Blobs.error(row.getBytes(14))));
      }
    }
    return records;
  }

  /** In the order that is asked for. */
  List<NodeRecord> nodes(Collection<Long> ids) throws SQLException {
    Map<Long, NodeRecord> byId = new HashMap<>(ids.size() * 4 / 3 + 1);
    Batches batches = new Batches(session, Sql.NODES_FEW, Sql.NODES_MANY, ids);
    while (batches.hasNext()) {
      try (ResultSet row = batches.next().executeQuery()) {
        while (row.next()) {
          byId.put(row.getLong(1), node(row));
        }
      }
    }
    List<NodeRecord> records = new ArrayList<>(byId.size());
    for (long id : ids) {
      NodeRecord record = byId.get(id);
      if (record != null) {
        records.add(record);
      }
    }
    return records;
  }

  private NodeRecord node(ResultSet row) throws SQLException {
    byte[] hash = row.getBytes(7);
    return new NodeRecord(
        row.getLong(1),
        names.task(session, row.getLong(2)),
        Hash.of(row.getBytes(3)),
        List.copyOf(names.values(session, row.getBytes(4))),
        row.getBytes(5),
        names.value(session, row.getBytes(6)),
        hash == null ? null : Hash.of(hash),
        Blobs.ids(row.getBytes(8)),
        names.files(session, row.getBytes(9)),
        row.getLong(10));
  }

  List<NodeRecord> nodesUsing(String location, boolean written, int limit) throws SQLException {
    PreparedStatement select = session.prepare(Sql.NODES_USING_FILE);
    session.setText(select, 1, location);
    select.setInt(2, written ? 1 : 0);
    select.setInt(3, limit);
    List<Long> ids = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        ids.add(row.getLong(1));
      }
    }
    return nodes(ids);
  }

  List<TaskVersion> taskVersions(String name) throws SQLException {
    PreparedStatement select = session.prepare(Sql.TASK_VERSIONS);
    session.setText(select, 1, name);
    List<Long> ids = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        ids.add(row.getLong(1));
      }
    }
    List<TaskVersion> versions = new ArrayList<>(ids.size());
    for (long id : ids) {
      versions.add(names.task(session, id));
    }
    return versions;
  }
}
