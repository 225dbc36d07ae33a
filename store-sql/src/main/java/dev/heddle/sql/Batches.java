package dev.heddle.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * Asks for many ids in few statements: each round binds the next ids to one that takes {@link
 * QueueSql#MANY}, or {@link QueueSql#FEW} where no more are left. The places that are left over ask
 * for the last id again: of NULL, PostgreSQL makes a better plan each time, which takes it far
 * longer than the question.
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

  /** The same as questions, each of which is asked for the next ids. */
  static List<Deferred.Question> questions(
      String few, String many, List<Long> ids, Deferred.Reader reader) {
    List<Deferred.Question> questions = new ArrayList<>();
    for (int from = 0; from < ids.size(); ) {
      boolean aFew = ids.size() - from <= QueueSql.FEW;
      int places = aFew ? QueueSql.FEW : QueueSql.MANY;
      List<Long> some = ids.subList(from, Math.min(ids.size(), from + places));
      questions.add(
          new Deferred.Question(
              aFew ? few : many,
              places,
              (select, first) -> {
                for (int i = 0; i < places; i++) {
                  select.setLong(first + i, some.get(Math.min(i, some.size() - 1)));
                }
              },
              reader));
      from += places;
    }
    return questions;
  }

  boolean hasNext() {
    return left > 0;
  }

  /** The statement for the next ids; to be executed before this is called again. */
  PreparedStatement next() throws SQLException {
    boolean aFew = left <= QueueSql.FEW;
    int places = aFew ? QueueSql.FEW : QueueSql.MANY;
    PreparedStatement select = session.prepare(aFew ? few : many);
    long id = 0;
    for (int i = 1; i <= places; i++) {
      id = ids.hasNext() ? ids.next() : id;
      select.setLong(i, id);
    }
    left -= places;
    return select;
  }
}
