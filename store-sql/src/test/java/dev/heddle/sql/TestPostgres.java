package dev.heddle.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A real server for tests, one for the JVM: the one that {@code HEDDLE_TEST_POSTGRES} names, else
 * one that is started from the binaries on the class path. Each store is a database of its own,
 * copied from one that has the schema.
 */
final class TestPostgres {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String RUN = "heddle_" + ProcessHandle.current().pid() + "_";
  private static @Nullable String server;
  private static @Nullable Connection owner;

  /**
   * PostgreSQL 15 and later: files, instead of each page by way of the log; a third of the time.
   */
  private static String quickly = "";

  private TestPostgres() {}

  /** The server's URL, as {@code postgresql://user:password@host:port}. */
  static synchronized String server() {
    String known = server;
    if (known == null) {
      String given = System.getenv("HEDDLE_TEST_POSTGRES");
      known = given == null || given.isBlank() ? start() : given;
      server = known;
      execute("CREATE DATABASE " + RUN + "template");
      quickly = isAtLeast15() ? " STRATEGY FILE_COPY" : "";
      PostgresStore.open(known + "/" + RUN + "template").close();
    }
    return known;
  }

  private static String start() {
    try {
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              .setServerConfig("max_connections", "200")
              .setServerConfig("synchronous_commit", "on")
              .start();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    try {
                      postgres.close();
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  }));
      return "postgresql://postgres:postgres@localhost:" + postgres.getPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A server of a test's own, which it stops and starts again. */
  static final class Own implements AutoCloseable {
    private final Path data;
    private EmbeddedPostgres postgres;

    Own(Path data) throws IOException {
      this.data = data;
      this.postgres = started();
    }

    private EmbeddedPostgres started() throws IOException {
      return EmbeddedPostgres.builder()
          .setDataDirectory(data)
          .setCleanDataDirectory(false)
          .setServerConfig("synchronous_commit", "on")
          .start();
    }

    int port() {
      return postgres.getPort();
    }

    void stop() throws IOException {
      postgres.close();
    }

    /** On another port. */
    void startAgain() throws IOException {
      postgres = started();
    }

    void execute(String sql) throws SQLException {
      try (Connection connection = postgres.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    @Override
    public void close() throws IOException {
      postgres.close();
    }
  }

  /** The URL of a new store. */
  static String store() {
    String url = server();
    String name = RUN + COUNT.incrementAndGet();
    execute("CREATE DATABASE " + name + " TEMPLATE " + RUN + "template" + quickly);
    return url + "/" + name;
  }

  /** Drops it, whoever is still connected. */
  static void drop(String store) {
    execute("DROP DATABASE " + store.substring(store.lastIndexOf('/') + 1) + " WITH (FORCE)");
  }

  /** Ends all sessions of a store but the one that says so. */
  static void endSessions(String store) {
    execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
            + store.substring(store.lastIndexOf('/') + 1)
            + "'");
  }

  /** Ends the session of a connection, from another one. */
  static void endSession(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      execute("SELECT pg_terminate_backend(" + row.getInt(1) + ")");
    }
  }

  /** How many sessions of a store have a name that begins so. */
  static int sessions(String store, String name) {
    try (Connection connection = connect(store);
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND application_name LIKE ? || '%'")) {
      select.setString(1, name);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether a session of a store waits for another. */
  static boolean anyWaits(String store) {
    try (Connection connection = connect(store);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND wait_event_type = 'Lock'")) {
      return row.next();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether the server still has sessions of processes that are gone. */
  static boolean hasSessionsOfDead(String store) {
    try (Connection connection = connect(store);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT substring(application_name FROM 'pid ([0-9]+)') FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND application_name LIKE 'heddle %'")) {
      boolean dead = false;
      while (row.next()) {
        dead |= ProcessHandle.of(row.getLong(1)).isEmpty();
      }
      return dead;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs a statement as the server's owner. */
  static synchronized void execute(String sql) {
    try (Statement statement = owner().createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isAtLeast15() {
    try {
      return owner().getMetaData().getDatabaseMajorVersion() >= 15;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * One connection for all: a test makes a database and drops one, and connecting costs as much.
   */
  private static Connection owner() throws SQLException {
    Connection known = owner;
    if (known == null || known.isClosed()) {
      known = connect(server() + "/postgres");
      owner = known;
    }
    return known;
  }

  /** A connection to a store's database. */
  static Connection connect(String url) throws SQLException {
    PostgresUrl parsed = PostgresUrl.parse(url);
    return DriverManager.getConnection(parsed.jdbc(), parsed.properties());
  }
}
