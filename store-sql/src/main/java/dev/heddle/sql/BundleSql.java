package dev.heddle.sql;

/**
 * The statements about bundles of ordered invocations, which only PostgreSQL has. The table:
 * postgresql/V6__bundles.sql. What a bundle has in it is read where that is locked, and not in a
 * second place of the same statement: there it is seen as it was before somebody else, for whom the
 * statement waited, took something out. Nor is a row that is changed joined with what a WITH gives:
 * where the server has to look at such a row again, since another has changed it, it may read that
 * anew, find something else, and leave the row as it is. Single values and arrays made of it before
 * are safe.
 */
final class BundleSql {
  private BundleSql() {}

  /** The id of one of those in a bundle b. */
  static final String MEMBER = "coalesce(u.id, b.first + u.place - 1)";

  /** Each that is still in a bundle b, as u. */
  static final String EACH =
      """
      CROSS JOIN LATERAL ROWS FROM (
        generate_series(1, length(b.gone)), unnest(b.ids), unnest(b.ranks), unnest(b.dues))
        AS u(place, id, rank, due)
      WHERE get_bit(b.gone, u.place - 1) = 0\
      """;

  /** Whether an id lies between the first and the last of a bundle b, by an index. */
  static String around(String id) {
    return "int8range(b.first, b.last, '[]') @> " + id;
  }

  /** Whether an id is in a bundle b: one look, whereas to go through all of it takes 80 µs. */
  static String isIn(String id) {
    return """
    %2$s AND CASE
        WHEN %1$s NOT BETWEEN b.first AND b.last THEN 1
        WHEN b.ids = '{}' THEN get_bit(b.gone, CAST(%1$s - b.first AS INTEGER))
        ELSE coalesce(get_bit(b.gone, array_position(b.ids, %1$s) - 1), 1) END = 0\
    """
        .formatted(id, around(id));
  }

  /** As many as there are of something, none of them gone. */
  private static final String NONE_GONE = "CAST(repeat('0', CAST(count(*) AS INTEGER)) AS VARBIT)";

  /** The ids of something, as a bundle has them. */
  private static final String IDS =
      "CASE WHEN max(id) - min(id) + 1 = count(*) THEN '{}' ELSE array_agg(id ORDER BY id) END";

  private static final String IN_ORDER = " ORDER BY first, owner, token FOR UPDATE";

  static final String KNOWN =
      "SELECT first, owner, token, gone FROM bundle WHERE first = ANY (?)" + IN_ORDER;

  private static final String WHOLE =
      "SELECT first, owner, token, gone, lane, claimed_at, rank, due, ids, ranks, dues"
          + " FROM bundle WHERE ";

  /** Those that ids of an array may be in: are in, unless somebody has taken them out. */
  static final String CONTAINING =
      WHOLE
          + """
          first = ANY (ARRAY (
            SELECT b.first FROM unnest(CAST(? AS BIGINT[])) AS a (id)
            JOIN bundle b ON %s AND (b.ids = '{}' OR a.id = ANY (b.ids))))\
          """
              .formatted(around("a.id"))
          + IN_ORDER;

  static final String OF_OWNER = WHOLE + "owner = ? AND owner <> 0" + IN_ORDER;

  static final String INSERT =
      """
      INSERT INTO bundle (owner, token, lane, claimed_at, rank, due, first, last, gone, ids, ranks,
                          dues)
      VALUES (0, 0, ?, 0, ?, ?, ?, ?, CAST(? AS VARBIT), CAST(? AS BIGINT[]), '{}',
              CAST(? AS BIGINT[]))
      """;

  /** Some of a process, in the order in which all lock them. */
  static final String LOCK =
      "SELECT 1 FROM bundle WHERE first = ANY (?) AND owner = ANY (?)" + IN_ORDER;

  private static final String BITS =
      "(SELECT bits FROM told t WHERE (t.first, t.owner, t.token) = (b.first, b.owner, b.token))";

  /**
   * Takes out of bundles that are locked what the bits of each say. Fails with a division by zero
   * unless all of these are there. It is one statement, whatever their number: each other text
   * would have to be planned.
   */
  static final String TAKE_OUT =
      """
      WITH told AS MATERIALIZED (
        SELECT unnest(CAST(? AS BIGINT[])) AS first, unnest(CAST(? AS BIGINT[])) AS owner,
               unnest(CAST(? AS BIGINT[])) AS token, unnest(CAST(? AS VARBIT[])) AS bits),
      done AS (
        UPDATE bundle b SET gone = b.gone | %1$s
        WHERE b.first = ANY (ARRAY (SELECT first FROM told))
          AND bit_count(b.gone & %1$s) = 0
        RETURNING 1)
      SELECT 1 / CAST((SELECT count(*) FROM done) = (SELECT count(*) FROM told) AS INTEGER)
      """
          .formatted(BITS);

