package dev.heddle.sql;

import dev.heddle.store.Claim;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The lanes in which invocations wait: one for each queue and task, so that a claim costs nothing
 * for tasks that its worker does not know. They are few and never go, so all are remembered.
 */
final class Lanes {
  /** Up to so many are asked one by one. */
  private static final int FEW = 4;

  record Lane(String queue, String task) {
    boolean isServedBy(Claim claim) {
      return claim.tasks().contains(task)
          && (claim.queues().isEmpty() || claim.queues().contains(queue));
    }
  }

  /** For writing; may hold what the present transaction has made. */
  private final Map<Lane, Long> ids = new ConcurrentHashMap<>();

  /** By lane, of those in {@link #ids}. */
  private final Map<Long, String> tasks = new ConcurrentHashMap<>();

  /** For reading; only what is durable. */
  private final ConcurrentSkipListMap<Long, Lane> known = new ConcurrentSkipListMap<>();

  /** After a transaction was rolled back: lanes it had made do not exist. */
  void forget() {
    ids.clear();
    tasks.clear();
  }

  /** Whether its id is known. */
  boolean knows(String queue, String task) {
    return ids.containsKey(new Lane(queue, task));
  }

  /** The lane's id, made if there is none yet. */
  long id(Session session, String queue, String task) throws SQLException {
    Lane lane = new Lane(queue, task);
    Long id = ids.get(lane);
    if (id == null) {
      PreparedStatement insert = session.prepare(QueueSql.INSERT_LANE);
      session.setText(insert, 1, queue);
      session.setText(insert, 2, task);
      insert.executeUpdate();
      PreparedStatement select = session.prepare(QueueSql.LANE_ID);
      session.setText(select, 1, queue);
      session.setText(select, 2, task);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        id = row.getLong(1);
      }
      ids.put(lane, id);
      tasks.put(id, task);
    }
    return id;
  }

  /** The task of a lane, also in the transaction that makes it. */
  String task(Session session, long id) throws SQLException {
    Lane lane = known.get(id);
    String task = lane == null ? tasks.get(id) : lane.task();
    if (task == null) {
      PreparedStatement select = session.prepare(QueueSql.LANE_TASK);
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new MissingRowException("lane " + id);
        }
        task = session.text(row, 1);
      }
      tasks.put(id, task);
    }
    return task;
  }

  /** The lane of this id; not for a transaction that may have made it. */
  Lane lane(Session session, long id) throws SQLException {
    Lane lane = known.get(id);
    if (lane == null) {
      learn(session);
      lane = known.get(id);
    }
    if (lane == null) {
      throw new MissingRowException("lane " + id);
    }
    return lane;
  }

  /** The lanes that a claim is for, of those that {@link #news} has told. */
  List<Long> servedBy(Claim claim) {
    List<Long> served = new ArrayList<>();
    known.forEach(
        (id, lane) -> {
          if (lane.isServedBy(claim)) {
            served.add(id);
          }
        });
    return served;
  }

  /** These, or those of them where something stands: with many, one statement finds them. */
  static List<Long> busy(Session session, List<Long> served) throws SQLException {
    if (served.size() <= FEW) {
      return served;
    }
    Set<Long> busy = new HashSet<>();
    try (ResultSet row = session.prepare(QueueSql.BUSY_LANES).executeQuery()) {
      while (row.next()) {
        busy.add(row.getLong(1));
      }
    }
    return served.stream().filter(busy::contains).toList();
  }

  private void learn(Session session) throws SQLException {
    session.ask(news(session));
  }

  /** Asks for the lanes that were made since. */
  Deferred.Question news(Session session) {
    return new Deferred.Question(
        QueueSql.LANES_ABOVE,
        1,
        (select, from) -> select.setLong(from, known.isEmpty() ? 0 : known.lastKey()),
        row -> known.put(row.getLong(1), new Lane(session.text(row, 2), session.text(row, 3))));
  }
}
