package dev.heddle.sql;

import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.InvocationState;
import dev.heddle.store.Outcome;
import dev.heddle.store.StoredError;
import dev.heddle.value.FileStamp;
import dev.heddle.value.Hash;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One group of change sets inside its transaction. Each set is judged whole before any of it is
 * applied; executions and calls in flight are written at once, since later sets are judged by them;
 * invocations are folded and written in one go at the end.
 */
final class Group {
  private record Execution(long epoch, ExecutionState state) {}

  private final Session session;
  private final Names names;
  private final long client;
  private final Map<Long, Execution> executions = new HashMap<>();
  private final Map<Long, InvocationRow> rows = new LinkedHashMap<>();
  private final Set<Long> holding;
  private final Set<Long> released = new HashSet<>();
  private boolean uses;

  /**
   * @param holding invocations this client took in flight; so that all the others cost no DELETE
   */
  Group(Session session, Names names, long client, Set<Long> holding) {
    this.session = session;
    this.names = names;
    this.client = client;
    this.holding = holding;
  }

  /** What it gave back in flight, once it has committed. */
  Set<Long> released() {
    return released;
  }

  /** Writes what was folded; returns how many reusable call nodes were added. */
  int finish() throws SQLException {
    if (uses) {
      session.prepare(Sql.USE_NODE).executeBatch();
    }
    return rows.isEmpty() ? 0 : new InvocationRows(session, names).write(rows.values());
  }

  /** Why nothing of the set may be applied, or null. */
  @Nullable Outcome refusal(ChangeSet set) throws SQLException {
    Fence fence = set.fence();
    boolean begins = false;
    for (Change change : set.changes()) {
      if (change instanceof Change.ExecutionStarted c) {
        if (execution(c.execution()) != null) {
          return new Outcome.Rejected("execution " + c.execution() + " has begun before");
        }
        begins |= c.execution() == fence.execution() && c.epoch() == fence.epoch();
      } else if (change instanceof Change.ExecutionEnded c) {
        Execution execution = execution(c.execution());
        if (execution == null) {
          return new Outcome.Rejected("execution " + c.execution() + " is unknown");
        }
        if (execution.state.isFinal()) {
          return ended(c.execution(), execution);
        }
      }
    }
    if (fence.execution() != 0 && !begins) {
      Execution execution = execution(fence.execution());
      if (execution == null) {
        return new Outcome.Rejected("execution " + fence.execution() + " is unknown");
      }
      if (execution.state.isFinal()) {
        return ended(fence.execution(), execution);
      }
      if (execution.epoch != fence.epoch()) {
        return new Outcome.Rejected(
            "execution "
                + fence.execution()
                + " is at epoch "
                + execution.epoch
                + ", not "
                + fence.epoch());
      }
    }
    for (Change change : set.changes()) {
      if (change instanceof Change.Started c && c.exclusive()) {
        Outcome refusal = holder(c.invocation());
        if (refusal == null) {
          refusal = answer(c);
        }
        if (refusal != null) {
          return refusal;
        }
      }
    }
    return null;
  }

  private static Outcome ended(long id, Execution execution) {
    return new Outcome.Rejected("execution " + id + " has ended: " + execution.state);
  }

