package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.store.Change;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.StoredError;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The executions that one transaction looks at. Written at once, since later sets are judged by
 * them.
 */
final class Executions {
  /** An execution as the fence of a set is compared with it. */
  record Standing(long epoch, ExecutionState state) {
    boolean isRunning() {
      return !state.isFinal();
    }
  }

  /** Of what goes on elsewhere: it is nobody's until somebody takes it over. */
  private static final long NOBODY = 0;

  private final Session session;
  private final Names names;
  private final Tally tally;
  private final Map<Long, Standing> known = new HashMap<>();

  Executions(Session session, Names names, Tally tally) {
    this.session = session;
    this.names = names;
    this.tally = tally;
  }

  @Nullable Standing get(long id) throws SQLException {
    Standing standing = known.get(id);
    if (standing != null) {
      return standing;
    }
    PreparedStatement select = session.prepare(Sql.FENCE);
    select.setLong(1, id);
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      standing = new Standing(row.getLong(1), States.execution(row.getInt(2)));
      known.put(id, standing);
      return standing;
    }
  }

  /** Begins it, or gives one that runs to another evaluator: what it is stays, whose it is not. */
  void start(Change.ExecutionStarted c, long client) throws SQLException {
    if (get(c.execution()) != null) {
      own(c.execution(), c.epoch(), client);
      return;
    }
    PreparedStatement insert = session.prepare(Sql.INSERT_EXECUTION);
    insert.setLong(1, c.execution());
    insert.setLong(2, c.epoch());
    insert.setLong(3, client);
    session.setText(insert, 4, c.label());
    insert.setBytes(5, Blobs.strings(c.commandLine()));
    insert.setLong(6, c.startedAt());
    insert.executeUpdate();
    known.put(c.execution(), new Standing(c.epoch(), ExecutionState.RUNNING));
  }

  /** Its invocation was given back or taken away, and is queued again: the execution goes on. */
  void leave(long id, long epoch) throws SQLException {
    Standing standing = get(id);
    if (standing != null && standing.isRunning()) {
      own(id, epoch, NOBODY);
    }
  }

  private void own(long id, long epoch, long client) throws SQLException {
    PreparedStatement update = session.prepare(Sql.OWN_EXECUTION);
    update.setLong(1, epoch);
    update.setLong(2, client);
    update.setLong(3, id);
    update.executeUpdate();
    known.put(id, new Standing(epoch, ExecutionState.RUNNING));
  }

  void end(Change.ExecutionEnded c) throws SQLException {
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
    c.reused().forEach((task, calls) -> tally.reused(task, calls, c.endedAt()));
    release(c.execution());
    known.remove(c.execution());
  }

  /**
   * Ends one whose evaluator does not say what it came to: it is read off its calls, which have to
   * be written before. What still runs of it is cancelled.
   */
  void giveUp(long id, ExecutionState state, String why, long at) throws SQLException {
    cancelRunning(id, new StoredError(List.of(), why, List.of(), null), at);
    PreparedStatement update = session.prepare(Sql.GIVE_UP_EXECUTION);
    update.setInt(1, States.of(state));
    update.setLong(2, at);
    update.setLong(3, id);
    update.setLong(4, id);
    update.executeUpdate();
    release(id);
    known.remove(id);
  }

  private void cancelRunning(long execution, StoredError why, long at) throws SQLException {
    PreparedStatement cancel = session.prepare(Sql.CANCEL_RUNNING_OF_EXECUTION);
    cancel.setLong(1, at);
    cancel.setBytes(2, Blobs.error(why));
    cancel.setLong(3, execution);
    try (ResultSet row = cancel.executeQuery()) {
      while (row.next()) {
        String task = session.text(row, 2);
        tally.ended(row.getLong(1), task, InvocationState.CANCELLED, row.getLong(3), at, why);
      }
    }
  }

  /** Frees what is held in flight by this execution or ordered invocation. */
  void release(long scope) throws SQLException {
    PreparedStatement delete = session.prepare(Sql.RELEASE_ALL_OF_SCOPE);
    delete.setLong(1, scope);
    delete.executeUpdate();
  }

  List<Long> runningOf(long client) throws SQLException {
    List<Long> running = new ArrayList<>();
    PreparedStatement select = session.prepare(Sql.RUNNING_OF_CLIENT);
    select.setLong(1, client);
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        running.add(row.getLong(1));
      }
    }
    return running;
  }
}
