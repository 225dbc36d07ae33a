package dev.heddle.benchmarks.peers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.heddle.benchmarks.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Where a contestant keeps its work, and that every commit there is as durable as another's.
 *
 * @param url as Heddle writes it: {@code postgresql://…} or {@code sqlite:FILE}
 * @param synchronous how SQLite commits: with an fsync for each (FULL), or for some (NORMAL)
 */
record Database(String url, String synchronous) {
  static final String USER = "postgres";
  static final String PASSWORD = "postgres";

  Database(String url) {
    this(url, "FULL");
  }

  /**
   * The same, less durable: the last commits may be lost with the power, as SQLite is often set.
   */
  Database lessDurable() {
    return new Database(url, "NORMAL");
  }

  boolean isPostgres() {
    return url.startsWith("postgresql:");
  }

  /** For JDBC; SQLite with a write-ahead log, and writers that wait their turn. */
  String jdbc() {
    return isPostgres()
        ? PostgresServer.jdbc(url) + "?reWriteBatchedInserts=true"
        : "jdbc:"
            + url
            + "?journal_mode=WAL&busy_timeout=30000&transaction_mode=IMMEDIATE&synchronous="
            + synchronous;
  }

  Connection connect() throws SQLException {
    return isPostgres()
        ? DriverManager.getConnection(jdbc(), USER, PASSWORD)
        : DriverManager.getConnection(jdbc());
  }

  HikariDataSource pool(int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(jdbc());
    if (isPostgres()) {
      config.setUsername(USER);
      config.setPassword(PASSWORD);
    }
    config.setMaximumPoolSize(connections);
    return new HikariDataSource(config);
  }

  void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The one number that a query answers. */
  long number(String sql) throws SQLException {
    try (Connection connection = connect()) {
      return number(connection, sql);
    }
  }

  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
