package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.StateChange;
import dev.heddle.store.Availability;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.Claim;
import dev.heddle.store.Claimed;
import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.FatalStoreException;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.LogLine;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.Outcome;
import dev.heddle.store.Owned;
import dev.heddle.store.Pruned;
import dev.heddle.store.RecordedCall;
import dev.heddle.store.Recovery;
import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import dev.heddle.store.Waiting;
import dev.heddle.store.WorkerRecord;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.FileStamp;
import dev.heddle.value.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded store: one SQLite file that any number of processes of this host create, open and
 * use at once.
 *
 * <p>What {@link #apply} has returned survives a kill and a power cut (WAL, synchronous FULL).
 * Writers of all processes take turns; readers see the last commit and never wait for a writer.
 *
 * <p>Caveats: one class loader per JVM may have a store open (two copies of SQLite's native code in
 * one process can't see each other's locks; the second is refused). Not for network file systems
 * (they are refused), and while this JVM has the store open nothing in it may open the file, its
 * -wal or its -shm through {@code java.io} or {@code java.nio}: closing such a channel gives up
 * SQLite's locks.
 */
public final class SqliteStore implements Store {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);

  /** After how long without a beat a process that holds its lease is taken for dead. */
  private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(15);

  /** A beat is a commit, which wakes all who watch: one of this age need not be repeated. */
  private static final Duration BEAT_IS_FRESH = Duration.ofMillis(4_500);

  private final Path file;
  private final Path lockFolder;
  private final HostLocks locks;
  private final Names names = new Names();
  private final Lanes lanes = new Lanes();
  private final Writer writer;
  private final Readers readers;
  private final Watch watch;
  private final Checkpoints checkpoints;
  private final Heartbeats heartbeats;
  private final AtomicLong numbers = new AtomicLong(1);
  private final AtomicLong beatAt = new AtomicLong(System.nanoTime() - BEAT_IS_FRESH.toNanos());
  private final AtomicBoolean closed = new AtomicBoolean();

  private SqliteStore(
      Path file, Path lockFolder, HostLocks locks, Session writing, Duration heartbeatTimeout) {
    this.file = file;
    this.lockFolder = lockFolder;
    this.locks = locks;
    this.writer = new Writer(file, locks, writing, names, lanes, owner(System.getenv()));
    this.readers = new Readers(this::reading);
    this.watch = new Watch(file, this::reading);
    this.checkpoints = new Checkpoints(() -> Session.open(file, "synchronous = FULL"), locks);
    this.heartbeats = new Heartbeats(heartbeatTimeout, this::beat, System::nanoTime);
  }

  /**
   * Opens the store in this file, creating it if need be, and marks INTERRUPTED what dead processes
   * left running.
   *
   * @param singleProcess whether to trust that no other process uses it, and so to allow file
   *     systems whose locks can't be relied on
   * @throws StoreException if the file is not a store, is damaged or newer, or can't be written
   */
  public static SqliteStore open(Path path, boolean singleProcess) {
    return open(path, singleProcess, HEARTBEAT_TIMEOUT);
  }

  /** With more pragmas for the connection that writes. */
  static SqliteStore open(Path path, boolean singleProcess, String... pragmas) {
    return open(path, singleProcess, HEARTBEAT_TIMEOUT, pragmas);
  }

  /** With another time after which a process that does not beat is taken for dead. */
  static SqliteStore open(
      Path path, boolean singleProcess, Duration heartbeatTimeout, String... pragmas) {
    NativeLibrary.prepare(System.getenv());
    Path file = Folders.real(path);
    if (!singleProcess) {
      Folders.refuseShared(Folders.of(file));
    }
    Path lockFolder = Folders.ofLocks(file);
    HostLocks locks = HostLocks.of(lockFolder);
    try {
      SqliteStore store =
          new SqliteStore(file, lockFolder, locks, opened(file, locks, pragmas), heartbeatTimeout);
      store.recover();
      Leases.sweep(lockFolder, Instant.now());
      return store;
    } catch (RuntimeException | Error e) {
      locks.release();
      throw e;
    }
  }

  @SuppressWarnings("try") // held for the block
  private static Session opened(Path file, HostLocks locks, String... pragmas) {
    try (HostLocks.Held opening = locks.open()) {
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
          Session.open(
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

  private static String owner(Map<String, String> environment) {
    String host = environment.getOrDefault("HOSTNAME", environment.get("COMPUTERNAME"));
    long pid = ProcessHandle.current().pid();
    return host == null ? "pid " + pid : "pid " + pid + " on " + host;
  }

  private Session reading() throws SQLException {
    return Session.open(
        file,
        "query_only = 1",
        "wal_autocheckpoint = 0",
        "cache_size = -16384",
        "mmap_size = 1073741824",
        "temp_store = MEMORY");
  }

  private <T> T read(Readers.Reading<T> reading) {
    refuseIfClosed();
    try {
      return readers.read(reading);
    } catch (SQLException e) {
      refuseIfClosed();
      throw Failures.of(e, file);
    }
  }

  private void refuseIfClosed() {
    if (closed.get()) {
      throw new StoreException("The store " + file + " is closed; open it again.", null);
    }
  }

  private Rows rows(Session session) {
    return new Rows(session, names);
  }

  @Override
  public String url() {
    return "sqlite:" + file;
  }

  @Override
  public List<Outcome> apply(List<ChangeSet> group) {
    List<Outcome> outcomes = writer.apply(group);
    watch.committed();
    checkpoints.committed();
    heartbeats.begin();
    return outcomes;
  }

  @Override
  public long reserveNumbers(int count) {
    return numbers.getAndAdd(count);
  }

  @Override
  public long reserveIds(int count) {
    if (count <= 0) {
      throw new IllegalArgumentException("count must be > 0 but is " + count);
    }
    return writer.reserveIds(count);
  }

  @Override
  public List<List<RecordedCall>> find(List<Hash> keys) {
    return keys.isEmpty() ? List.of() : read(s -> rows(s).find(keys));
  }

  @Override
  public Map<FileStamp, Hash> digests(Collection<FileStamp> stamps) {
    return read(s -> rows(s).digests(stamps));
  }

  private InvocationRecords invocations(Session session) {
    return new InvocationRecords(session, names, lanes);
  }

  private QueueReads queue(Session session) {
    return new QueueReads(session, lanes);
  }

  @Override
  public Recovery recover() {
    List<Recoveries.Dead> dead = read(this::deadClients);
    if (dead.isEmpty()) {
      return Recovery.NONE;
    }
    Recovery recovery = writer.bury(dead, System.currentTimeMillis());
    watch.committed();
    for (long worker : recovery.workers()) {
      LOG.info("event=worker-lost worker={} reason=process-died", worker);
    }
    for (long execution : recovery.executions()) {
      LOG.info("event=execution-interrupted execution={} reason=process-died", execution);
    }
    return recovery;
  }

  /** Those that would leave something and whose lease is free, or that stopped beating. */
  private List<Recoveries.Dead> deadClients(Session session) throws SQLException {
    PreparedStatement select = session.prepare(Sql.CLIENTS_AT_WORK);
    List<Recoveries.Dead> dead = new ArrayList<>();
    Map<Long, Long> pulses = new HashMap<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        long client = row.getLong(1);
        if (Leases.isDead(lockFolder, row.getString(2), row.getString(3))) {
          dead.add(new Recoveries.Dead(client, row.getLong(4)));
        } else if (client != writer.client()) {
          pulses.put(client, row.getLong(4));
        }
      }
    }
    heartbeats
        .silent(pulses)
        .forEach(
            (client, silent) -> {
              if (silent) {
                LOG.warn("event=process-silent client={} consequence=taken-for-dead", client);
                dead.add(new Recoveries.Dead(client, pulses.getOrDefault(client, 0L)));
              }
            });
    return dead;
  }

  /** On the heartbeat's thread. */
  private void beat() {
    try {
      beatAt.set(System.nanoTime());
      writer.beat(System.currentTimeMillis());
    } catch (StoreException e) {
      LOG.debug("event=beat-failed", e); // The committer reports what is wrong with the store.
    }
  }

  @Override
  public void awaitChange(long millis) throws InterruptedException {
    refuseIfClosed();
    try {
      watch.await(millis);
    } catch (SQLException e) {
      throw Failures.of(e, file);
    }
  }

  @Override
  public List<ExecutionRecord> executions(long before, int limit) {
    return read(s -> rows(s).executions(before, limit));
  }

  @Override
  public Optional<ExecutionRecord> execution(long id) {
    return read(s -> rows(s).execution(id));
  }

  @Override
  public List<InvocationRecord> invocations(long execution, long after, int limit) {
    return read(s -> invocations(s).ofExecution(execution, after, limit));
  }

  @Override
  public Optional<InvocationRecord> invocation(long id) {
    return read(s -> invocations(s).one(id));
  }

  @Override
  public List<NodeRecord> nodes(Collection<Long> ids) {
    return read(s -> rows(s).nodes(ids));
  }

  @Override
  public List<NodeRecord> nodesUsing(String location, boolean written, int limit) {
    return read(s -> rows(s).nodesUsing(location, written, limit));
  }

  @Override
  public List<TaskVersion> taskVersions(String name) {
    return read(s -> rows(s).taskVersions(name));
  }

  @Override
  public List<Claimed> claim(Claim claim) {
    List<Claimed> claimed = writer.claim(claim);
    if (!claimed.isEmpty()) {
      watch.committed();
      checkpoints.committed();
    }
    return claimed;
  }

  @Override
  public Availability available(Claim claim) {
    return read(s -> new Claims(s, names, lanes).available(claim));
  }

  @Override
  public Set<Long> beat(Collection<Long> workers, long at) {
    long now = System.nanoTime();
    if (now - beatAt.get() < BEAT_IS_FRESH.toNanos()) {
      return read(session -> WorkerRows.dead(session, workers));
    }
    beatAt.set(now);
    return writer.beat(workers, at);
  }

  @Override
  @SuppressWarnings("try") // held for the block
  public Pruned prune(long before, boolean dryRun) {
    refuseIfClosed();
    try (HostLocks.Held alone = locks.prune()) {
      Pruned pruned = new Pruning(readers, writer, names, before, dryRun).run();
      if (!dryRun) {
        watch.committed();
        checkpoints.committed();
      }
      return pruned;
    } catch (SQLException e) {
      refuseIfClosed();
      throw Failures.of(e, file);
    }
  }

  @Override
  public List<InvocationRecord> ended(Collection<Long> ids) {
    return read(s -> invocations(s).ended(ids));
  }

  @Override
  public Map<Long, InvocationState> states(Collection<Long> ids) {
    return read(s -> queue(s).states(ids));
  }

  @Override
  public List<Owned> owned(long worker) {
    return read(s -> queue(s).owned(worker));
  }

  @Override
  public List<StateChange> history(long invocation) {
    return read(s -> queue(s).history(invocation));
  }

  @Override
  public List<Long> children(long invocation, long after, int limit) {
    return read(s -> queue(s).children(invocation, after, limit));
  }

  @Override
  public List<LogLine> logLines(long invocation, int limit) {
    return read(s -> queue(s).logLines(invocation, limit));
  }

  @Override
  public List<InvocationRecord> submitted(long before, int limit) {
    return read(s -> invocations(s).ordered(before, limit));
  }

  @Override
  public List<Waiting> waiting() {
    return read(s -> queue(s).waiting());
  }

  @Override
  public List<WorkerRecord> workers(int limit) {
    return read(s -> queue(s).workers(limit));
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    heartbeats.close();
    checkpoints.close();
    try {
      watch.close();
      readers.close();
    } catch (SQLException e) {
      throw Failures.of(e, file);
    } finally {
      try {
        writer.close();
      } finally {
        locks.release();
      }
    }
  }
}
