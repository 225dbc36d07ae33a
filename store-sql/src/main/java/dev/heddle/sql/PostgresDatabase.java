package dev.heddle.sql;

import dev.heddle.store.StoreException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A schema in a PostgreSQL: many write at once, as docs/design/postgresql.md says. */
final class PostgresDatabase implements Database {
  /**
   * How plans are made, some of them while tables are empty: each row is looked up, by this session
   * itself. A merge with the ends of all that ended would read them from the first on for each
   * small question, and helpers take longer to start than such a question does.
   */
  private static final String INDEXES_ALONE =
      " -c enable_seqscan=off -c enable_mergejoin=off -c enable_hashjoin=off"
          + " -c max_parallel_workers_per_gather=0 -c jit=off";

  /** Of statements whose plan does not depend on what is asked for: made once. */
  private static final String PLANNED_ONCE = " -c plan_cache_mode=force_generic_plan";

  /** What the connection is for that claims. */
  private static final String CLAIMS = "claims";

  /** The lease of those who can have none. */
  private static final String POOLED = "pooled";

  private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);

  /** The locks of the schema that are no leases: whose numbers are larger. */
  private static final int WRITERS = 0;

  /** How often the server's clock is read when the store is opened. */
  private static final int CLOCK_READINGS = 4;

  private static final int PRUNING = 1;
  private static final int FIRST_SLICE = 100;

  private static final String NOTIFY = "SELECT pg_notify(?, '')";
  static final String SHARED = "SELECT pg_advisory_xact_lock_shared(?, ?)";
  private static final String EXCLUSIVE = "SELECT pg_advisory_xact_lock(?, ?)";
  private static final String KEY_OF_SCHEMA =
      "SELECT CAST(oid AS BIGINT) FROM pg_namespace WHERE nspname = ?";

  private final PostgresUrl url;

  /** Tells the locks of this schema from those of others in its database. */
  private final int key;

  private final boolean pooled;
  private final PostgresClock clock;
  private final Dialect dialect;
  private final Bundles bundles;
  private final PostgresLeases leases;
  private final PostgresHints hints;
  private final PostgresStanding standing;
  private final PostgresDoor writing;
  private final PostgresDoor writingBeside;
  private final PostgresDoor claiming;
  private final ReentrantLock pruning = new ReentrantLock(true);

  private PostgresDatabase(
      PostgresUrl url,
      int key,
      boolean pooled,
      PostgresLeases.Caution caution,
      Bundles bundles,
      PostgresClock clock) {
    this.clock = clock;
    this.url = url;
    this.key = key;
    this.pooled = pooled;
    this.dialect = new PostgresSql(url.schema());
    this.bundles = bundles;
    this.leases = new PostgresLeases(key, caution);
    this.hints = new PostgresHints(this::tellOthers);
    this.standing =
        new PostgresStanding(
            () -> listening(url), key, url.schema(), channel(), hints, this::isOwn, dialect);
    this.writing = door("writer");
    this.writingBeside = door("writer");
    this.claiming = door(CLAIMS);
  }

  private PostgresDoor door(String name) {
    return new PostgresDoor(() -> new Session(connection(name, PLANNED_ONCE), dialect, bundles));
  }

  /** Opens the schema, creating or migrating it if need be. */
  static PostgresDatabase open(
      PostgresUrl url, PostgresLeases.Caution caution, Bundles bundles, InstantSource hostClock) {
    try (Connection connection = connection(url, "opening")) {
      PostgresSchema.check(connection, url);
      boolean pooled = isPooled(connection);
      if (pooled) {
        LOG.warn(
            "event=store-behind-pooler store={}"
                + " consequence=deaths-are-noticed-by-heartbeats-alone-and-commits-by-looking"
                + " remedy=\"name the server itself in the store's URL\"",
            url);
      }
      PostgresClock clock = new PostgresClock(hostClock);
      Session session = new Session(connection, new PostgresSql(url.schema()));
      for (int i = 0; i < CLOCK_READINGS; i++) {
        clock.read(session);
      }
      return new PostgresDatabase(
          url, key(connection, url.schema()), pooled, caution, bundles, clock);
    } catch (SQLException e) {
      throw PostgresFailures.of(e, url.toString());
    }
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

  /** A pooler gives each client a number of its own making in the place of a session's. */
  private static boolean isPooled(Connection connection) throws SQLException {
    int told = connection.unwrap(PGConnection.class).getBackendPID();
    try (Statement select = connection.createStatement();
        ResultSet row = select.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return row.getInt(1) != told;
    }
  }

  /**
   * A new connection.
   *
   * @param name what it is for: shown by the server, with the process that has it
   */
  static Connection connection(PostgresUrl url, String name) throws SQLException {
    return DriverManager.getConnection(url.jdbc(), properties(url, name));
  }

  private static Connection listening(PostgresUrl url) throws SQLException {
    Properties properties = properties(url, "lease");
    PromptSockets.addTo(properties);
    return DriverManager.getConnection(url.jdbc(), properties);
  }

  private Connection connection(String name, String options) throws SQLException {
    Properties properties = properties(url, name);
    if (pooled) {
      // A statement that a server remembers may be asked of another one.
      properties.putIfAbsent("prepareThreshold", "0");
    } else {
      // A plan is made while a table is empty, and kept while it grows: never one that reads all.
      String given = properties.getProperty("options", "");
      properties.setProperty("options", (given + INDEXES_ALONE + options).strip());
      if (name.equals(CLAIMS)) {
        // They are few, and take the server some milliseconds to plan: not five times.
        properties.putIfAbsent("prepareThreshold", "1");
      }
    }
    return DriverManager.getConnection(url.jdbc(), properties);
  }

  private static Properties properties(PostgresUrl url, String name) {
    Properties properties = url.properties();
    String process = " pid " + ProcessHandle.current().pid();
    properties.putIfAbsent("ApplicationName", "heddle " + name + process);
    properties.putIfAbsent("tcpKeepAlive", "true");
    properties.putIfAbsent("connectTimeout", "10");
    properties.putIfAbsent("socketTimeout", "60");
    return properties;
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
    return new Session(connection("reader", ""), dialect);
  }

  @Override
  public Connection foreign(Duration limit) throws SQLException {
    Properties properties = properties(url, "transaction");
    properties.remove("socketTimeout"); // its statements are the user's, and take what they take
    Connection connection = DriverManager.getConnection(url.jdbc(), properties);
    try {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "SET LOCAL idle_in_transaction_session_timeout = " + Math.max(1, limit.toMillis()));
      }
      return connection;
    } catch (SQLException | RuntimeException | Error e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public Session adopt(Connection connection) {
    return new Session(connection, dialect, bundles);
  }

  @Override
  public void tellAtCommit(Session session) throws SQLException {
    notify(session);
  }

  private void notify(Session session) throws SQLException {
    session.later(NOTIFY, 1, this::bindChannel);
  }

  private void bindChannel(PreparedStatement notify, int from) throws SQLException {
    notify.setString(from, channel());
  }

  // ---- who writes when

  /** Few, since a server gives each connection a process. */
  @Override
  public int mostReaders() {
    return 2;
  }

  @Override
  public boolean standsBy(Chores chores) {
    if (pooled) {
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

  private String channel() {
    return "heddle_" + url.schema();
  }

  /** The notification goes in the same trip, unless one has just been sent. */
  @Override
  public void commit(Session session, boolean news) throws SQLException {
    boolean tells = news && hints.mayTell();
    if (tells) {
      session.commitAnd(NOTIFY, 1, this::bindChannel);
    } else {
      session.commit();
    }
    if (news) {
      hints.committed(!tells);
    }
  }

  /** On the thread of the hints. */
  @SuppressWarnings("try") // the turn is held for the block
  private void tellOthers() {
    try (Held turn = writing.turn()) {
      Session session = writing.session();
      notify(session);
      session.send();
    } catch (SQLException e) {
      LOG.debug("event=hint-not-sent", e); // they look again without
    }
  }

  @Override
  public void awaitChange(long millis) throws SQLException, InterruptedException {
    if (!pooled) {
      standing.start();
    }
    hints.await(millis);
  }

  // ---- who lives

  @Override
  public Lease lease() throws SQLException {
    return new Lease(pooled ? POOLED : Integer.toString(standing.lease()), "");
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
  }
}
