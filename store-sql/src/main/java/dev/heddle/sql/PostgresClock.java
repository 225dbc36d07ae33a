package dev.heddle.sql;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * The server's clock, as this host knows it: its own clock, and by how much that is off. Asked for
 * again and again; of several answers the one that came quickest counts, since half of its way is
 * what nobody knows. Thread-safe.
 */
final class PostgresClock implements InstantSource {
  private static final String NOW =
      "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)";

  /** An answer that is older than this counts no more, however quick it was. */
  private static final long FRESH_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final InstantSource own;
  private long offMicros;
  private long wayNanos = Long.MAX_VALUE;
  private long askedAt;

  PostgresClock(InstantSource own) {
    this.own = own;
  }

  /** Asks the server. */
  void read(Session session) throws SQLException {
    long before = System.nanoTime();
    Instant mine = own.instant();
    long server = session.number(NOW);
    learn(server, micros(mine), System.nanoTime() - before);
  }

  private synchronized void learn(long server, long mine, long way) {
    long now = System.nanoTime();
    if (way <= wayNanos || now - askedAt > FRESH_NANOS) {
      offMicros = server - mine - TimeUnit.NANOSECONDS.toMicros(way / 2);
      wayNanos = way;
      askedAt = now;
    }
  }

  private static long micros(Instant at) {
    return TimeUnit.SECONDS.toMicros(at.getEpochSecond())
        + TimeUnit.NANOSECONDS.toMicros(at.getNano());
  }

  @Override
  public synchronized Instant instant() {
    return own.instant().plusNanos(TimeUnit.MICROSECONDS.toNanos(offMicros));
  }
}
