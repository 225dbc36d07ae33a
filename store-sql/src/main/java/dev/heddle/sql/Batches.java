package dev.heddle.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.Iterator;

/**
 * Asks for many ids in few statements: each round binds the next ids to one that takes {@link
 * QueueSql#MANY}, or {@link QueueSql#FEW} where no more are left.
 */
final class Batches {
  private final Session session;
  private final String few;
  private final String many;
  private final Iterator<Long> ids;
  private int left;

  Batches(Session session, String few, String many, Collection<Long> ids) {
    this.session = session;
    this.few = few;
    this.many = many;
    this.ids = ids.iterator();
    this.left = ids.size();
  }

  boolean hasNext() {
    return left > 0;
  }

  /** The statement for the next ids; to be executed before this is called again. */
  PreparedStatement next() throws SQLException {
    boolean aFew = left <= QueueSql.FEW;
    int places = aFew ? QueueSql.FEW : QueueSql.MANY;
    PreparedStatement select = session.prepare(aFew ? few : many);
    for (int i = 1; i <= places; i++) {
      if (ids.hasNext()) {
        select.setLong(i, ids.next());
      } else {
        select.setNull(i, Types.BIGINT);
      }
    }
    left -= places;
    return select;
  }
}
