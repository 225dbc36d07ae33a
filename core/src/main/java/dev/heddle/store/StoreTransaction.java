package dev.heddle.store;

import java.sql.Connection;

/** A transaction in the store's database, for one thread at a time. Closing it rolls it back. */
public interface StoreTransaction extends AutoCloseable {
  /** The connection it is made over; only this object commits it. */
  Connection connection();

  /**
   * Applies the changes under their fence in it, and commits it; where they are refused, it is
   * rolled back.
   *
   * @throws StoreException if it is not known to have been committed
   */
  Outcome commit(ChangeSet set);

  @Override
  void close();

  /** Of a store that is not in a database of the user's. */
  static StoreException unsupported(String url) {
    return new StoreException(
        "The store "
            + url
            + " can't be part of a transaction: that needs a store in PostgreSQL,"
            + " HEDDLE_STORE=postgresql://…, in the database of the transaction.",
        null);
  }
}
