package dev.heddle.sql;

import dev.heddle.store.Waiting;

/**
 * The statements behind {@link WaitingReads}: all of them read a bounded part of an index. Those
 * asked for with every change of a page have no parameters: so PostgreSQL plans them once in a
 * session, which takes it longer than to answer.
 */
final class WaitingSql {
  /** In how many priorities of a lane the oldest is looked for. */
  private static final int RANKS = 50;

  /** How many are looked at of each lane first. */
  static final int FIRST = 200;

  /** How many of those are looked at that workers have. */
  static final int OTHERS = Waiting.LOOKS_AT / 3;

  private WaitingSql() {}

  private static String ready(int suspect) {
    return "FROM live WHERE lane = l.id AND state = 6 AND suspect = " + suspect;
  }

  private static String counted(String from, int most) {
    return "(SELECT count(*) FROM (SELECT 1 " + from + " LIMIT " + most + ") x)";
  }

  /**
   * What could begin, by lane, with its oldest. An index has a lane by rank and then by id: the
   * oldest of each rank is its first entry, and ranks are gone through from one to the next.
   */
  static final String READY =
      """
      SELECT o.lane, o.ready, o.suspects, o.planned, i.started_at, i.submission
      FROM (
        SELECT l.id AS lane, %s AS ready, %s AS suspects,
          (SELECT count(*) FROM (
             SELECT 1 FROM live WHERE lane = l.id AND state IN (5, 8) LIMIT 1) x) AS planned,
          (SELECT min(id) FROM (
             SELECT id FROM (
               WITH RECURSIVE step(rank, n) AS (
                 SELECT (SELECT min(rank) %s), 1
                 UNION ALL
                 SELECT (SELECT min(rank) %s AND rank > step.rank), step.n + 1
                 FROM step WHERE step.rank IS NOT NULL AND step.n < %d)
               SELECT (SELECT min(id) %s AND rank = step.rank) AS id FROM step) y
             UNION ALL
             SELECT id FROM (SELECT id %s LIMIT 1000) z) w) AS oldest
        FROM lane l) o
      LEFT JOIN invocation i ON i.id = o.oldest
      """
          .formatted(
              counted(ready(0), FIRST + 1),
              counted(ready(1), FIRST),
              ready(0),
              ready(0),
              RANKS,
              ready(0),
              ready(1));

  /** More of one lane. */
  static final String READY_OF_LANE =
      """
      SELECT count(*) FROM (
        SELECT 1 FROM live WHERE lane = ? AND state = 6 AND suspect = 0 LIMIT ?) x
      """;

  private static final String OLDEST =
      """
      SELECT g.lane, g.state, g.count, i.started_at, i.submission
      FROM (%s) g JOIN invocation i ON i.id = g.oldest
      """;

  /** What waits for its time, of a lane. */
  static final String PLANNED_OF_LANE =
      OLDEST.formatted(
          """
          SELECT lane, state, count(*) AS count, min(id) AS oldest
          FROM (SELECT lane, state, id FROM live WHERE lane = ? AND state IN (5, 8)
                ORDER BY due LIMIT ?) x
          GROUP BY lane, state
          """);

  /** What workers have, of all lanes. */
  static final String OWNED =
      OLDEST.formatted(
          """
          SELECT lane, state, count(*) AS count, min(id) AS oldest
          FROM (SELECT lane, state, id FROM live WHERE owner <> 0 LIMIT %d) x
          GROUP BY lane, state
          """
              .formatted(OTHERS));
}