  static final String DELETE_EMPTY =
      "DELETE FROM bundle WHERE first = ANY (?) AND owner = ANY (?)"
          + " AND bit_count(gone) = length(gone)";

  /**
   * Gives rows of their own to so many of what waits in the bundles of a lane as are among the
   * first so many of all that waits there. Answers nothing. Of the bundles it goes through all but
   * the last are empty afterwards, and only what was taken out of one gets a row.
   *
   * @param waits whether to wait for bundles that others take from now, or to go on to the next
   */
  private static String unbundle(boolean waits) {
    return """
    WITH asked (lane, most) AS (VALUES (CAST(? AS BIGINT), CAST(? AS INTEGER))),
    head AS (
      SELECT bundled + (
          SELECT count(*) FROM (
            SELECT 1 FROM live
            WHERE lane = (SELECT lane FROM asked) AND state = 6 AND suspect = 0
              AND (rank, id) < (y.rank, y.first) LIMIT (SELECT most FROM asked)) z) AS before
      FROM (
        SELECT first, rank, sum(size) OVER (ORDER BY rank, first) - size AS bundled
        FROM (
          SELECT first, rank, length(gone) - bit_count(gone) AS size FROM bundle
          WHERE lane = (SELECT lane FROM asked) AND owner = 0
          ORDER BY rank, first LIMIT (SELECT most FROM asked)) x) y
      WHERE bundled < (SELECT most FROM asked)),
    locked AS MATERIALIZED (
      SELECT first, rank, due, gone, ids, ranks, dues FROM bundle
      WHERE lane = (SELECT lane FROM asked) AND owner = 0
      ORDER BY rank, first
      LIMIT (SELECT count(*) FROM head WHERE before < (SELECT most FROM asked)) FOR UPDATE%3$s),
    peeled AS MATERIALIZED (
      SELECT b.first, b.rank, u.place, %1$s AS id, coalesce(u.due, b.due) AS due,
             length(b.gone) AS places, length(b.gone) - bit_count(b.gone) AS size
      FROM locked b %2$s
      ORDER BY b.rank, b.first, u.place
      LIMIT (SELECT CAST(greatest(0, most - (SELECT min(before) FROM head)) AS BIGINT)
             FROM asked)),
    cut AS MATERIALIZED (
      SELECT first, max(place) AS place, max(places) AS places, count(*) = max(size) AS whole
      FROM peeled GROUP BY first),
    parted AS (
      UPDATE bundle
      SET gone = gone | (
        SELECT CAST(repeat('1', place) || repeat('0', places - place) AS VARBIT)
        FROM cut WHERE NOT whole)
      WHERE first = (SELECT first FROM cut WHERE NOT whole) AND owner = 0 AND token = 0
      RETURNING first),
    emptied AS (
      DELETE FROM bundle
      WHERE first = ANY (ARRAY (SELECT first FROM cut WHERE whole)) AND owner = 0 AND token = 0
      RETURNING first),
    alone AS (
      INSERT INTO live (id, lane, rank, due, state)
      SELECT id, (SELECT lane FROM asked), rank, due, 6 FROM peeled
      WHERE first = ANY (ARRAY (SELECT first FROM parted UNION ALL SELECT first FROM emptied)))
    SELECT 1 WHERE FALSE
    """
        .formatted(MEMBER, EACH, waits ? "" : " SKIP LOCKED");
  }

  static final String UNBUNDLE = unbundle(true);

  static final String UNBUNDLE_FREE = unbundle(false);

  /** Whether any waits in a lane. */
  static final String ANY_WAITS = "SELECT 1 FROM bundle WHERE lane = ? AND owner = 0 LIMIT 1";

  /** The first single one that waits, or more than any there is. */
  private static String firstAlone(String column) {
    return """
    coalesce((SELECT %s FROM live
              WHERE lane = (SELECT lane FROM asked) AND state = 6 AND suspect = 0
              ORDER BY rank, id LIMIT 1), 9223372036854775807)\
    """
        .formatted(column);
  }

  /** The same of the bundles that were not taken whole. */
  private static String firstBundle(String column) {
    return """
    coalesce((SELECT %s FROM bundle
              WHERE lane = (SELECT lane FROM asked) AND owner = 0
                AND first <> ALL (ARRAY (SELECT first FROM whole))
              ORDER BY rank, first LIMIT 1), 9223372036854775807)\
    """
        .formatted(column);
  }

