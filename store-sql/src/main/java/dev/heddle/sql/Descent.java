package dev.heddle.sql;

import dev.heddle.store.Inspection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A way down a table, the newest rows first, in pieces that grow: what is asked for is mostly among
 * the newest. It ends at the lowest row, or when so many were passed as one request looks at.
 */
final class Descent {
  private static final int FIRST = 1_000;
  private static final int GROWTH = 4;

  private final Session session;
  private final String below;
  private final long lowest;
  private long top;
  private long bottom;
  private int piece = FIRST;
  private int left;
  private boolean atEnd;

  /**
   * A way from below an id.
   *
   * @param below the statement that answers the id so many rows below another
   * @param lowest what it does not go below
   */
  Descent(Session session, String below, long before, long lowest) {
    this(session, below, before, lowest, Inspection.LOOKS_AT);
  }

  /**
   * The same past so many rows.
   *
   * @param rows at most
   */
  Descent(Session session, String below, long before, long lowest, int rows) {
    this.left = rows;
    this.session = session;
    this.below = below;
    this.bottom = before;
    this.lowest = lowest;
    this.atEnd = before <= lowest;
  }

  /** Goes to the next piece, if there is one. */
  boolean next() throws SQLException {
    if (atEnd || left == 0) {
      return false;
    }
    int rows = Math.min(piece, left);
    top = bottom;
    PreparedStatement select = session.prepare(below);
    select.setLong(1, top);
    select.setInt(2, rows - 1);
    try (ResultSet row = select.executeQuery()) {
      bottom = row.next() ? Math.max(lowest, row.getLong(1)) : lowest;
    }
    atEnd = bottom == lowest;
    left -= rows;
    piece *= GROWTH;
    return true;
  }

  /** Above the present piece. */
  long top() {
    return top;
  }

  /** The first of the present piece. */
  long bottom() {
    return bottom;
  }

  /** Whether nothing is left. */
  boolean isAtEnd() {
    return atEnd;
  }
}
