package dev.heddle.sql;

import dev.heddle.store.StoreException;
import java.sql.SQLException;

/**
 * Transactions over one connection, one after another, with what is remembered of what they have
 * made.
 */
final class Transactions {
  private final Database database;
  private final Door door;
  private final Names names;
  private final Lanes lanes;
  private final ClientRow client;
  private volatile boolean closed;

  Transactions(Database database, Door door, Names names, Lanes lanes, ClientRow client) {
    this.database = database;
    this.door = door;
    this.names = names;
    this.lanes = lanes;
    this.client = client;
  }

  /** What is done in one transaction. */
  interface Work<T> {
    T in(Session session) throws SQLException;
  }

  /**
   * Runs the work in a transaction of its own, durable when this returns.
   *
   * @param news whether anybody may wait for it
   */
  @SuppressWarnings("try") // the turn is held for the block
  <T> T run(Footprint footprint, boolean news, Work<T> work) {
    try (Held turn = door.turn()) {
      refuseIfClosed();
      Session session = door.session();
      try {
        session.begin();
        database.enter(session, footprint);
        T result = work.in(session);
        database.commit(session, news);
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        session.rollback();
        names.forget();
        lanes.forget();
        client.forget();
        throw e;
      }
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  void refuseIfClosed() {
    if (closed) {
      throw new StoreException(
          "The store " + database.url() + " is closed. Nothing of this was written; open it again.",
          null);
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** From now on they are refused; waits for the one that is under way. */
  @SuppressWarnings("try") // the turn is held for the block
  void close() {
    try (Held turn = door.turn()) {
      closed = true;
    }
  }
}
