package dev.heddle.sql;

import dev.heddle.store.FatalStoreException;
import dev.heddle.store.News;
import dev.heddle.store.StoreException;
import dev.heddle.store.StoreTransaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** One SQLite file: writers of all processes take turns at it. */
final class SqliteDatabase implements Database {
  private static final String FREE_PAGES = "PRAGMA freelist_count";
  private static final String GIVE_PAGES_BACK = "PRAGMA incremental_vacuum(2000)";

  private final Path file;
  private final Path lockFolder;
  private final HostLocks locks;
  private final Session writing;
  private final Door door;
  private final Watch watch;
  private final Checkpoints checkpoints;

  private SqliteDatabase(Path file, Path lockFolder, HostLocks locks, Session writing) {
    this.file = file;
    this.lockFolder = lockFolder;
    this.locks = locks;
    this.writing = writing;
    this.door =
        new Door() {
          @Override
          public Held turn() {
            return locks.write();
          }

          @Override
          public Session session() {
            return writing;
          }
        };
    this.watch = new Watch(file, this::reading);
    this.checkpoints =
        new Checkpoints(() -> SqliteSessions.open(file, "synchronous = FULL"), locks);
  }

  /** Opens the file, creating it if need be. */
  static SqliteDatabase open(Path file, String... pragmas) {
    Path lockFolder = Folders.ofLocks(file);
    HostLocks locks = HostLocks.of(lockFolder);
    try {
      return new SqliteDatabase(file, lockFolder, locks, opened(file, locks, pragmas));
    } catch (RuntimeException | Error e) {
      locks.release();
      throw e;
    }
  }

  @SuppressWarnings("try") // held for the block
  private static Session opened(Path file, HostLocks locks, String... pragmas) {
    try (Held opening = locks.open()) {
      // An empty file is what a full disk leaves of one that was never ours.
      if (!Files.exists(file) || Files.size(file) == 0) {
        Schema.create(file);
      }
      if (!Files.isWritable(file)) {
        throw new FatalStoreException(
            "The store "
                + file
                + " may not be written by this user. It was not touched. Make it"
                + " writable, or choose another store: --store sqlite:PATH or --store memory:",
            null);
      }
      Session session =
          SqliteSessions.open(
              file,
              "synchronous = FULL",
              "cache_size = -65536",
              "wal_autocheckpoint = 0",
              "temp_store = MEMORY");
      try {
        Schema.check(session, file);
        for (String pragma : pragmas) {
          session.execute("PRAGMA " + pragma);
        }
        return session;
      } catch (SQLException | RuntimeException | Error e) {
        session.close();
        throw e;
      }
    } catch (SQLException e) {
      throw Failures.of(e, file);
    } catch (IOException e) {
      throw new StoreException("The store " + file + " can't be looked at (" + e + ").", e);
    }
  }

  @Override
  public String url() {
    return "sqlite:" + file;
  }

  @Override
  public Door writing() {
    return door;
  }

  /** There is one writer. */
  @Override
  public Door claiming() {
    return door;
  }

  @Override
  public Session reading() throws SQLException {
    return SqliteSessions.open(
        file,
        "query_only = 1",
        "wal_autocheckpoint = 0",
        "cache_size = -16384",
        "mmap_size = 1073741824",
        "temp_store = MEMORY");
  }

  @Override
  public Connection foreign(Duration limit) {
    throw StoreTransaction.unsupported(url());
  }

  @Override
  public Session adopt(Connection connection) {
    throw StoreTransaction.unsupported(url());
  }

  @Override
  public void tellAtCommit(Session session) {}

  @Override
  public int mostReaders() {
    return 4;
  }

  @Override
  public boolean standsBy(Chores chores) {
    return false;
  }

  @Override
  public void closeIdle() {}

  /** Nothing is left. */
  @Override
  public void tidy(Session session) {}

  /** Every transaction is alone here. */
  @Override
  public void enter(Session session, Footprint footprint) {}

  /** Who finds the same dead comes after this transaction, and sees what it did. */
  @Override
  public boolean mayBury(Session session) {
    return true;
  }

  @Override
  public Held pruning() {
    return locks.prune();
  }

  /** Empty pages go back to the file system, some at a time. */
  @Override
  public void giveBackSpace(Writer writer) {
    boolean more = true;
    while (more) {
      more =
          writer.transaction(
              session -> {
                long free = session.number(FREE_PAGES);
                session.executeWhole(GIVE_PAGES_BACK);
                long left = session.number(FREE_PAGES);
                return left > 0 && left < free;
              });
    }
  }

  @Override
  public void commit(Session session, boolean news) throws SQLException {
    session.commit();
    if (news) { // who waits in another process looks at the file
      watch.committed();
      checkpoints.committed();
    }
  }

  @Override
  public long heard(News news) {
    return watch.heard();
  }

  /** The file shows that it has changed, and not what. */
  @Override
  public long await(News news, long since, long millis) throws SQLException, InterruptedException {
    return watch.await(since, millis);
  }

  @Override
  public Lease lease() {
    String name = locks.lease();
    return new Lease(name, locks.leaseInode(name));
  }

  @Override
  public void release(Lease lease, boolean leftNothing) {
    locks.releaseLease(lease.name(), leftNothing);
  }

  @Override
  public boolean isPatient() {
    return false;
  }

  @Override
  public Leases leases(Session session) {
    return lease -> FileLeases.isDead(lockFolder, lease.name(), lease.mark());
  }

  /** Removes what dead processes left that had nothing running; after recovery. */
  void sweepLeases() {
    FileLeases.sweep(lockFolder, Instant.now());
  }

  @Override
  public boolean mayPass(SQLException cause) {
    return false;
  }

  @Override
  public boolean isRemote() {
    return false;
  }

  @Override
  public boolean hasLostChance(SQLException cause) {
    return Failures.isDuplicate(cause);
  }

  /** All who share a file are on one host. */
  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }

  @Override
  public void readClock(Session session) {}

  @Override
  public StoreException failure(SQLException cause) {
    return Failures.of(cause, file);
  }

  /** Lets go of the file after a failed opening, whose error counts. */
  void abandon() {
    locks.release();
  }

  @Override
  @SuppressWarnings("try") // the turn is held for the block
  public void close() throws SQLException {
    checkpoints.close();
    try {
      watch.close();
    } finally {
      try (Held turn = locks.write()) {
        writing.close();
      } finally {
        locks.release();
      }
    }
  }
}
