package dev.heddle.sql;

import dev.heddle.store.Change;
import dev.heddle.store.WorkerState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The workers that one transaction looks at; written at once. */
final class WorkerRows {
  private final Session session;
  private final Map<Long, WorkerState> states = new HashMap<>();

  WorkerRows(Session session) {
    this.session = session;
  }

  /** Null if it never joined. */
  @Nullable WorkerState state(long id) throws SQLException {
    WorkerState state = states.get(id);
    if (state == null) {
      PreparedStatement select = session.prepare(QueueSql.WORKER_STATE);
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        state = States.worker(row.getInt(1));
      }
      states.put(id, state);
    }
    return state;
  }

  /** Whether it takes work. */
  boolean isAlive(long id) throws SQLException {
    return id != 0 && state(id) == WorkerState.ALIVE;
  }

  void join(Change.WorkerJoined c, long client) throws SQLException {
    PreparedStatement insert = session.prepare(QueueSql.INSERT_WORKER);
    insert.setLong(1, c.worker());
    insert.setLong(2, client);
    insert.setInt(3, c.slots());
    insert.setBytes(4, Blobs.strings(c.queues()));
    insert.setBytes(5, Blobs.strings(c.tasks()));
    insert.setLong(6, c.at());
    insert.executeUpdate();
    states.put(c.worker(), WorkerState.ALIVE);
  }

  void learn(Change.WorkerLearned c) throws SQLException {
    Set<String> tasks = new LinkedHashSet<>();
    PreparedStatement select = session.prepare(QueueSql.WORKER_TASKS);
    select.setLong(1, c.worker());
    try (ResultSet row = select.executeQuery()) {
      if (row.next()) {
        tasks.addAll(Blobs.strings(row.getBytes(1)));
      }
    }
    tasks.addAll(c.tasks());
    PreparedStatement update = session.prepare(QueueSql.SET_WORKER_TASKS);
    update.setBytes(1, Blobs.strings(List.copyOf(tasks)));
    update.setLong(2, c.worker());
    update.executeUpdate();
  }

  /**
   * Moves it on.
   *
   * @param endedAt 0 if it has not ended
   */
  void move(long id, WorkerState state, long endedAt) throws SQLException {
    PreparedStatement update = session.prepare(QueueSql.SET_WORKER_STATE);
    update.setInt(1, States.of(state));
    update.setLong(2, endedAt);
    update.setLong(3, id);
    update.executeUpdate();
    states.put(id, state);
  }

  /** Those of a client that have neither left nor died. */
  List<Long> hereOf(long client) throws SQLException {
    List<Long> here = new ArrayList<>();
    PreparedStatement select = session.prepare(QueueSql.WORKERS_HERE);
    select.setLong(1, client);
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        here.add(row.getLong(1));
      }
    }
    return here;
  }

  /** Those of these workers that were declared dead. */
  static Set<Long> dead(Session session, Collection<Long> workers) throws SQLException {
    WorkerRows rows = new WorkerRows(session);
    Set<Long> dead = new LinkedHashSet<>();
    for (long worker : workers) {
      if (rows.state(worker) == WorkerState.DEAD) {
        dead.add(worker);
      }
    }
    return dead;
  }
}
