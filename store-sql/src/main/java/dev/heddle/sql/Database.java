package dev.heddle.sql;

import dev.heddle.store.News;
import dev.heddle.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A database as a store uses it: its connections, who may write when, how commits are noticed, and
 * how it is known who lives. Thread-safe.
 */
interface Database extends AutoCloseable {
  /** What was opened, as a URL that may be shown. */
  String url();

  // ---- connections

  /** Through which changes are written. */
  Door writing();

  /** Through which changes are written beside {@link #writing}; empty if they can't be. */
  default Optional<Door> writingBeside() {
    return Optional.empty();
  }

  /** Through which workers claim: another one, where a claim can be made beside a change. */
  Door claiming();

  /** A connection that reads. */
  Session reading() throws SQLException;

  /** Takes one that reads and is not needed for now: what is opened next may be that connection. */
  default void takeBack(Session reading) throws SQLException {
    reading.close();
  }

  /**
   * A new connection as the user's own code would open it, for effects that are to be committed
   * with a change.
   *
   * @param limit after how long without a statement its transaction may be ended
   */
  Connection foreign(Duration limit) throws SQLException;

  /**
   * A session on a connection that is not the store's.
   *
   * @throws StoreException if there can be none in this database
   */
  Session adopt(Connection connection);

  /** Has others know of what a transaction of somebody else's orders, when it commits. */
  void tellAtCommit(Session session) throws SQLException;

  /** How many connections may read at once. */
  int mostReaders();

  /** What has to be done again and again over a connection that stays. */
  interface Chores {
    /** Says that this process lives, and does what else is due every few seconds. */
    void beat(Session session) throws SQLException;

    /**
     * Looks who has died.
     *
     * @return in how many milliseconds to look again
     */
    int look(Session session) throws SQLException;
  }

  /**
   * Has these done by a connection that stays, from the first change on.
   *
   * @return false if there is none, so that the caller does them
   */
  boolean standsBy(Chores chores);

  /** Closes what was not used for a while. */
  void closeIdle();

  /** Removes what changes have left of live rows, beside all that goes on. */
  void tidy(Session session);

  // ---- who writes when

  /** The first word of such a transaction: from here on it meets nobody it may not meet. */
  void enter(Session session, Footprint footprint) throws SQLException;

  /**
   * Whether whoever writes in this transaction may take over from the dead, to its end. Not while
   * another does: all find the same dead, and one is enough.
   */
  boolean mayBury(Session session) throws SQLException;

  /** Held while the store is pruned, beside writers: one at a time over all processes. */
  Held pruning();

  /** Gives back to the system what pruning has freed, if the database does not do so itself. */
  void giveBackSpace(Writer writer);

  // ---- commits

  /**
   * Commits, and tells who waits for changes.
   *
   * @param news whether anybody may: a claim is nobody's news
   */
  void commit(Session session, boolean news) throws SQLException;

  /** As {@link dev.heddle.store.Store#heard}. */
  long heard(News news);

  /** As {@link dev.heddle.store.Store#await}. */
  long await(News news, long since, long millis) throws SQLException, InterruptedException;

  // ---- who lives

  /** What shows that a client lives: its name on record, and a mark that tells it from a later. */
  record Lease(String name, String mark) {}

  /** Takes a lease that is held until this process ends or gives it up. */
  Lease lease() throws SQLException;

  /** Gives it up. */
  void release(Lease lease, boolean leftNothing);

  /** Tells whether the holder of a lease is surely dead. */
  interface Leases {
    boolean isDead(Lease lease);

    /** Whether one that was asked about may soon be known to be dead. */
    default boolean isSuspicious() {
      return false;
    }
  }

  /** Whether a lease has to be free for a while before its holder is dead. */
  boolean isPatient();

  /** Looks at all leases. */
  Leases leases(Session session) throws SQLException;

  // ---- and else

  /** Whether the database can't do it now, and may do the same a little later. */
  boolean mayPass(SQLException cause);

  /** Whether each statement is a trip to a server. */
  boolean isRemote();

  /**
   * Whether what was taken for granted was not so: a row of the key is there already, or one that
   * was to end is not where it was known to be.
   */
  boolean hasLostChance(SQLException cause);

  /** What dates everything that is written. */
  InstantSource clock();

  /** Looks at the database's clock again, if there is one. */
  void readClock(Session session) throws SQLException;

  /** What went wrong, said for a person. */
  StoreException failure(SQLException cause);

  @Override
  void close() throws SQLException;
}
