package dev.heddle.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the connections of one store, each as it has to be set for what it is for. The server shows
 * that, and which process has it. Thread-safe.
 */
final class PostgresConnections implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresConnections.class);

  /**
   * How plans are made, some of them while tables are empty: each row is looked up, by this session
   * itself. A merge with the ends of all that ended would read them from the first on for each
   * small question, and helpers take longer to start than such a question does.
   */
  private static final List<String> INDEXES_ALONE =
      List.of(
          "enable_seqscan=off",
          "enable_mergejoin=off",
          "enable_hashjoin=off",
          "max_parallel_workers_per_gather=0",
          "jit=off");

  /** Of statements whose plan does not depend on what is asked for: made once. */
  private static final List<String> PLANNED_ONCE =
      Stream.concat(INDEXES_ALONE.stream(), Stream.of("plan_cache_mode=force_generic_plan"))
          .toList();

  private static final String NAME = "ApplicationName";

  /** After how many uses the driver has a statement kept by the server. */
  private static final String KEPT_AFTER = "prepareThreshold";

  private final PostgresUrl url;
  private boolean pooled;

  /** The first one, or one that was taken back, until somebody needs one that can be set later. */
  private final AtomicReference<@Nullable Connection> spare;

  /** With the first connection, which is open. */
  PostgresConnections(PostgresUrl url) throws SQLException {
    this.url = url;
    this.spare = new AtomicReference<>(open(url, "opening"));
  }

  /**
   * A new connection that nothing is set for.
   *
   * @param name what it is for
   */
  static Connection open(PostgresUrl url, String name) throws SQLException {
    return DriverManager.getConnection(url.jdbc(), properties(url, name));
  }

  private static Properties properties(PostgresUrl url, String name) {
    Properties properties = url.properties();
    String process = " pid " + ProcessHandle.current().pid();
    properties.putIfAbsent(NAME, "heddle " + name + process);
    properties.putIfAbsent("tcpKeepAlive", "true");
    properties.putIfAbsent("connectTimeout", "10");
    properties.putIfAbsent("socketTimeout", "60");
    return properties;
  }

  /** For what has to be known before there are others. */
  Connection first() throws SQLException {
    Connection first = spare.get();
    if (first == null) {
      throw new SQLException("the first connection was given away");
    }
    return first;
  }

  /**
   * Looks whether a pooler stands between: it gives each client a number of its own making in the
   * place of a session's. Has to be asked before there are other connections.
   */
  boolean findPooler() throws SQLException {
    Connection first = first();
    int told = first.unwrap(PGConnection.class).getBackendPID();
    try (Statement select = first.createStatement();
        ResultSet row = select.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      pooled = row.getInt(1) != told;
    }
    if (pooled) { // it can't be set
      close();
    }
    return pooled;
  }

  boolean isPooled() {
    return pooled;
  }

  /** One that writes. */
  Connection writing() throws SQLException {
    return set("writer", PLANNED_ONCE);
  }

  /** One that claims: few statements, which take the server some milliseconds to plan. */
  Connection claiming() throws SQLException {
    return open(with("claims", PLANNED_ONCE, "1"));
  }

  /** One that reads. */
  Connection reading() throws SQLException {
    return set("reader", INDEXES_ALONE);
  }

  /** One that stays and hears of commits. */
  Connection listening() throws SQLException {
    Properties properties = properties(url, "lease");
    PromptSockets.addTo(properties);
    return open(properties);
  }

  /** As {@link Database#foreign}. */
  Connection foreign(Duration limit) throws SQLException {
    Properties properties = properties(url, "transaction");
    properties.remove("socketTimeout"); // its statements are the user's, and take what they take
    Connection connection = open(properties);
    try {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "SET LOCAL idle_in_transaction_session_timeout = " + Math.max(1, limit.toMillis()));
      }
      return connection;
    } catch (SQLException | RuntimeException | Error e) {
      connection.close();
      throw e;
    }
  }

  private Connection open(Properties properties) throws SQLException {
    return DriverManager.getConnection(url.jdbc(), properties);
  }

  /**
   * For what is done all the time: the first connection, or a new one.
   *
   * @param settings each as NAME=VALUE
   */
  private Connection set(String name, List<String> settings) throws SQLException {
    Connection first = spare.getAndSet(null);
    if (first != null) {
      if (isSet(first, properties(url, name).getProperty(NAME), settings)) {
        return first;
      }
      close(first); // it was lost meanwhile
    }
    return open(with(name, settings, null));
  }

  private Properties with(String name, List<String> settings, @Nullable String keptAfter) {
    Properties properties = properties(url, name);
    if (pooled) {
      // A statement that a server remembers may be asked of another one, and nothing can be set.
      properties.putIfAbsent(KEPT_AFTER, "0");
      return properties;
    }
    if (keptAfter != null) {
      properties.putIfAbsent(KEPT_AFTER, keptAfter);
    }
    StringBuilder options = new StringBuilder(properties.getProperty("options", ""));
    settings.forEach(setting -> options.append(" -c ").append(setting));
    properties.setProperty("options", options.toString().strip());
    return properties;
  }

  private static boolean isSet(Connection connection, String name, List<String> settings) {
    String set =
        "SELECT set_config('application_name', ?, false)"
            + ", set_config(?, ?, false)".repeat(settings.size());
    try (PreparedStatement select = connection.prepareStatement(set)) {
      int at = 1;
      select.setString(at++, name);
      for (String setting : settings) {
        int equals = setting.indexOf('=');
        select.setString(at++, setting.substring(0, equals));
        select.setString(at++, setting.substring(equals + 1));
      }
      return select.execute();
    } catch (SQLException e) {
      LOG.debug("event=first-connection-lost", e);
      return false;
    }
  }

  /** Takes one that this has opened, and that may be given to somebody else. */
  void takeBack(Connection connection) {
    if (pooled || !spare.compareAndSet(null, connection)) {
      close(connection);
    }
  }

  /** Closes the one that nobody has. */
  @Override
  public void close() {
    close(spare.getAndSet(null));
  }

  private static void close(@Nullable Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      LOG.trace("event=ignored", e);
    }
  }
}
