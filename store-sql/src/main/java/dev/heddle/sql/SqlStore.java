package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.StateChange;
import dev.heddle.store.Availability;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.Claim;
import dev.heddle.store.Claimed;
import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.Inspection;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.LogLine;
import dev.heddle.store.News;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.Outcome;
import dev.heddle.store.Owned;
import dev.heddle.store.Pruned;
import dev.heddle.store.RecordedCall;
import dev.heddle.store.Recovery;
import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import dev.heddle.store.StoreTransaction;
import dev.heddle.store.Submission;
import dev.heddle.store.Teller;
import dev.heddle.store.Waiting;
import dev.heddle.store.WorkerRecord;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.FileStamp;
import dev.heddle.value.Hash;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A store in a database: the verbs of {@link Store}, by the statements of this package. */
final class SqlStore implements Store {
  private static final Logger LOG = LoggerFactory.getLogger(SqlStore.class);

  /** A beat is a commit, which wakes all who watch: one of this age need not be repeated. */
  private static final Duration BEAT_IS_FRESH = Duration.ofMillis(4_500);

  /** How long work waits for a database that is out of reach. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Database database;
  private final Names names = new Names();
  private final Lanes lanes = new Lanes();
  private final Writer writer;
  private final List<Teller> moreTellers;
  private final Readers readers;
  private final Heartbeats heartbeats;
  private final Outage outage;
  private final Obituaries obituaries;
  private final StandingChores chores;
  private volatile boolean begun;
  private final AtomicLong numbers = new AtomicLong(1);
  private final AtomicLong beatAt = new AtomicLong(System.nanoTime() - BEAT_IS_FRESH.toNanos());
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * A store in a database that has the schema; the store closes it.
   *
   * @param heartbeatTimeout after which silence a process that holds its lease is taken for dead
   */
  SqlStore(Database database, Duration heartbeatTimeout) {
    this.database = database;
    String name = owner(System.getenv(), database.isRemote());
    this.writer = new Writer(database, names, lanes, name);
    this.moreTellers =
        database
            .writingBeside()
            .map(door -> List.<Teller>of(new Beside(writer.beside(door, name))))
            .orElse(List.of());
    this.readers = new Readers(database.mostReaders(), database::reading, database::mayPass);
    this.outage = new Outage(database, PATIENCE);
    this.heartbeats = new Heartbeats(heartbeatTimeout, this::beat, System::nanoTime);
    this.obituaries = new Obituaries(database, heartbeats, writer);
    this.chores =
        new StandingChores(database, writer, readers, obituaries, beatAt, this::lookForDead);
  }

  private static String owner(Map<String, String> environment, boolean remote) {
    String host = environment.getOrDefault("HOSTNAME", environment.get("COMPUTERNAME"));
    if (host == null && remote) {
      host = hostName();
    }
    long pid = ProcessHandle.current().pid();
    return host == null ? "pid " + pid : "pid " + pid + " on " + host;
  }

  /** Null if nobody knows it. */
  private static @Nullable String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private <T> T read(Readers.Reading<T> reading) {
    return outage.outlast(() -> readOnce(reading));
  }

  private <T> T readOnce(Readers.Reading<T> reading) {
    refuseIfClosed();
    try {
      return readers.read(reading);
    } catch (SQLException e) {
      refuseIfClosed();
      throw database.failure(e);
    }
  }

  private void refuseIfClosed() {
    if (closed.get()) {
      throw new StoreException("The store " + url() + " is closed; open it again.", null);
    }
  }

  private Rows rows(Session session) {
    return new Rows(session, names);
  }

  @Override
  public String url() {
    return database.url();
  }

  @Override
  public List<Outcome> apply(List<ChangeSet> group) {
    List<Outcome> outcomes = outage.outlast(() -> writer.apply(group));
    begin();
    return outcomes;
  }

  @Override
  public long reserveNumbers(int count) {
    return numbers.getAndAdd(count);
  }

  @Override
  public List<Teller> moreTellers() {
    return moreTellers;
  }

  /** Tells over another connection what this store tells. */
  private final class Beside implements Teller {
    private final Groups groups;
    private final AtomicLong numbers = new AtomicLong(1);

    Beside(Groups groups) {
      this.groups = groups;
    }