  private @Nullable Execution execution(long id) throws SQLException {
    Execution known = executions.get(id);
    if (known != null) {
      return known;
    }
    PreparedStatement select = session.prepare(Sql.FENCE);
    select.setLong(1, id);
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      Execution execution = new Execution(row.getLong(1), States.execution(row.getInt(2)));
      executions.put(id, execution);
      return execution;
    }
  }

  private Outcome.@Nullable InFlight holder(InvocationHead head) throws SQLException {
    PreparedStatement select = session.prepare(Sql.IN_FLIGHT);
    select.setBytes(1, head.key().toBytes());
    try (ResultSet row = select.executeQuery()) {
      return row.next() && row.getLong(1) != head.execution()
          ? new Outcome.InFlight(row.getLong(1), row.getLong(2))
          : null;
    }
  }

  /** A result that was recorded since the caller looked. */
  private Outcome.@Nullable Answered answer(Change.Started c) throws SQLException {
    for (InvocationRow row : rows.values()) { // told in this very group, and not written yet
      if (row.answers(c.invocation()) && !c.known().contains(row.head.id())) {
        return new Outcome.Answered(row.head.id());
      }
    }
    PreparedStatement select = session.prepare(Sql.ANSWERS);
    select.setBytes(1, c.invocation().key().toBytes());
    select.setLong(2, c.invocation().key().prefix());
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        long node = row.getLong(1);
        if (!c.known().contains(node) && node != c.invocation().id()) {
          return new Outcome.Answered(node);
        }
      }
      return null;
    }
  }

  void apply(List<Change> changes) throws SQLException {
    for (Change change : changes) {
      apply(change);
    }
  }

  private void apply(Change change) throws SQLException {
    if (change instanceof Change.Succeeded c) {
      row(c.invocation(), c.startedAt())
          .end(InvocationState.SUCCEEDED, c.hits(), null, null, c.node(), c.endedAt());
      release(c.invocation());
    } else if (change instanceof Change.Reduced c) {
      row(c.invocation(), c.startedAt()).reduced(c.expression(), c.reducedAt());
    } else if (change instanceof Change.Replayed c) {
      InvocationState state = c.node() == null ? InvocationState.FAILED : InvocationState.CACHED;
      row(c.invocation(), c.startedAt())
          .end(state, c.hits(), c.error(), c.expression(), c.node(), c.endedAt());
      release(c.invocation());
    } else if (change instanceof Change.Failed c) {
      row(c.invocation(), c.startedAt())
          .end(InvocationState.FAILED, c.hits(), c.error(), null, null, c.endedAt());
      release(c.invocation());
    } else if (change instanceof Change.Cancelled c) {
      StoredError reason = new StoredError(List.of(), c.reason(), List.of(), null);
      row(c.invocation(), c.startedAt())
          .end(InvocationState.CANCELLED, c.hits(), reason, null, null, c.endedAt());
      release(c.invocation());
    } else if (change instanceof Change.Started c) {
      InvocationRow row = row(c.invocation(), c.startedAt());
      if (c.exclusive() && !row.ended()) {
        takeInFlight(c.invocation());
      }
    } else if (change instanceof Change.ExecutionStarted c) {
      start(c);
    } else if (change instanceof Change.ExecutionEnded c) {
      end(c);
    } else if (change instanceof Change.FileHashed c) {
      remember(c.stamp(), c.digest(), c.at());
    } else if (change instanceof Change.Used c) {
      use(c);
    }
  }

  private InvocationRow row(InvocationHead head, long startedAt) {
    return rows.computeIfAbsent(head.id(), id -> new InvocationRow(head, startedAt));
  }

  private void takeInFlight(InvocationHead head) throws SQLException {
    PreparedStatement insert = session.prepare(Sql.TAKE_IN_FLIGHT);
    insert.setBytes(1, head.key().toBytes());
    insert.setLong(2, head.execution());
    insert.setLong(3, head.id());
    insert.executeUpdate();
    holding.add(head.id());
  }

  /** Only a call that was started before it ended can be in flight; most never were. */
  private void release(InvocationHead head) throws SQLException {
    if (head.onRecord() || holding.contains(head.id())) {
      PreparedStatement delete = session.prepare(Sql.RELEASE_IN_FLIGHT);
      delete.setBytes(1, head.key().toBytes());
      delete.setLong(2, head.id());
      delete.executeUpdate();
      released.add(head.id());
    }
  }

  private void start(Change.ExecutionStarted c) throws SQLException {
    PreparedStatement insert = session.prepare(Sql.INSERT_EXECUTION);
    insert.setLong(1, c.execution());
    insert.setLong(2, c.epoch());
    insert.setLong(3, client);
    insert.setString(4, c.label());
    insert.setBytes(5, Blobs.strings(c.commandLine()));
    insert.setLong(6, c.startedAt());
    insert.executeUpdate();
    executions.put(c.execution(), new Execution(c.epoch(), ExecutionState.RUNNING));
  }

  private void end(Change.ExecutionEnded c) throws SQLException {
    byte[] result = names.value(session, c.result());
    PreparedStatement update = session.prepare(Sql.END_EXECUTION);
    update.setInt(1, States.of(c.state()));
    update.setLong(2, c.endedAt());
    update.setLong(3, c.totals().run());
    update.setLong(4, c.totals().cached());
    update.setLong(5, c.totals().failed());
    update.setLong(6, c.totals().cancelled());
    update.setBytes(7, Blobs.hits(c.hits()));
    update.setBytes(8, result);
    update.setBytes(9, Blobs.error(c.error()));
    update.setLong(10, c.execution());
    update.executeUpdate();
    PreparedStatement delete = session.prepare(Sql.RELEASE_ALL_OF_EXECUTION);
    delete.setLong(1, c.execution());
    delete.executeUpdate();
    executions.remove(c.execution());
  }

  private void remember(FileStamp stamp, Hash digest, long at) throws SQLException {
    PreparedStatement insert = session.prepare(Sql.REMEMBER_DIGEST);
    insert.setString(1, stamp.path());
    insert.setLong(2, stamp.size());
    insert.setLong(3, stamp.modifiedNanos());
    insert.setString(4, stamp.fileKey());
    insert.setBytes(5, digest.toBytes());
    insert.setLong(6, at);
    insert.executeUpdate();
  }

  private void use(Change.Used c) throws SQLException {
    long day = TimeUnit.MILLISECONDS.toDays(c.at());
    PreparedStatement update = session.prepare(Sql.USE_NODE);
    for (long node : c.nodes()) {
      update.setLong(1, day);
      update.setLong(2, node);
      update.setLong(3, day);
      update.addBatch();
      uses = true;
    }
  }
}
