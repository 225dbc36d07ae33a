package dev.heddle.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL for measurements: the one that {@code HEDDLE_TEST_POSTGRES} names, else one that is
 * started here, with commits as durable as a server's are by default.
 */
public final class PostgresServer implements AutoCloseable {
  private final String url;
  private final @Nullable EmbeddedPostgres embedded;
  private int stores;

  private PostgresServer(String url, @Nullable EmbeddedPostgres embedded) {
    this.url = url;
    this.embedded = embedded;
  }

  /** Starts it, or finds the one that is given. */
  public static PostgresServer start() throws IOException {
    String given = System.getenv("HEDDLE_TEST_POSTGRES");
    if (given != null && !given.isBlank()) {
      return new PostgresServer(given, null);
    }
    EmbeddedPostgres embedded =
        EmbeddedPostgres.builder()
            .setServerConfig("max_connections", "400") // 64 processes have up to five each
            .setServerConfig("shared_buffers", "256MB")
            .setServerConfig("max_wal_size", "4GB")
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start();
    return new PostgresServer(
        "postgresql://postgres:postgres@localhost:" + embedded.getPort(), embedded);
  }

  /** One that takes connections from a network, too, and asks nobody for a password. */
  static PostgresServer listening(String subnet) throws IOException, SQLException {
    Path data = Files.createTempDirectory("heddle-postgres-");
    EmbeddedPostgres embedded =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setServerConfig("listen_addresses", "*")
            .start();
    Files.writeString(
        data.resolve("pg_hba.conf"),
        "host all all " + subnet + " trust\n",
        StandardOpenOption.APPEND);
    PostgresServer server =
        new PostgresServer(
            "postgresql://postgres:postgres@localhost:" + embedded.getPort(), embedded);
    server.execute("SELECT pg_reload_conf()");
    return server;
  }

  /** The URL of a new, empty database, as hosts of that network reach it. */
  String newStoreAt(String address) throws SQLException {
    return newStore().replace("localhost", address);
  }

  /** Its address, as {@code HEDDLE_TEST_POSTGRES} would name it. */
  public String address() {
    return url;
  }

  /** The URL of a new, empty database. */
  public String newStore() throws SQLException {
    String name = "bench_" + ProcessHandle.current().pid() + "_" + stores++;
    execute("CREATE DATABASE " + name);
    return url + "/" + name;
  }

  /** A connection to a store's database. */
  Connection connect(String store) throws SQLException {
    return DriverManager.getConnection(jdbc(store), "postgres", "postgres");
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect(url + "/postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The same for JDBC. */
  public static String jdbc(String url) {
    return "jdbc:postgresql://" + url.substring(url.lastIndexOf('@') + 1);
  }

  @Override
  public void close() throws IOException {
    if (embedded != null) {
      embedded.close();
    }
  }
}
