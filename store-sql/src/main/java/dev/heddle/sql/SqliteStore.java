package dev.heddle.sql;

import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The embedded store: one SQLite file that any number of processes of this host create, open and
 * use at once.
 *
 * <p>What {@link Store#apply} has returned survives a kill and a power cut (WAL, synchronous FULL).
 * Writers of all processes take turns; readers see the last commit and never wait for a writer.
 *
 * <p>Caveats: one class loader per JVM may have a store open (two copies of SQLite's native code in
 * one process can't see each other's locks; the second is refused). Not for network file systems
 * (they are refused), and while this JVM has the store open nothing in it may open the file, its
 * -wal or its -shm through {@code java.io} or {@code java.nio}: closing such a channel gives up
 * SQLite's locks.
 */
public final class SqliteStore {
  /** After how long without a beat a process that holds its lease is taken for dead. */
  private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(15);

  private SqliteStore() {}

  /**
   * Opens the store in this file, creating it if need be, and marks INTERRUPTED what dead processes
   * left running.
   *
   * @param singleProcess whether to trust that no other process uses it, and so to allow file
   *     systems whose locks can't be relied on
   * @throws StoreException if the file is not a store, is damaged or newer, or can't be written
   */
  public static Store open(Path path, boolean singleProcess) {
    return open(path, singleProcess, HEARTBEAT_TIMEOUT);
  }

  /** With more pragmas for the connection that writes. */
  static Store open(Path path, boolean singleProcess, String... pragmas) {
    return open(path, singleProcess, HEARTBEAT_TIMEOUT, pragmas);
  }

  /** With another time after which a process that does not beat is taken for dead. */
  static Store open(
      Path path, boolean singleProcess, Duration heartbeatTimeout, String... pragmas) {
    NativeLibrary.prepare(System.getenv());
    Path file = Folders.real(path);
    if (!singleProcess) {
      Folders.refuseShared(Folders.of(file));
    }
    SqliteDatabase database = SqliteDatabase.open(file, pragmas);
    try {
      SqlStore store = new SqlStore(database, heartbeatTimeout);
      store.recover();
      database.sweepLeases();
      return store;
    } catch (RuntimeException | Error e) {
      database.abandon();
      throw e;
    }
  }
}