  /**
   * The beginning of a claim: locks the first bundles that wait in a lane, as far as they stand
   * before all that waits by itself, and takes those that have no more than what is asked for
   * together.
   *
   * @param locks up to which of them, that begins after so many others and ends with so many
   */
  private static String takeFirst(String locks) {
    return """
    WITH asked (lane, most, owner, token, at) AS (
      VALUES (CAST(? AS BIGINT), CAST(? AS INTEGER), CAST(? AS BIGINT), CAST(? AS BIGINT),
              CAST(? AS BIGINT))),
    alive AS (
      SELECT id FROM worker WHERE id = (SELECT owner FROM asked) AND state = 0),
    head AS (
      SELECT sum(size) OVER (ORDER BY rank, first) - size AS before,
             sum(size) OVER (ORDER BY rank, first) AS upto
      FROM (
        SELECT first, rank, length(gone) - bit_count(gone) AS size FROM bundle
        WHERE lane = (SELECT lane FROM asked) AND owner = 0
          AND (rank, first) < (%1$s, %2$s)
        ORDER BY rank, first LIMIT 20) x),
    locked AS MATERIALIZED (
      SELECT first, rank, due, gone, ids, ranks, dues FROM bundle
      WHERE lane = (SELECT lane FROM asked) AND owner = 0
      ORDER BY rank, first
      LIMIT (SELECT count(*) FROM head WHERE %3$s)%4$s),
    fitting AS MATERIALIZED (
      SELECT first, rank, due, gone, ids, ranks, dues, length(gone) - bit_count(gone) AS size,
             sum(length(gone) - bit_count(gone)) OVER (ORDER BY rank, first) AS upto
      FROM locked),
    whole AS (
      UPDATE bundle b
      SET owner = (SELECT owner FROM asked), token = (SELECT token FROM asked),
          claimed_at = (SELECT at FROM asked)
      WHERE b.first = ANY (ARRAY (
          SELECT first FROM fitting WHERE upto <= (SELECT most FROM asked)))
        AND b.owner = 0 AND b.token = 0 AND EXISTS (SELECT 1 FROM alive)
      RETURNING b.first, b.last, b.rank, b.due, b.gone, b.ids, b.ranks, b.dues)
    """
        .formatted(firstAlone("rank"), firstAlone("id"), locks, PostgresSql.SKIPPING);
  }

  /** Whether a bundle b has no arrays. */
  private static final String IS_PLAIN = "(b.ids = '{}' AND b.ranks = '{}' AND b.dues = '{}')";

  /** Each in bundles that were taken whole, but for the plain ones. */
  private static final String TAKEN_EACH =
      """
      SELECT %s AS id, 1 AS epoch, 1 AS attempt, 1 AS flags, 0 AS suspect,
             coalesce(u.rank, b.rank) AS rank, coalesce(u.due, b.due) AS due, b.first,
             length(b.gone) AS places, u.place
      FROM whole b %s AND NOT %s\
      """
          .formatted(MEMBER, EACH, IS_PLAIN);

  /**
   * What a worker needs of each that was taken. Those of plain bundles stand beside each other in
   * the table: to go from one to the next costs a third of finding each.
   */
  private static final String ANSWER =
      """
      SELECT %1$s, l.first, l.places, l.place FROM l JOIN invocation i ON i.id = l.id
      UNION ALL
      SELECT i.id, 1, 1, 1, 0, i.execution, i.parent, i.task, i.key, i.arguments, i.submission,
             i.expression, b.rank, b.due, b.first, length(b.gone), i.id - b.first + 1
      FROM whole b JOIN invocation i ON i.id BETWEEN b.first AND b.last
      WHERE %2$s AND get_bit(b.gone, CAST(i.id - b.first AS INTEGER)) = 0
      """
          .formatted(QueueSql.takenColumns().strip(), IS_PLAIN);

  /** How many parameters the claims have: lane, how many, the worker, its token, the time. */
  static final int CLAIM_PARAMETERS = 5;

  /**
   * Takes and begins the first bundles that wait in a lane, as far as they stand before all that
   * waits by itself and have no more than so many together. Answers as {@link #TAKE_BUNDLED} does,
   * at half the cost.
   */
  static final String TAKE_WHOLE =
      takeFirst("upto <= (SELECT most FROM asked)") + ", l AS (" + TAKEN_EACH + ")\n" + ANSWER;

