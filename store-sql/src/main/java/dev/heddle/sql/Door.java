package dev.heddle.sql;

import java.sql.SQLException;

/** A connection that writes, one transaction at a time. Thread-safe. */
interface Door {
  /** Held for each transaction. */
  Held turn();

  /** The connection, opened anew if it was lost. Only while the {@link #turn} is held. */
  Session session() throws SQLException;
}
