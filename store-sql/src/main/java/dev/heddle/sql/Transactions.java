package dev.heddle.sql;

import dev.heddle.store.StoreException;
import java.sql.SQLException;
import java.util.function.Predicate;

/** Transactions over one connection, one after another. */
final class Transactions {
  private final Database database;
  private final Door door;
  private final Runnable forget;
  private volatile boolean closed;

  /**
   * @param forget what one that failed had made
   */
  Transactions(Database database, Door door, Runnable forget) {
    this.database = database;
    this.door = door;
    this.forget = forget;
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
  <T> T run(Footprint footprint, boolean news, Work<T> work) {
    return run(
        session -> {
          database.enter(session, footprint);
          return work.in(session);
        },
        result -> news);
  }

  /**
   * Likewise, for work that enters by itself.
   *
   * @param news whether anybody may wait for what came of it
   */
  @SuppressWarnings("try") // the turn is held for the block
  <T> T run(Work<T> work, Predicate<T> news) {
    try (Held turn = door.turn()) {
      refuseIfClosed();
      Session session = door.session();
      try {
        session.begin();
        T result = work.in(session);
        database.commit(session, news.test(result));
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        session.rollback();
        forget.run();
        throw e;
      }
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  private void refuseIfClosed() {
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
