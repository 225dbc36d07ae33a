package dev.heddle.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** One connection with the statements it has prepared. Used by one thread at a time. */
final class Session implements AutoCloseable {
  /** The net beneath the turnstile: how long SQLite itself waits for a lock, in milliseconds. */
  private static final int BUSY_MILLIS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  private Session(Connection connection) {
    this.connection = connection;
  }

  /** Opens the file, which must exist. */
  static Session open(Path file, String... pragmas) throws SQLException {
    return open(file, false, pragmas);
  }

  /** Opens the file, creating it. */
  static Session create(Path file, String... pragmas) throws SQLException {
    return open(file, true, pragmas);
  }

  private static Session open(Path file, boolean create, String... pragmas) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setGetGeneratedKeys(false);
    if (!create) {
      config.resetOpenMode(SQLiteOpenMode.CREATE);
    }
    Properties properties = config.toProperties();
    Session session = new Session(JDBC.createConnection("jdbc:sqlite:" + file, properties));
    try {
      for (String pragma : pragmas) {
        session.execute("PRAGMA " + pragma);
      }
      return session;
    } catch (SQLException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** The statement of this text, prepared once; its caller closes no more than its result set. */
  PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs it to its end, where {@link #execute} would make the first of many steps. */
  void executeWhole(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** The number in the first column of the first row, or 0. */
  long number(String sql) throws SQLException {
    try (ResultSet row = prepare(sql).executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** BEGIN IMMEDIATE: no read transaction is ever upgraded. */
  void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  void commit() throws SQLException {
    connection.setAutoCommit(true);
  }

  /** Leaves no transaction open, whatever had failed before. */
  void rollback() {
    // The driver notes "auto-commit" before it commits, and "no auto-commit" before it begins; so
    // after a failure of either its note can be wrong in both directions. ROLLBACK by hand first,
    // then let it believe in auto-commit again. Each fails if there is nothing to end: so be it.
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      ignore(e);
    }
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      ignore(e);
    }
    for (PreparedStatement statement : prepared.values()) {
      try {
        statement.clearBatch();
      } catch (SQLException e) {
        ignore(e);
      }
    }
  }

  private static void ignore(SQLException expected) {
    LOG.trace("event=rollback", expected);
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    connection.close();
  }
}
