package dev.heddle.sql;

import dev.heddle.store.News;
import dev.heddle.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A schema in a PostgreSQL: many write at once, as docs/design/postgresql.md says. */
final class PostgresDatabase implements Database {
  /** The lease of those who can have none. */
  private static final String POOLED = "pooled";

  private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);

  /** The locks of the schema that are no leases: whose numbers are larger. */
  private static final int WRITERS = 0;

  /** How often the server's clock is read when the store is opened. */
  private static final int CLOCK_READINGS = 4;

  private static final int PRUNING = 1;
  private static final int BURYING = 2;
  private static final int FIRST_SLICE = 100;

  /** By how many channels. */
  private static final List<String> NOTIFY = notify(News.values().length);

  static final String SHARED = "SELECT pg_advisory_xact_lock_shared(?, ?)";
  private static final String EXCLUSIVE = "SELECT pg_advisory_xact_lock(?, ?)";
  private static final String TRY_EXCLUSIVE = "SELECT CAST(pg_try_advisory_xact_lock(?, ?) AS INT)";
  private static final String KEY_OF_SCHEMA =
      "SELECT CAST(oid AS BIGINT) FROM pg_namespace WHERE nspname = ?";

  private final PostgresUrl url;
  private final PostgresConnections connections;

  /** Tells the locks of this schema from those of others in its database. */
  private final int key;

  private final PostgresClock clock;
  private final Dialect dialect;
  private final KnownClaims known;
  private final PostgresLeases leases;
  private final PostgresHints hints;
  private final PostgresStanding standing;
  private final PostgresDoor writing;
  private final PostgresDoor writingBeside;
  private final PostgresDoor claiming;
  private final ReentrantLock pruning = new ReentrantLock(true);

  private PostgresDatabase(
      PostgresUrl url,
      PostgresConnections connections,
      int key,
      PostgresLeases.Caution caution,
      KnownClaims known,
      PostgresClock clock) {
    this.clock = clock;
    this.url = url;
    this.connections = connections;
    this.key = key;
    this.dialect = new PostgresSql(url.schema());
    this.known = known;
    this.leases = new PostgresLeases(key, caution);
    this.hints = new PostgresHints(this::tellOthers);
    this.standing =
        new PostgresStanding(
            connections::listening, key, url.schema(), this::channel, hints, this::isOwn, dialect);
    this.writing = door(this::writingUnderLease);
    this.writingBeside = door(connections::writing);
    this.claiming = door(connections::claiming);
  }

  /** Who writes is a client soon, and has a lease. */
  private Connection writingUnderLease() throws SQLException {
    if (!connections.isPooled()) {
      standing.startSoon();
    }
    return connections.writing();
  }

  private PostgresDoor door(PostgresStanding.Opening opening) {
    return new PostgresDoor(() -> new Session(opening.open(), dialect, known));
  }

  /** Opens the schema, creating or migrating it if need be. */
  static PostgresDatabase open(
      PostgresUrl url, PostgresLeases.Caution caution, KnownClaims known, InstantSource hostClock) {
    try {
      PostgresConnections connections = new PostgresConnections(url);
      try {
        Connection first = connections.first();
        PostgresSchema.check(first, url);
        int key = key(first, url.schema());
        PostgresClock clock = clock(first, url, hostClock);
        if (connections.findPooler()) {
          LOG.warn(
              "event=store-behind-pooler store={}"
                  + " consequence=deaths-are-noticed-by-heartbeats-alone-and-commits-by-looking"
                  + " remedy=\"name the server itself in the store's URL\"",
              url);
        }
        return new PostgresDatabase(url, connections, key, caution, known, clock);
      } catch (SQLException | RuntimeException | Error e) {
        connections.close();
        throw e;
      }
    } catch (SQLException e) {
      throw PostgresFailures.of(e, url.toString());
    }
  }

  private static PostgresClock clock(
      Connection connection, PostgresUrl url, InstantSource hostClock) throws SQLException {
    PostgresClock clock = new PostgresClock(hostClock);
    Session session = new Session(connection, new PostgresSql(url.schema()));
    for (int i = 0; i < CLOCK_READINGS; i++) {
      clock.read(session);
    }
    session.letGo();
    return clock;
  }

  /** Whether the server's process of this number is one that writes for this store. */
  private boolean isOwn(int backend) {
    return writing.isBackend(backend)
        || writingBeside.isBackend(backend)
        || claiming.isBackend(backend);
  }

  private static int key(Connection connection, String schema) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(KEY_OF_SCHEMA)) {
      select.setString(1, schema);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return (int) row.getLong(1);
      }
    }
  }

  @Override
  public String url() {
    return url.toString();
  }

  // ---- connections

  @Override
  public Door writing() {
    return writing;
  }

  @Override
  public Optional<Door> writingBeside() {
    return Optional.of(writingBeside);
  }

  @Override
  public Door claiming() {
    return claiming;
  }

  @Override
  public Session reading() throws SQLException {
    return new Session(connections.reading(), dialect);
  }

  @Override
  public void takeBack(Session reading) throws SQLException {
    connections.takeBack(reading.letGo());
  }

  @Override
  public Connection foreign(Duration limit) throws SQLException {
    return connections.foreign(limit);
  }

  @Override
  public Session adopt(Connection connection) {
    return new Session(connection, dialect, known);
  }

  @Override
  public void tellAtCommit(Session session) throws SQLException {
    notify(session::later, session.news());
  }

  /** How a statement goes to the server. */
  private interface Sending {
    void send(String sql, int parameters, Deferred.Binder binder) throws SQLException;
  }

  private void notify(Sending sending, Set<News> of) throws SQLException {
    sending.send(
        NOTIFY.get(of.size()),
        of.size(),
        (notify, from) -> {
          int next = from;
          for (News news : of) {
            notify.setString(next++, channel(news));
          }
        });
  }

  private static List<String> notify(int most) {
    return IntStream.rangeClosed(0, most)
        .mapToObj(i -> "SELECT " + String.join(", ", Collections.nCopies(i, "pg_notify(?, '')")))
        .toList();
  }

  // ---- who writes when

  /** Few, since a server gives each connection a process. */
  @Override
  public int mostReaders() {
    return 2;
  }

  @Override
  public boolean standsBy(Chores chores) {
    if (connections.isPooled()) {
      return false;
    }
    standing.does(chores);
    return true;
  }

  @Override
  public void closeIdle() {
    writing.closeIdle();
    writingBeside.closeIdle();
    claiming.closeIdle();
    connections.close();
  }

  /**
   * The server's own vacuum looks once a minute, by when a claim steps over a million dead rows.
   * Only the owner of a table may vacuum it; to others the server says so, and leaves it.
   */
  @Override
  public void tidy(Session session) {
    try {
      String schema = "\"" + url.schema() + "\"";
      session.execute(
          "VACUUM (SKIP_LOCKED, TRUNCATE off) %1$s.live, %1$s.bundle".formatted(schema));
    } catch (SQLException e) {
      LOG.debug("event=not-tidied store={}", url, e);
    }
  }

  @Override
  public void enter(Session session, Footprint footprint) throws SQLException {
    lock(session, footprint.alone() ? EXCLUSIVE : SHARED, WRITERS);
    for (int slice : footprint.slices()) {
      lock(session, EXCLUSIVE, FIRST_SLICE + slice);
    }
  }

  /** Asked before the schema's lock: who only comes too late keeps nobody waiting. */
  @Override
  public boolean mayBury(Session session) throws SQLException {
    PreparedStatement select = session.prepare(TRY_EXCLUSIVE);
    select.setInt(1, key);
    select.setInt(2, BURYING);
    try (ResultSet row = select.executeQuery()) {
      return row.next() && row.getInt(1) == 1;
    }
  }

  private void lock(Session session, String kind, int which) throws SQLException {
    session.later(
        kind,
        2,
        (select, from) -> {
          select.setInt(from, key);
          select.setInt(from + 1, which);
        });
  }

  @Override
  public Held pruning() {
    pruning.lock();
    try {
      Session session = reading();
      session.begin();
      lock(session, EXCLUSIVE, PRUNING);
      session.number("SELECT 1"); // the lock has gone with it
      return () -> {
        session.abandon();
        pruning.unlock();
      };
    } catch (SQLException e) {
      pruning.unlock();
      throw failure(e);
    } catch (RuntimeException | Error e) {
      pruning.unlock();
      throw e;
    }
  }

  /** The server's vacuum does. */
  @Override
  public void giveBackSpace(Writer writer) {}

  // ---- commits

  private String channel(News news) {
    String kind =
        switch (news) {
          case CHANGE -> "";
          case WORK -> "_work";
          case END -> "_end";
        };
    return "heddle_" + url.schema() + kind;
  }

  /** The notification goes in the same trip, unless one has just been sent. */
  @Override
  public void commit(Session session, boolean news) throws SQLException {
    Set<News> all = session.news();
    Set<News> told = news ? hints.mayTell(all) : Set.of();
    if (told.isEmpty()) {
      session.commit();
    } else {
      notify(session::commitAnd, told);
    }
    if (news) {
      hints.committed(all, told.isEmpty());
    }
  }

  /** On the thread of the hints. */
  @SuppressWarnings("try") // the turn is held for the block
  private void tellOthers(Set<News> news) {
    try (Held turn = writing.turn()) {
      Session session = writing.session();
      notify(session::later, news);
      session.send();
    } catch (SQLException e) {
      LOG.debug("event=hint-not-sent", e); // they look again without
    }
  }

  @Override
  public long heard(News news) {
    return hints.heard(news);
  }

  @Override
  public long await(News news, long since, long millis) throws SQLException, InterruptedException {
    if (!connections.isPooled()) {
      standing.start();
    }
    return hints.await(news, since, millis);
  }

  // ---- who lives

  @Override
  public Lease lease() throws SQLException {
    return new Lease(connections.isPooled() ? POOLED : Integer.toString(standing.lease()), "");
  }

  @Override
  public void release(Lease lease, boolean leftNothing) {
    standing.close();
  }

  @Override
  public boolean isPatient() {
    return leases.isPatient();
  }

  @Override
  public Leases leases(Session session) throws SQLException {
    Leases held = leases.look(session);
    return new Leases() {
      @Override
      public boolean isDead(Lease lease) {
        return !lease.name().equals(POOLED) && held.isDead(lease);
      }

      @Override
      public boolean isSuspicious() {
        return leases.isSuspicious();
      }
    };
  }

  // ---- and else

  @Override
  public boolean mayPass(SQLException cause) {
    return PostgresFailures.mayPass(cause);
  }

  @Override
  public boolean isRemote() {
    return true;
  }

  @Override
  public boolean hasLostChance(SQLException cause) {
    return PostgresFailures.hasLostChance(cause);
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public void readClock(Session session) throws SQLException {
    clock.read(session);
  }

  @Override
  public StoreException failure(SQLException cause) {
    return PostgresFailures.of(cause, url.toString());
  }

  @Override
  public void close() {
    hints.close();
    standing.close();
    claiming.close();
    writingBeside.close();
    writing.close();
    connections.close();
  }
}
