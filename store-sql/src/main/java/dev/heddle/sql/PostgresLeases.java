package dev.heddle.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads off the server's locks which clients live. A lease that is free may be one whose owner's
 * session was ended and who takes it again in a moment: it has to stay free while one looks, and
 * just after the server has started nobody is dead. Thread-safe.
 */
final class PostgresLeases {
  /**
   * What has to be before anybody is taken for dead.
   *
   * @param free for how long the lease must have been free
   * @param up for how long the server must have been up
   */
  record Caution(Duration free, Duration up) {
    static final Caution DEFAULT = new Caution(Duration.ofMillis(400), Duration.ofSeconds(10));
  }

  private static final String HELD =
      """
      SELECT CAST(objid AS BIGINT) FROM pg_locks
      WHERE locktype = 'advisory' AND classid = CAST(CAST(? AS BIGINT) AS OID) AND objsubid = 2
        AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """;

  private static final String UP =
      "SELECT CAST(extract(epoch FROM clock_timestamp() - pg_postmaster_start_time()) AS BIGINT)";

  private final int key;
  private final Caution caution;

  /** By lease, since when it is seen to be free. */
  private final Map<String, Long> freeSince = new HashMap<>();

  /** About whom it was asked since the last look. */
  private final Set<String> asked = new HashSet<>();

  PostgresLeases(int key, Caution caution) {
    this.key = key;
    this.caution = caution;
  }

  synchronized Database.Leases look(Session session) throws SQLException {
    Set<String> held = held(session);
    freeSince.keySet().removeAll(held);
    freeSince.keySet().retainAll(asked); // who is not asked for any more is buried, or has left
    asked.clear();
    boolean up = session.number(UP) >= caution.up().toSeconds();
    return lease -> up && !held.contains(lease.name()) && isFreeForLong(lease.name());
  }

  boolean isPatient() {
    return !caution.free().isZero();
  }

  /** Whether somebody may be found dead soon: a lease is free, and was not for long enough. */
  synchronized boolean isSuspicious() {
    return !freeSince.isEmpty();
  }

  private Set<String> held(Session session) throws SQLException {
    PreparedStatement select = session.prepare(HELD);
    select.setLong(1, key & 0xFFFF_FFFFL);
    Set<String> held = new HashSet<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        held.add(Long.toString(row.getLong(1)));
      }
    }
    return held;
  }

  private synchronized boolean isFreeForLong(String lease) {
    long now = System.nanoTime();
    asked.add(lease);
    Long before = freeSince.putIfAbsent(lease, now);
    return now - (before == null ? now : before) >= caution.free().toNanos();
  }
}
