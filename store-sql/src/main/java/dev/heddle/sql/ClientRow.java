package dev.heddle.sql;

import dev.heddle.store.SetNumbers;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The row of a teller, which says what of its sets was applied; made by its first transaction,
 * under the lease of the process. That of the store itself is the client that owns what it does;
 * those of further tellers count, and own nothing.
 */
final class ClientRow {
  private final Database database;
  private final String name;
  private final @Nullable ClientRow first;
  private final long token = new SecureRandom().nextLong();
  private volatile long id;

  /** Set once, by the first transaction. */
  private volatile Database.@Nullable Lease lease;

  /** As in the row; null if that has to be read. Only inside a transaction. */
  private @Nullable SetNumbers numbers;

  /**
   * A row that is not there yet.
   *
   * @param first whose lease it is under, if not under one of its own
   */
  ClientRow(Database database, String name, @Nullable ClientRow first) {
    this.database = database;
    this.name = name;
    this.first = first;
  }

  /** 0 before it is there. */
  long id() {
    return id;
  }

  /** Tells it from that of another that has got its id after a rollback. */
  long token() {
    return token;
  }

  /** That it took, if it did. */
  Database.@Nullable Lease lease() {
    return lease;
  }

  /** What it has applied, as a transaction of its teller sees and changes it. */
  SetNumbers numbers(Session session) throws SQLException {
    SetNumbers known = numbers;
    if (known == null) {
      known = id == 0 ? null : read(session);
      if (known == null) {
        id = insert(session);
        known = new SetNumbers();
      }
      numbers = known;
    }
    return known;
  }

  private @Nullable SetNumbers read(Session session) throws SQLException {
    PreparedStatement select = session.prepare(Sql.CLIENT_NUMBERS);
    select.setLong(1, id);
    select.setLong(2, token);
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      byte[] refused = row.getBytes(2);
      return new SetNumbers(row.getLong(1), refused == null ? new byte[0] : refused);
    }
  }

  private long insert(Session session) throws SQLException {
    Database.Lease held = taken();
    PreparedStatement insert = session.prepare(Sql.INSERT_CLIENT);
    insert.setLong(1, token);
    insert.setString(2, held.name());
    insert.setString(3, held.mark());
    insert.setString(4, name);
    insert.setLong(5, database.clock().millis());
    try (ResultSet row = insert.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private Database.Lease taken() throws SQLException {
    Database.Lease held = first == null ? lease : first.lease;
    if (held == null) {
      held = database.lease();
      lease = held;
    }
    return held;
  }

  /** Writes what it has applied, with the commit. */
  void write(Session session, SetNumbers applied) throws SQLException {
    session.later(
        Sql.UPDATE_CLIENT_NUMBERS,
        3,
        (update, from) -> {
          update.setLong(from, applied.highest());
          update.setBytes(from + 1, applied.holes());
          update.setLong(from + 2, id);
        });
  }

  /** A transaction failed. Perhaps it did commit and only the answer was lost: it is read again. */
  void forget() {
    numbers = null;
  }
}
