package dev.heddle.sql;

import dev.heddle.store.News;
import dev.heddle.store.Uninterrupted;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection of a store that stays: its session holds the lease, and hears of commits. When
 * it is lost, the same lease is taken again over a new one, as soon as that can be had (PROTOCOL
 * §4). Thread-safe.
 */
final class PostgresStanding implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresStanding.class);

  /** How often it is asked whether it is still there, and told that this process is. */
  private static final int QUIET_MILLIS = 5_000;

  /** Within which time it has to answer. */
  private static final int ANSWER_MILLIS = 5_000;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  /** So that the server notices within 11 s that this host is gone. */
  private static final String KEEPALIVES =
      "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3";

  private final Opening opening;
  private final int key;
  private final String schema;
  private final Map<String, News> channels = new HashMap<>();
  private final PostgresHints hints;
  private final IntPredicate own;
  private final Dialect dialect;
  private volatile Database.@Nullable Chores chores;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private @Nullable Thread thread;
  private volatile @Nullable Connection connection;
  private volatile boolean closed;

  /** Of the lease; never given to anybody else. */
  private int number;

  /** Opens a connection. */
  interface Opening {
    Connection open() throws SQLException;
  }

  /**
   * A connection that is not open yet.
   *
   * @param key tells the schema's locks from those of others
   * @param channels where others tell of news
   * @param own tells the server's processes that write for this store
   */
  PostgresStanding(
      Opening opening,
      int key,
      String schema,
      Function<News, String> channels,
      PostgresHints hints,
      IntPredicate own,
      Dialect dialect) {
    this.own = own;
    this.dialect = dialect;
    this.opening = opening;
    this.key = key;
    this.schema = schema;
    for (News news : News.values()) {
      this.channels.put(channels.apply(news), news);
    }
    this.hints = hints;
  }

  /** The lease, taken at the first call. */
  int lease() throws SQLException {
    start();
    return number;
  }

  /**
   * Opens the connection beside what the caller goes on with, unless it is there: who needs it soon
   * waits less for it, and hears if it can't be had.
   */
  void startSoon() {
    if (connection != null) {
      return;
    }
    Thread opening =
        new Thread(
            () -> {
              try {
                start();
              } catch (SQLException e) {
                LOG.debug("event=lease-not-taken", e); // who needs it tries again
              }
            },
            "heddle-lease-opening");
    opening.setDaemon(true);
    opening.start();
  }

  /** Opens the connection, unless it is there. */
  void start() throws SQLException {
    lock.lock();
    try {
      if (thread != null || closed) {
        return;
      }
      Connection open = opening.open();
      try {
        if (number == 0) {
          number = nextNumber(open);
        }
        if (!takes(open)) {
          throw new SQLException("lease " + number + " is held by somebody else");
        }
        listen(open);
      } catch (SQLException | RuntimeException | Error e) {
        lost();
        open.close();
        throw e;
      }
      connection = open;
      Thread listener = new Thread(this::run, "heddle-lease");
      listener.setDaemon(true);
      listener.start();
      thread = listener;
    } finally {
      lock.unlock();
    }
  }

  private int nextNumber(Connection open) throws SQLException {
    try (Statement select = open.createStatement();
        ResultSet row = select.executeQuery("SELECT nextval('\"" + schema + "\".lease')")) {
      row.next();
      return row.getInt(1);
    }
  }

  private boolean takes(Connection open) throws SQLException {
    try (PreparedStatement select = open.prepareStatement("SELECT pg_try_advisory_lock(?, ?)")) {
      select.setInt(1, key);
      select.setInt(2, number);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private void listen(Connection open) throws SQLException {
    try (Statement statement = open.createStatement()) {
      statement.execute(KEEPALIVES);
    }
    open.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
    listenToWanted(open);
  }

  /** Each notification wakes the server's process of everybody who listens. */
  private void listenToWanted(Connection open) throws SQLException {
    for (Map.Entry<String, News> channel : channels.entrySet()) {
      News news = channel.getValue();
      boolean wanted = hints.isWanted(news);
      if (wanted != hints.isListening(news)) {
        try (Statement statement = open.createStatement()) {
          statement.execute((wanted ? "LISTEN " : "UNLISTEN ") + channel.getKey());
        }
        hints.listening(news, wanted);
      }
    }
  }

  private void lost() {
    channels.values().forEach(news -> hints.listening(news, false));
  }

  private void run() {
    Connection open = connection;
    while (!closed && open != null) {
      try {
        hear(open);
      } catch (SQLException e) {
        LOG.debug("event=standing-connection-lost", e);
      }
      lost();
      abandon(open);
      open = again();
    }
  }

  /** Does these from now on. */
  void does(Database.Chores regular) {
    chores = regular;
  }

  /** Until the connection is lost. */
  private void hear(Connection open) throws SQLException {
    PGConnection server = open.unwrap(PGConnection.class);
    Session session = new Session(open, dialect);
    long beatAt = System.nanoTime();
    long lookAt = beatAt;
    while (!closed) {
      Database.Chores due = chores;
      long next = due == null ? beatAt : Math.min(beatAt, lookAt);
      long wait = TimeUnit.NANOSECONDS.toMillis(next - System.nanoTime());
      PGNotification[] told = server.getNotifications((int) Math.max(1, wait));
      if (told != null) {
        Stream.of(told)
            .filter(one -> !own.test(one.getPID())) // of its own commits all here know already
            .map(one -> channels.get(one.getName()))
            .filter(Objects::nonNull)
            .distinct()
            .forEach(hints::told);
      }
      // The driver has set it for the waiting.
      open.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
      listenToWanted(open);
      long now = System.nanoTime();
      if (now - beatAt >= 0) {
        session.number("SELECT 1"); // is it still there?
        if (due != null) {
          due.beat(session);
        }
        beatAt = now + TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS);
      }
      if (due != null && now - lookAt >= 0) {
        lookAt = now + TimeUnit.MILLISECONDS.toNanos(due.look(session));
      }
    }
  }

  /** The same lease over a new connection; null once it is closed. */
  private @Nullable Connection again() {
    for (Duration pause = FIRST_PAUSE; !closed; pause = longer(pause)) {
      try {
        Connection open = opening.open();
        try {
          // The server may still have to learn that the session before is over.
          while (!closed && !takes(open)) {
            pause(FIRST_PAUSE);
          }
          listen(open);
        } catch (SQLException | RuntimeException | Error e) {
          lost();
          abandon(open);
          throw e;
        }
        connection = open;
        LOG.info("event=lease-taken-again lease={}", number);
        return open;
      } catch (SQLException e) {
        LOG.debug("event=no-standing-connection", e);
        pause(pause);
      }
    }
    return null;
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }

  private void pause(Duration pause) {
    lock.lock();
    try {
      long left = pause.toNanos();
      while (left > 0 && !closed) {
        left = closing.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      closed = true; // nobody but the end of the program interrupts this thread
    } finally {
      lock.unlock();
    }
  }

  private static void abandon(Connection open) {
    try {
      open.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.trace("event=ignored", e);
    }
  }

  /** Gives the lease up. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      closing.signalAll();
    } finally {
      lock.unlock();
    }
    Connection open = connection;
    if (open != null) {
      abandon(open); // its thread may be reading from it
    }
    Thread listener = thread;
    if (listener != null && listener != Thread.currentThread()) {
      Uninterrupted.join(listener);
    }
  }
}
