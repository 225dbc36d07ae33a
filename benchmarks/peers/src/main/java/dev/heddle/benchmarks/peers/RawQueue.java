package dev.heddle.benchmarks.peers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The limit: a table and JDBC, and nothing that makes a library of it. A few connections each take
 * hundreds of rows at a time, run them and delete them in the same transaction.
 */
final class RawQueue implements Contestant {
  /** Rows of one transaction. */
  private static final int BATCH = 500;

  /** Enough to keep the server busy; in SQLite one may write at a time. */
  private static final int CONNECTIONS = 4;

  private final Database database;
  private final Connection connection;
  private final PreparedStatement insert;
  private final List<Thread> takers = new ArrayList<>();
  private volatile boolean closed;

  RawQueue(Database database) throws SQLException {
    this.database = database;
    database.execute(
        database.isPostgres()
            ? "CREATE TABLE IF NOT EXISTS queue"
                + " (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, number INT NOT NULL)"
            : "CREATE TABLE IF NOT EXISTS queue (id INTEGER PRIMARY KEY, number INT NOT NULL)");
    this.connection = database.connect();
    this.insert = connection.prepareStatement("INSERT INTO queue (number) VALUES (?)");
  }

  @Override
  public void submit(int number) throws SQLException {
    insert.setInt(1, number);
    insert.executeUpdate();
  }

  @Override
  public void submitAll(List<Integer> numbers) throws SQLException {
    connection.setAutoCommit(false);
    for (int number : numbers) {
      insert.setInt(1, number);
      insert.addBatch();
    }
    insert.executeBatch();
    connection.setAutoCommit(true);
  }

  @Override
  public void submitHold(String marks) {
    throw new UnsupportedOperationException("A bare queue begins nothing again");
  }

  @Override
  public void startWorkers() {
    for (int i = 0; i < (database.isPostgres() ? CONNECTIONS : 1); i++) {
      Thread taker = new Thread(this::take, "taker-" + i);
      takers.add(taker);
      taker.start();
    }
  }

  private void take() {
    String first = "SELECT id FROM queue ORDER BY id LIMIT " + BATCH;
    String locked = database.isPostgres() ? first + " FOR UPDATE SKIP LOCKED" : first;
    try (Connection own = database.connect();
        PreparedStatement taking =
            own.prepareStatement(
                "DELETE FROM queue WHERE id IN (" + locked + ") RETURNING number")) {
      while (!closed) {
        int taken = 0;
        own.setAutoCommit(false);
        try (ResultSet rows = taking.executeQuery()) {
          for (; rows.next(); taken++) {
            Work.noop(rows.getInt(1));
          }
        }
        own.setAutoCommit(true); // This commits, and leaves no transaction open while it waits.
        if (taken == 0) {
          TimeUnit.MILLISECONDS.sleep(5);
        }
      }
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long unfinished() throws SQLException {
    return database.number("SELECT count(*) FROM queue");
  }

  @Override
  public void close() {
    closed = true;
    try {
      for (Thread taker : takers) {
        taker.join();
      }
      connection.close();
    } catch (InterruptedException | SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
