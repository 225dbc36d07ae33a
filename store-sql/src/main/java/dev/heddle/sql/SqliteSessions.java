package dev.heddle.sql;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** Opens sessions of SQLite files. */
final class SqliteSessions {
  /** The net beneath the turnstile: how long SQLite itself waits for a lock, in milliseconds. */
  private static final int BUSY_MILLIS = 10_000;

  private SqliteSessions() {}

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
    Session session =
        new Session(JDBC.createConnection("jdbc:sqlite:" + file, properties), Dialect.SQLITE);
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
}
