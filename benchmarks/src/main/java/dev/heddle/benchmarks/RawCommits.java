package dev.heddle.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The limit of whoever orders one by one and waits for each to be durable: one small row, one
 * commit with one fsync, by nothing but JDBC, with the store's page size, log and durability.
 */
final class RawCommits implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement insert;
  private final byte[] args = new byte[100];

  RawCommits(Path file) throws SQLException {
    this(DriverManager.getConnection("jdbc:sqlite:" + file), true);
  }

  private RawCommits(Connection connection, boolean sqlite) throws SQLException {
    this.connection = connection;
    try (Statement statement = connection.createStatement()) {
      if (sqlite) {
        statement.execute("PRAGMA page_size = 4096");
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = FULL");
        statement.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, args BLOB) STRICT");
      } else {
        statement.execute(
            "CREATE TABLE entry (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, args BYTEA)");
      }
    }
    connection.setAutoCommit(false);
    insert = connection.prepareStatement("INSERT INTO entry (args) VALUES (?)");
  }

  void commitOne() throws SQLException {
    insert.setBytes(1, args);
    insert.executeUpdate();
    connection.commit();
  }

  /** In PostgreSQL. */
  static double perSecond(Connection connection, int commits) throws Exception {
    return perSecond(new RawCommits(connection, false), commits);
  }

  static double perSecond(Path file, int commits) throws Exception {
    return perSecond(new RawCommits(file), commits);
  }

  private static double perSecond(RawCommits opened, int commits) throws Exception {
    try (RawCommits raw = opened) {
      double seconds =
          Bench.seconds(
              () -> {
                for (int i = 0; i < commits; i++) {
                  raw.commitOne();
                }
                return commits;
              });
      return commits / seconds;
    }
  }

  @Override
  public void close() throws SQLException {
    insert.close();
    connection.close();
  }
}
