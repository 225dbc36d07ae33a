package dev.heddle.sql;

import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The store of many hosts: a schema in a PostgreSQL (14 to 18) that any number of processes create,
 * open and use at once. What {@link Store#apply} has returned is as durable as the server's commits
 * are. docs/design/postgresql.md says who may write beside whom.
 */
public final class PostgresStore {
  /** After how long without a beat a process that holds its lease is taken for dead. */
  private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(15);

  /**
   * How many a claim has to begin at once for them to become a bundle: fewer are updated for less
   * than it costs to take that apart again.
   */
  static final int LEAST_BUNDLE = 32;

  private PostgresStore() {}

  /**
   * Opens the store, creating or migrating its schema if need be, and marks INTERRUPTED what dead
   * processes left running.
   *
   * @param url {@code postgresql://USER:PASSWORD@HOST:PORT/DATABASE?schema=heddle}
   * @throws StoreException if the server can't be reached, or the schema is newer or can't be made
   */
  public static Store open(String url) {
    return open(url, HEARTBEAT_TIMEOUT, PostgresLeases.Caution.DEFAULT);
  }

  /** With other times after which a process is taken for dead. */
  static Store open(String url, Duration heartbeatTimeout, PostgresLeases.Caution caution) {
    return open(url, heartbeatTimeout, caution, InstantSource.system());
  }

  /** On a host with another clock. */
  static Store open(
      String url,
      Duration heartbeatTimeout,
      PostgresLeases.Caution caution,
      InstantSource hostClock) {
    return open(url, heartbeatTimeout, caution, LEAST_BUNDLE, hostClock);
  }

  /** Whose claims make bundles of so many. */
  static Store open(
      String url,
      Duration heartbeatTimeout,
      PostgresLeases.Caution caution,
      int leastBundle,
      InstantSource hostClock) {
    PostgresDatabase database =
        PostgresDatabase.open(
            PostgresUrl.parse(url), caution, new KnownClaims(leastBundle), hostClock);
    SqlStore store = new SqlStore(database, heartbeatTimeout);
    try {
      store.recoverAtOpening(caution.free().plusMillis(20));
      return store;
    } catch (RuntimeException | Error e) {
      store.close();
      throw e;
    }
  }
}
