package dev.heddle.sql;

import dev.heddle.store.FatalStoreException;
import dev.heddle.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Brings the file to the schema of this program. Called under the lock of opening, so one process
 * at a time (PROTOCOL §5.2).
 */
final class Schema {
  /** The newest migration in the resources; in the file it is {@code PRAGMA user_version}. */
  static final int VERSION = 4;

  /** Says in the file's header that it is ours: "Hddl". */
  static final int APPLICATION_ID = 0x4864646c;

  private Schema() {}

  /** Makes the store under another name, then renames it: nobody ever sees half of it. */
  static void create(Path file) {
    removeHalfMade(file);
    Path half = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".new");
    try {
      try (Session session =
          SqliteSessions.create(
              half,
              "page_size = 4096",
              "auto_vacuum = INCREMENTAL",
              "application_id = " + APPLICATION_ID)) {
        session.execute("PRAGMA synchronous = FULL");
      }
      Migrations.run(half);
      try (Session session =
          SqliteSessions.open(half, "journal_mode = WAL", "synchronous = FULL")) {
        session.execute("PRAGMA user_version = " + VERSION);
      }
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      syncFolder(Folders.of(file));
    } catch (SQLException e) {
      throw Failures.of(e, file);
    } catch (IOException e) {
      throw new FatalStoreException(
          "The store "
              + file
              + " can't be made ("
              + e
              + "). Make its folder writable, or choose"
              + " another store: --store sqlite:PATH or --store memory:",
          e);
    } finally {
      removeHalfMade(file);
    }
  }

  /** Refuses what is not ours or is newer, migrates what is older. */
  static void check(Session session, Path file) throws SQLException {
    long application = session.number("PRAGMA application_id");
    if (application != APPLICATION_ID) {
      throw Failures.notOurs(file, "it is the SQLite database of another program", null);
    }
    long version = session.number("PRAGMA user_version");
    if (version > VERSION) {
      throw new FatalStoreException(
          "The store "
              + file
              + " has schema version "
              + version
              + ", and this program knows only"
              + " up to version "
              + VERSION
              + ": a newer Heddle has opened it. It was not touched."
              + " Update this Heddle, or choose another store: --store sqlite:PATH",
          null);
    }
    if (version < VERSION) {
      Migrations.run(file);
      session.execute("PRAGMA user_version = " + VERSION);
    }
  }

  /** What a process left that died while it made the store. */
  private static void removeHalfMade(Path file) {
    String pattern = file.getFileName() + ".*.new*";
    try (DirectoryStream<Path> halves = Files.newDirectoryStream(Folders.of(file), pattern)) {
      for (Path half : halves) {
        Files.deleteIfExists(half);
      }
    } catch (IOException e) {
      throw new StoreException(
          "The folder " + Folders.of(file) + " can't be tidied (" + e + ").", e);
    }
  }

  /** Makes the rename durable, where the platform lets a folder be opened. */
  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return; // Windows opens no folder, and renames durably without
    }
  }
}