    @Override
    public List<Outcome> apply(List<ChangeSet> group) {
      List<Outcome> outcomes =
          outage.outlast(
              () -> {
                writer.make(List.of()); // who owns what this begins
                return groups.apply(group);
              });
      begin();
      return outcomes;
    }

    @Override
    public long reserveNumbers(int count) {
      return numbers.getAndAdd(count);
    }
  }

  @Override
  public long reserveIds(int count) {
    if (count <= 0) {
      throw new IllegalArgumentException("count must be > 0 but is " + count);
    }
    return outage.outlast(() -> writer.reserveIds(count));
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
    return new QueueReads(session);
  }

  /** From the first change on others want to know whether this process lives. */
  private void begin() {
    if (!begun) {
      begun = true;
      if (!database.standsBy(chores)) {
        heartbeats.begin();
      }
    }
  }

  /**
   * Notices who died before this process came, which may be gone again before it has looked twice.
   *
   * @param pause after which the second look is taken, if the first gives reason
   */
  void recoverAtOpening(Duration pause) {
    recover();
    if (obituaries.isSuspicious()) {
      LockSupport.parkNanos(pause.toNanos());
      recover();
    }
    try {
      readers.giveAway(database::takeBack); // what comes next is more likely to write
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  @Override
  public Recovery recover() {
    try {
      return recover(chores.dead());
    } catch (StoreException e) {
      if (outage.isPassing(e)) {
        return Recovery.NONE; // it has been said; this is asked again and again
      }
      throw e;
    }
  }

  private Recovery recover(List<Recoveries.Dead> dead) {
    if (dead.isEmpty()) {
      return Recovery.NONE;
    }
    Recovery recovery = writer.bury(dead, clock().millis());
    for (long worker : recovery.workers()) {
      LOG.info("event=worker-lost worker={} reason=process-died", worker);
    }
    for (long execution : recovery.executions()) {
      LOG.info("event=execution-interrupted execution={} reason=process-died", execution);
    }
    return recovery;
  }

  private List<Recoveries.Dead> lookForDead() {
    return readOnce(obituaries::read);
  }

  /** On the heartbeat's thread. */
  private void beat() {
    try {
      beatAt.set(System.nanoTime());
      writer.beat(clock().millis());
      readers.read(
          session -> {
            database.readClock(session);
            return true;
          });
    } catch (StoreException | SQLException e) {
      LOG.debug("event=beat-failed", e); // The committer reports what is wrong with the store.
    }
  }

  @Override
  public long heard(News news) {
    return database.heard(news);
  }

  @Override
  public long await(News news, long since, long millis) throws InterruptedException {
    refuseIfClosed();
    try {
      return database.await(news, since, millis);
    } catch (SQLException e) {
      throw database.failure(e);
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
    return outage.outlast(() -> writer.claim(claim));
  }

  @Override
  public boolean claimsBesideWriters() {
    return database.isRemote();
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
    try (Held alone = database.pruning()) {
      Pruned pruned = new Pruning(readers, writer, names, before, dryRun).run();
      if (!dryRun) {
        database.giveBackSpace(writer);
      }
      return pruned;
    } catch (SQLException e) {
      refuseIfClosed();
      throw database.failure(e);
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
    return read(s -> new WaitingReads(s, lanes).waiting());
  }

  @Override
  public List<WorkerRecord> workers(int limit) {
    return read(s -> queue(s).workers(limit));
  }

  @Override
  public Inspection inspection() {
    return new SqlInspection(this::read, names, lanes);
  }

  @Override
  public InstantSource clock() {
    return database.clock();
  }

  @Override
  public List<Long> order(Connection transaction, List<Submission> orders) {
    refuseIfClosed();
    try {
      return new ForeignOrders(database, writer).order(transaction, orders);
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  @Override
  public StoreTransaction begin(Duration limit) {
    refuseIfClosed();
    try {
      return new SqlTransaction(database, writer.client(), database.foreign(limit));
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    heartbeats.close();
    outage.close();
    try {
      readers.close();
    } catch (SQLException e) {
      throw database.failure(e);
    } finally {
      try {
        writer.close();
      } finally {
        closeDatabase();
      }
    }
  }

  private void closeDatabase() {
    try {
      database.close();
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }
}
