package dev.heddle.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out which clients are dead that would leave something. */
final class Obituaries {
  private static final Logger LOG = LoggerFactory.getLogger(Obituaries.class);

  private final Database database;
  private final Heartbeats heartbeats;
  private final Writer writer;

  /** How many clients were at work at the last look. */
  private volatile int atWork;

  private volatile boolean suspicious;

  Obituaries(Database database, Heartbeats heartbeats, Writer writer) {
    this.database = database;
    this.heartbeats = heartbeats;
    this.writer = writer;
  }

  int atWork() {
    return atWork;
  }

  /** Whether the next look may find somebody dead. */
  boolean isSuspicious() {
    return suspicious;
  }

  /** Those whose lease is free, or that stopped beating. */
  List<Recoveries.Dead> read(Session session) throws SQLException {
    Database.Leases leases = database.leases(session);
    PreparedStatement select = session.prepare(Sql.CLIENTS_AT_WORK);
    List<Recoveries.Dead> dead = new ArrayList<>();
    Map<Long, Long> pulses = new HashMap<>();
    int count = 0;
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        count++;
        long client = row.getLong(1);
        if (client == writer.client()) {
          continue; // who looks is not dead
        }
        if (leases.isDead(new Database.Lease(row.getString(2), row.getString(3)))) {
          dead.add(new Recoveries.Dead(client, row.getLong(4)));
        } else {
          pulses.put(client, row.getLong(4));
        }
      }
    }
    atWork = count;
    suspicious = leases.isSuspicious();
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

  /** Those of the dead who still leave something. */
  static List<Recoveries.Dead> unburied(Session session, Collection<Recoveries.Dead> dead)
      throws SQLException {
    Set<Long> atWork = new HashSet<>();
    try (ResultSet row = session.prepare(Sql.CLIENTS_AT_WORK).executeQuery()) {
      while (row.next()) {
        atWork.add(row.getLong(1));
      }
    }
    return dead.stream().filter(one -> atWork.contains(one.client())).toList();
  }
}