  /**
   * Takes and begins the first so many of a lane: either what waits in bundles, before all that
   * waits by itself, the last one of them in part, and then what waits by itself before all other
   * bundles. What was ordered and nothing else is in a bundle then; the rest is claimed as it
   * stands. Answers what a worker needs of each, its due, where its bundle begins (0 for none), how
   * many were in that once, and its place among those; 0 for both if all of them are answered.
   *
   * <p>What is in a bundle is read where it is locked: elsewhere the statement sees it as it was
   * before somebody else, for whom it waited, took something out.
   */
  static final String TAKE_BUNDLED =
      takeFirst("before < (SELECT most FROM asked)")
          + """
          , part AS MATERIALIZED (
            SELECT b.first, b.rank, length(b.gone) AS places, u.place, %3$s AS id,
                   coalesce(u.due, b.due) AS due
            FROM fitting b %4$s
              AND b.upto > (SELECT most FROM asked) AND b.upto - b.size < (SELECT most FROM asked)
              AND EXISTS (SELECT 1 FROM alive)
            ORDER BY u.place
            LIMIT (
              SELECT CAST(a.most - (f.upto - f.size) AS BIGINT) FROM fitting f, asked a
              WHERE f.upto > a.most AND f.upto - f.size < a.most)),
          parting AS (
            UPDATE bundle
            SET gone = gone | (
              SELECT CAST(repeat('1', max(place)) || repeat('0', max(places) - max(place)) AS VARBIT)
              FROM part)
            WHERE first = (SELECT min(first) FROM part) AND owner = 0 AND token = 0
            RETURNING first),
          alone AS MATERIALIZED (
            SELECT id, epoch = 0 AND flags = 0 AS plain FROM live
            WHERE lane = (SELECT lane FROM asked) AND state = 6 AND suspect = 0
              AND (rank, id) < (
                %7$s,
                %8$s)
            ORDER BY rank, id
            LIMIT (
              SELECT CAST(greatest(0, a.most - (SELECT count(*) FROM part) - coalesce(
                (SELECT max(upto) FROM fitting WHERE upto <= a.most), 0)) AS BIGINT)
              FROM asked a)%1$s),
          plain AS (
            DELETE FROM live
            WHERE id = ANY (ARRAY (SELECT id FROM alone WHERE plain))
              AND EXISTS (SELECT 1 FROM alive)
            RETURNING id, rank, due),
          bundling AS (
            INSERT INTO bundle (owner, token, lane, claimed_at, rank, due, gone, first, last, ids,
                                ranks, dues)
            SELECT a.owner, a.token, a.lane, a.at, n.*
            FROM asked a, (
              SELECT 0, 0, %5$s, min(id), max(id), %6$s, array_agg(rank ORDER BY id),
                     array_agg(due ORDER BY id)
              FROM plain HAVING count(*) > 0
              UNION ALL
              SELECT min(rank), min(due), %5$s, min(id), max(id), %6$s, CAST('{}' AS BIGINT[]),
                     CASE WHEN min(due) = max(due) THEN '{}' ELSE array_agg(due ORDER BY id) END
              FROM part HAVING count(*) > 0 AND EXISTS (SELECT 1 FROM parting)) n),
          rest AS (
            UPDATE live
            SET owner = (SELECT owner FROM asked), worker = (SELECT owner FROM asked), state = 0,
                epoch = epoch + 1, token = (SELECT token FROM asked),
                claimed_at = (SELECT at FROM asked), begun_at = (SELECT at FROM asked),
                flags = (flags & ~3) | 1
            WHERE id = ANY (ARRAY (SELECT id FROM alone WHERE NOT plain))
              AND EXISTS (SELECT 1 FROM alive)
            RETURNING id, epoch, attempt, flags, suspect, rank),
          l AS (
            %2$s
            UNION ALL
            SELECT id, 1, 1, 1, 0, rank, due, (SELECT min(id) FROM part), 0, 0 FROM part
            WHERE EXISTS (SELECT 1 FROM parting)
            UNION ALL
            SELECT id, 1, 1, 1, 0, rank, due, (SELECT min(id) FROM plain), 0, 0 FROM plain
            UNION ALL
            SELECT id, epoch, attempt, flags, suspect, rank, 0, 0, 0, 0 FROM rest)
          """
              .formatted(
                  PostgresSql.SKIPPING,
                  TAKEN_EACH,
                  MEMBER,
                  EACH,
                  NONE_GONE,
                  IDS,
                  firstBundle("rank"),
                  firstBundle("first"))
          + ANSWER;
}
