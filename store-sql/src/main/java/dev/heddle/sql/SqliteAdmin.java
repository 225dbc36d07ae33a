package dev.heddle.sql;

import dev.heddle.store.StoreAdmin;
import dev.heddle.store.StoreException;
import dev.heddle.store.StoreInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Looks after a store in a file.
 *
 * @param path as it was named
 * @param singleProcess as for {@link SqliteStore#open}
 */
record SqliteAdmin(Path path, boolean singleProcess) implements StoreAdmin {
  private Path file() {
    return path.toAbsolutePath().normalize();
  }

  /** An empty file is what a full disk leaves of one that was never ours. */
  @Override
  public boolean exists() {
    return bytes(file()) > 0;
  }

  @Override
  public StoreInfo info() {
    Path file = file();
    boolean there = exists();
    return new StoreInfo(
        "sqlite",
        "sqlite:" + file,
        there,
        null,
        version(),
        Schema.VERSION,
        null,
        file.toString(),
        there ? bytes(file) + bytes(file.resolveSibling(file.getFileName() + "-wal")) : null,
        null,
        null,
        mayWrite(file));
  }

  private int version() {
    if (!exists()) {
      return 0;
    }
    NativeLibrary.prepare(System.getenv());
    try (Session session = SqliteSessions.open(file(), "query_only = 1")) {
      if (session.number("PRAGMA application_id") != Schema.APPLICATION_ID) {
        throw Failures.notOurs(file(), "it is the SQLite database of another program", null);
      }
      return (int) session.number("PRAGMA user_version");
    } catch (SQLException e) {
      throw Failures.of(e, file());
    }
  }

  private static long bytes(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new StoreException("The store " + file + " can't be looked at (" + e + ").", e);
    }
  }

  /** SQLite writes the file, and others beside it. */
  private static boolean mayWrite(Path file) {
    if (Files.exists(file) && !Files.isWritable(file)) {
      return false;
    }
    @Nullable Path folder = file.getParent();
    while (folder != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    return folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
  }

  @Override
  public Migrated migrate() {
    int before = version();
    SqliteStore.open(path, singleProcess).close();
    return new Migrated(before, version());
  }

  @Override
  public String sql(boolean whole) {
    int found = whole ? 0 : version();
    if (found >= Schema.VERSION) {
      return "-- The store " + file() + " has version " + found + ": there is nothing to run.\n";
    }
    StringBuilder sql = new StringBuilder();
    sql.append("-- Brings the store " + file() + " from version " + found);
    sql.append(" to version " + Schema.VERSION + ".\n");
    sql.append(
        "-- To be read: whoever opens the store does this, and so does `heddle db migrate`.");
    for (Script script : Script.SQLITE) {
      if (script.version() > found) {
        sql.append("\n\n-- ---- " + script.name() + "\n\n").append(script.text().strip());
      }
    }
    return sql.append("\n\nPRAGMA user_version = " + Schema.VERSION + ";\n").toString();
  }
}
