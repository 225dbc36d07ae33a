package dev.heddle.benchmarks.peers;

import com.sun.management.OperatingSystemMXBean;
import dev.heddle.benchmarks.PostgresServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** New databases of one kind, and what they cost whoever runs them. */
final class Databases implements AutoCloseable {
  private final Path folder;
  private final @Nullable PostgresServer server;
  private final @Nullable ServerTime time;
  private int files;

  private Databases(Path folder, @Nullable PostgresServer server, @Nullable ServerTime time) {
    this.folder = folder;
    this.server = server;
    this.time = time;
  }

  /** Files in this folder. */
  static Databases sqlite(Path folder) {
    return new Databases(folder, null, null);
  }

  static Databases postgres(Path folder) throws Exception {
    PostgresServer server = PostgresServer.start();
    Database any = new Database(server.address() + "/postgres");
    Path data = Path.of(text(any, "SHOW data_directory"));
    boolean here = Files.isReadable(data.resolve("postmaster.pid"));
    return new Databases(folder, server, here ? new ServerTime(data) : null);
  }

  static String text(Database database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  boolean postgres() {
    return server != null;
  }

  /**
   * A new, empty one. It stays to the end: to delete a large one slows the disk for what follows.
   */
  Database create() throws SQLException {
    return new Database(
        server == null
            ? "sqlite:" + folder.resolve(ProcessHandle.current().pid() + "-" + files++ + ".db")
            : server.newStore());
  }

  private static String name(Database database) {
    return database.url().substring(database.url().lastIndexOf('/') + 1);
  }

  /** Committed so far by those that have closed their connections; an open one tells late. */
  double commits(Database database) throws SQLException, InterruptedException {
    if (server == null) {
      return 0;
    }
    String here = " WHERE datname = '" + name(database) + "'";
    Database other = new Database(server.address() + "/postgres");
    for (int i = 0; i < 500; i++) {
      if (other.number("SELECT count(*) FROM pg_stat_activity" + here) == 0) {
        break;
      }
      TimeUnit.MILLISECONDS.sleep(10); // The last of them are just ending.
    }
    return other.number("SELECT xact_commit FROM pg_stat_database" + here);
  }

  /** What the server has worked so far, in microseconds; not a number if it is not known. */
  double serverMicros() throws IOException {
    return time == null ? Double.NaN : time.micros();
  }

  /** What all threads of this process have worked so far, in microseconds. */
  static double processMicros() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e3;
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
    }
  }
}
