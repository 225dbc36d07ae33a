package dev.heddle.sql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The statements as PostgreSQL takes them: with the schema before each table, so that nothing
 * depends on a session's search path; and those that are other there, above all those that lock the
 * rows they choose.
 */
final class PostgresSql implements Dialect {
  private static final Pattern TABLE =
      Pattern.compile(
          "\\b(FROM|USING|JOIN|INTO|UPDATE)\\s+(ids|client|task|task_set|task_name|execution|invocation"
              + "|invocation_record|ending|call_node|reusable|value|value_reuse|in_flight|file|file_use|file_digest|lane"
              + "|live|bundle|bundled|child|submit_key|wait_edge|worker|history|log_line|progress|activity|task_activity|setback)\\b");

  /** The id of one of those in a bundle b. */
  private static final String MEMBER = "coalesce(u.id, b.first + u.place - 1)";

  /** Each that is still in a bundle b, as u. */
  private static final String EACH =
      """
      CROSS JOIN LATERAL ROWS FROM (
        generate_series(1, length(b.gone)), unnest(b.ids), unnest(b.ranks), unnest(b.dues))
        AS u(place, id, rank, due)
      WHERE get_bit(b.gone, u.place - 1) = 0\
      """;

  /** As many as there are of something, none of them gone. */
  private static final String NONE_GONE = "CAST(repeat('0', CAST(count(*) AS INTEGER)) AS VARBIT)";

  /** The ids of something, as a bundle has them. */
  private static final String IDS =
      "CASE WHEN max(id) - min(id) + 1 = count(*) THEN '{}' ELSE array_agg(id ORDER BY id) END";

  /** Live rows by ids, an array. */
  static final String LIVE_OF =
      "SELECT " + QueueSql.liveColumns() + "FROM live WHERE id = ANY (?) ORDER BY id FOR UPDATE";

  /** Likewise, of which each is read and is gone. */
  static final String TAKE_LIVE =
      "DELETE FROM live WHERE id = ANY (?) RETURNING " + QueueSql.liveColumns();

  private static final String SKIPPING = " FOR UPDATE SKIP LOCKED";

  /** Those that go by the order of insertion. */
  private static final List<String> INSERTED =
      List.of(
          QueueSql.HISTORY,
          QueueSql.HISTORIES_FEW,
          QueueSql.HISTORIES_MANY,
          QueueSql.LOG_LINES,
          InspectSql.LINE_BELOW,
          InspectSql.LINES_OF_ALL,
          InspectSql.LINES_OF_ONE,
          InspectSql.FIRST_LINE_FROM,
          InspectSql.ANY_LINE_BELOW,
          InspectSql.ANY_LINE_OF_ONE_BELOW,
          InspectSql.NEWEST_DEPARTURE,
          InspectSql.FIRST_DEPARTURES_FROM,
          InspectSql.DEPARTED);

  /** Those that ask for the row of one that is live. */
  private static final List<String> JOINING_LIVE =
      List.of(
          QueueSql.STATES_FEW,
          QueueSql.STATES_MANY,
          QueueSql.COURSE,
          QueueSql.COURSES_FEW,
          QueueSql.COURSES_MANY,
          QueueSql.RECORD,
          QueueSql.RECORDS_FEW,
          QueueSql.RECORDS_MANY,
          QueueSql.RECORDS_OF_EXECUTION,
          QueueSql.RECORDS_OF_ORDERED,
          InspectSql.LOGGED_BY);

  private static final String MAKE_READY =
      """
      UPDATE live SET state = 6 WHERE id = ANY (ARRAY (
        SELECT id FROM live WHERE lane = ? AND state IN (5, 8) AND due <= ?
        ORDER BY due LIMIT 1000%s))
      """
              .formatted(SKIPPING)
          + QueueSql.ifAlive();

  private static final String END_PLAINLY =
      """
      INSERT INTO ending (started_at, ended_at, worker, epoch, claimed_at, flags, id)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String END_ORDERED =
      """
      INSERT INTO ending (state, started_at, ended_at, worker, epoch, claimed_at, flags,
                          attempt, hits, error, ran, deaths, id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  /** That they are there is known; to insert them finds each by its id, whatever the plan. */
  private static final String UPDATE_LIVE =
      """
      INSERT INTO live (rank, due, state, owner, worker, epoch, attempt, token, claimed_at, begun_at,
                        flags, shared, suspect, deaths, id, lane)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
      ON CONFLICT (id) DO UPDATE
      SET rank = excluded.rank, due = excluded.due, state = excluded.state, owner = excluded.owner,
          worker = excluded.worker, epoch = excluded.epoch, attempt = excluded.attempt,
          token = excluded.token, claimed_at = excluded.claimed_at, begun_at = excluded.begun_at,
          flags = excluded.flags, shared = excluded.shared, suspect = excluded.suspect,
          deaths = excluded.deaths
      """;

  private static final String ENDED_STINTS =
      """
      SELECT e.id, i.parent, i.task, e.worker, e.attempt, e.epoch, e.claimed_at, e.started_at,
             e.ended_at, e.state
      FROM ending e JOIN invocation i ON i.id = e.id
      WHERE e.id < ? AND e.id >= ? AND e.worker <> 0 AND e.claimed_at < ? AND e.ended_at >= ?
        AND (? = 0 OR ? = e.worker)
      ORDER BY e.id DESC LIMIT ?
      """;

  private static final String ENDED_BELOW =
      "SELECT id FROM ending WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET ?";

  private static final String DELETE_INVOCATION =
      """
      WITH gone (id) AS (VALUES (CAST(? AS BIGINT))),
           ended AS (DELETE FROM ending USING gone WHERE ending.id = gone.id)
      DELETE FROM invocation USING gone WHERE invocation.id = gone.id
      """;

  /**
   * Gives rows of their own to so many of what waits in the bundles of a lane as are among the
   * first so many of all that waits there. Answers nothing.
   */
  static final String UNBUNDLE =
      """
      WITH asked (lane, most) AS (VALUES (CAST(? AS BIGINT), CAST(? AS INTEGER))),
      head AS (
        SELECT sum(size) OVER (ORDER BY rank, first) - size + (
            SELECT count(*) FROM (
              SELECT 1 FROM live
              WHERE lane = (SELECT lane FROM asked) AND state = 6 AND suspect = 0
                AND (rank, id) < (x.rank, x.first) LIMIT (SELECT most FROM asked)) y) AS before
        FROM (
          SELECT first, rank, length(gone) - bit_count(gone) AS size FROM bundle
          WHERE lane = (SELECT lane FROM asked) AND owner = 0
          ORDER BY rank, first LIMIT (SELECT most FROM asked)) x),
      locked AS MATERIALIZED (
        SELECT first, rank, due, gone, ids, ranks, dues FROM bundle
        WHERE lane = (SELECT lane FROM asked) AND owner = 0
        ORDER BY rank, first
        LIMIT (SELECT count(*) FROM head WHERE before < (SELECT most FROM asked)) FOR UPDATE),
      peeled AS MATERIALIZED (
        SELECT b.first, b.rank, u.place, %1$s AS id, coalesce(u.due, b.due) AS due
        FROM locked b %2$s
        ORDER BY b.rank, b.first, u.place
        LIMIT (SELECT CAST(greatest(0, most - (SELECT min(before) FROM head)) AS BIGINT)
               FROM asked)),
      last AS (SELECT first, max(place) AS place FROM peeled GROUP BY first),
      alone AS (
        INSERT INTO live (id, lane, rank, due, state)
        SELECT id, (SELECT lane FROM asked), rank, due, 6 FROM peeled),
      parted AS (
        UPDATE bundle b
        SET gone = b.gone | CAST(
          repeat('1', last.place) || repeat('0', length(b.gone) - last.place) AS VARBIT)
        FROM last
        WHERE b.first = last.first AND b.owner = 0 AND b.token = 0
          AND position(B'0' IN substring(b.gone FROM last.place + 1)) > 0),
      emptied AS (
        DELETE FROM bundle b USING last
        WHERE b.first = last.first AND b.owner = 0 AND b.token = 0
          AND position(B'0' IN substring(b.gone FROM last.place + 1)) = 0)
      SELECT 1 WHERE FALSE
      """
          .formatted(MEMBER, EACH);

  /**
   * Takes and begins the first bundles that wait in a lane, as far as they stand before all that
   * waits by itself and have no more than so many together. Answers as {@link #TAKE_BUNDLED} does,
   * at half the cost.
   */
  static final String TAKE_WHOLE =
      """
      WITH head AS (
        SELECT sum(size) OVER (ORDER BY rank, first) AS upto
        FROM (
          SELECT first, rank, length(gone) - bit_count(gone) AS size FROM bundle
          WHERE lane = ? AND owner = 0
            AND NOT EXISTS (
              SELECT 1 FROM live
              WHERE lane = ? AND state = 6 AND suspect = 0
                AND (rank, id) < (bundle.rank, bundle.first))
          ORDER BY rank, first LIMIT 20) x),
      locked AS MATERIALIZED (
        SELECT first, rank, length(gone) - bit_count(gone) AS size FROM bundle
        WHERE lane = ? AND owner = 0
        ORDER BY rank, first LIMIT (SELECT count(*) FROM head WHERE upto <= ?)%1$s),
      fitting AS (
        SELECT first, sum(size) OVER (ORDER BY rank, first) AS upto FROM locked),
      b AS (
        UPDATE bundle b SET owner = ?, token = ?, claimed_at = ?
        WHERE b.first = ANY (ARRAY (SELECT first FROM fitting WHERE upto <= ?))
          AND b.owner = 0 AND b.token = 0%5$s
        RETURNING b.first, b.rank, b.due, b.gone, b.ids, b.ranks, b.dues),
      l AS (
        SELECT %3$s AS id, 1 AS epoch, 1 AS attempt, 1 AS flags, 0 AS suspect,
               coalesce(u.rank, b.rank) AS rank, coalesce(u.due, b.due) AS due, b.first,
               length(b.gone) AS places, u.place
        FROM b %4$s)
      SELECT %2$s, l.due, l.first, l.places, l.place FROM l JOIN invocation i ON i.id = l.id
      """
          .formatted(SKIPPING, QueueSql.takenColumns().strip(), MEMBER, EACH, QueueSql.ifAlive());

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
      """
      WITH asked (lane, most, owner, token, at) AS (
        VALUES (CAST(? AS BIGINT), CAST(? AS INTEGER), CAST(? AS BIGINT), CAST(? AS BIGINT),
                CAST(? AS BIGINT))),
      alive AS (
        SELECT id FROM worker WHERE id = (SELECT owner FROM asked) AND state = 0),
      head AS (
        SELECT sum(size) OVER (ORDER BY rank, first) - size AS before
        FROM (
          SELECT first, rank, length(gone) - bit_count(gone) AS size FROM bundle
          WHERE lane = (SELECT lane FROM asked) AND owner = 0
            AND (rank, first) < (
              coalesce((SELECT rank FROM live
                        WHERE lane = (SELECT lane FROM asked) AND state = 6 AND suspect = 0
                        ORDER BY rank, id LIMIT 1), 9223372036854775807),
              coalesce((SELECT id FROM live
                        WHERE lane = (SELECT lane FROM asked) AND state = 6 AND suspect = 0
                        ORDER BY rank, id LIMIT 1), 9223372036854775807))
          ORDER BY rank, first LIMIT 20) x),
      locked AS MATERIALIZED (
        SELECT first, rank, due, gone, ids, ranks, dues FROM bundle
        WHERE lane = (SELECT lane FROM asked) AND owner = 0
        ORDER BY rank, first
        LIMIT (SELECT count(*) FROM head WHERE before < (SELECT most FROM asked))%1$s),
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
        RETURNING b.first, b.rank, b.due, b.gone, b.ids, b.ranks, b.dues),
      part AS MATERIALIZED (
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
        UPDATE bundle b
        SET gone = (
          SELECT b.gone | CAST(repeat('1', max(place)) || repeat('0', max(places) - max(place))
                               AS VARBIT)
          FROM part)
        WHERE b.first = (SELECT min(first) FROM part) AND b.owner = 0 AND b.token = 0),
      alone AS MATERIALIZED (
        SELECT id, epoch = 0 AND flags = 0 AS plain FROM live
        WHERE lane = (SELECT lane FROM asked) AND state = 6 AND suspect = 0
          AND (rank, id) < (
            coalesce((SELECT rank FROM bundle
                      WHERE lane = (SELECT lane FROM asked) AND owner = 0
                        AND first <> ALL (ARRAY (SELECT first FROM whole))
                      ORDER BY rank, first LIMIT 1), 9223372036854775807),
            coalesce((SELECT first FROM bundle
                      WHERE lane = (SELECT lane FROM asked) AND owner = 0
                        AND first <> ALL (ARRAY (SELECT first FROM whole))
                      ORDER BY rank, first LIMIT 1), 9223372036854775807))
        ORDER BY rank, id
        LIMIT (
          SELECT CAST(greatest(0, a.most - (SELECT count(*) FROM part) - coalesce(
            (SELECT max(upto) FROM fitting WHERE upto <= a.most), 0)) AS BIGINT)
          FROM asked a)%1$s),
      plain AS (
        DELETE FROM live
        WHERE id = ANY (ARRAY (SELECT id FROM alone WHERE plain)) AND EXISTS (SELECT 1 FROM alive)
        RETURNING id, rank, due),
      bundling AS (
        INSERT INTO bundle (owner, token, lane, claimed_at, rank, due, gone, first, last, ids, ranks,
                            dues)
        SELECT a.owner, a.token, a.lane, a.at, n.*
        FROM asked a, (
          SELECT 0, 0, %5$s, min(id), max(id), %6$s, array_agg(rank ORDER BY id),
                 array_agg(due ORDER BY id)
          FROM plain HAVING count(*) > 0
          UNION ALL
          SELECT min(rank), min(due), %5$s, min(id), max(id), %6$s, CAST('{}' AS BIGINT[]),
                 CASE WHEN min(due) = max(due) THEN '{}' ELSE array_agg(due ORDER BY id) END
          FROM part HAVING count(*) > 0) n),
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
        SELECT %3$s AS id, 1 AS epoch, 1 AS attempt, 1 AS flags, 0 AS suspect,
               coalesce(u.rank, b.rank) AS rank, coalesce(u.due, b.due) AS due, b.first,
               length(b.gone) AS places, u.place
        FROM whole b %4$s
        UNION ALL
        SELECT id, 1, 1, 1, 0, rank, due, (SELECT min(id) FROM part), 0, 0 FROM part
        UNION ALL
        SELECT id, 1, 1, 1, 0, rank, due, (SELECT min(id) FROM plain), 0, 0 FROM plain
        UNION ALL
        SELECT id, epoch, attempt, flags, suspect, rank, 0, 0, 0, 0 FROM rest)
      SELECT %2$s, l.due, l.first, l.places, l.place FROM l JOIN invocation i ON i.id = l.id
      """
          .formatted(SKIPPING, QueueSql.takenColumns().strip(), MEMBER, EACH, NONE_GONE, IDS);

  private static final String CLAIMED =
      """
      WITH asked (owner, token) AS (VALUES (CAST(? AS BIGINT), CAST(? AS BIGINT))),
      l AS (
        SELECT id, epoch, attempt, flags, suspect, rank FROM live
        WHERE owner = (SELECT owner FROM asked) AND owner <> 0
          AND token = (SELECT token FROM asked) AND (state = 9 OR (flags & 1) <> 0)
          AND state IN (0, 9)
        UNION ALL
        SELECT id, epoch, 1, flags, 0, rank FROM bundled
        WHERE owner = (SELECT owner FROM asked) AND owner <> 0
          AND token = (SELECT token FROM asked))
      SELECT %s FROM l JOIN invocation i ON i.id = l.id
      """
          .formatted(QueueSql.takenColumns().strip());

  private static final String OWNED =
      """
      WITH asked (owner) AS (VALUES (CAST(? AS BIGINT)))
      SELECT id, epoch, state FROM live
      WHERE owner = (SELECT owner FROM asked) AND owner <> 0
      UNION ALL
      SELECT id, epoch, state FROM bundled WHERE owner = (SELECT owner FROM asked) AND owner <> 0
      ORDER BY id
      """;

  private static final String LIVE_STINTS =
      """
      SELECT l.id, i.parent, i.task, l.worker, l.attempt, l.epoch, l.claimed_at, l.begun_at, 0, l.state
      FROM (
        SELECT id, worker, attempt, epoch, claimed_at, begun_at, state FROM live WHERE owner <> 0
        UNION ALL
        SELECT id, owner, 1, epoch, claimed_at, claimed_at, state FROM bundled WHERE owner <> 0) l
      JOIN invocation i ON i.id = l.id
      WHERE l.claimed_at < ? AND (? = 0 OR ? = l.worker)
      ORDER BY l.claimed_at DESC LIMIT ?
      """;

  /** The first so many of a lane; its bundles that are among them have no fewer. */
  private static final String READY =
      """
      WITH asked (lane, most) AS (VALUES (CAST(? AS BIGINT), CAST(? AS INTEGER)))
      SELECT rank, id FROM (
        (SELECT rank, id FROM live
         WHERE lane = (SELECT lane FROM asked) AND state = 6 AND suspect = 0
         ORDER BY rank, id LIMIT (SELECT most FROM asked))
        UNION ALL
        SELECT b.rank, %s
        FROM (SELECT first, rank, gone, ids, ranks, dues FROM bundle
              WHERE lane = (SELECT lane FROM asked) AND owner = 0
              ORDER BY rank, first LIMIT (SELECT most FROM asked)) b %s) x
      ORDER BY rank, id LIMIT (SELECT most FROM asked)
      """
          .formatted(MEMBER, EACH);

  private static final String OLDEST_START =
      """
      SELECT min(at) FROM (
        SELECT min(started_at) AS at FROM execution WHERE state = 0
        UNION ALL
        SELECT min(begun_at) FROM live WHERE owner <> 0 AND begun_at <> 0
        UNION ALL
        SELECT min(claimed_at) FROM bundle WHERE owner <> 0) x
      """;

  /** Of the row of one that is live, wherever that is. */
  private static final String LIVE_ONE =
      """
      (SELECT id, state, worker, attempt, epoch, claimed_at, begun_at, flags, deaths FROM live
       WHERE id = %1$s
       UNION ALL
       SELECT id, state, owner, 1, epoch, claimed_at, claimed_at, flags, NULL FROM bundled
       WHERE first <= %1$s AND last >= %1$s AND id = %1$s)\
      """;

  private static final String LIVE = "FROM live l WHERE l.id = i.id";
  private static final String LIVE_ROW = "FROM " + LIVE_ONE.formatted("i.id") + " l";

  private static final Map<String, String> OTHERS = others();

  private final String qualified;
  private final Map<String, String> made = new ConcurrentHashMap<>();

  /** In this schema. */
  PostgresSql(String schema) {
    this.qualified = "$1 \"" + schema + "\".$2";
  }

  @Override
  public String text(String sql) {
    return made.computeIfAbsent(sql, one -> TABLE.matcher(own(one)).replaceAll(qualified));
  }

  @Override
  public String own(String sql) {
    return OTHERS
        .getOrDefault(sql, sql)
        .replace(InspectSql.WORKER_OF_LIVE, InspectSql.WORKER_OF_LIVE.replace(LIVE, LIVE_ROW))
        .replace(InspectSql.STATE_OF_LIVE, InspectSql.STATE_OF_LIVE.replace(LIVE, LIVE_ROW));
  }

  @Override
  public boolean isRemote() {
    return true;
  }

  @Override
  public boolean settles() {
    return false;
  }

  @Override
  public String kept(String text) {
    return PostgresText.kept(text);
  }

  @Override
  public String read(String kept) {
    return PostgresText.read(kept);
  }

  private static Map<String, String> others() {
    Map<String, String> others = new HashMap<>();
    others.put(Sql.FIND, find(Sql.KEYS));
    others.put(Sql.FIND_FEW, find(Sql.FEW));
    others.put(Sql.ANSWERS, reusable(1, "n.id") + "WHERE n.key = ?");
    others.put(Sql.INSERT_REUSABLE, "INSERT INTO reusable (prefix, node) VALUES (?, ?)");
    others.put(QueueSql.CLAIMED, CLAIMED);
    others.put(QueueSql.OWNED, OWNED);
    others.put(InspectSql.LIVE_STINTS, LIVE_STINTS);
    others.put(PruneSql.OLDEST_START, OLDEST_START);
    for (String joining : JOINING_LIVE) {
      others.put(joining, joinedWithLive(joining));
    }
    for (String workers : new String[] {QueueSql.WORKERS_THAT_LIVE, QueueSql.WORKERS_THAT_ENDED}) {
      others.put(
          workers,
          changed(
              workers,
              "AND state = 0),",
              "AND state = 0) + (SELECT coalesce(sum(length(gone) - bit_count(gone)), 0)"
                  + " FROM bundle WHERE owner = w.id AND owner <> 0),"));
    }
    others.put(QueueSql.READY, READY);
    others.put(
        QueueSql.BUSY_LANES,
        QueueSql.BUSY_LANES
            + " OR EXISTS (SELECT 1 FROM bundle WHERE lane = lane.id AND owner = 0)");
    String waiting =
        "(SELECT coalesce(sum(length(gone) - bit_count(gone)), 0) FROM bundle WHERE lane = %s AND"
            + " owner = 0)";
    others.put(
        WaitingSql.READY,
        changed(
            changed(
                WaitingSql.READY, " AS ready,", " + " + waiting.formatted("l.id") + " AS ready,"),
            "LIMIT 1000) z) w) AS oldest",
            "LIMIT 1000) z UNION ALL SELECT min(first) FROM bundle WHERE lane = l.id AND owner = 0)"
                + " w) AS oldest"));
    others.put(
        WaitingSql.READY_OF_LANE,
        """
        SELECT least(most, (
                 SELECT count(*) FROM (
                   SELECT 1 FROM live WHERE lane = asked.lane AND state = 6 AND suspect = 0
                   LIMIT asked.most) x) + %s)
        FROM (VALUES (CAST(? AS BIGINT), CAST(? AS INTEGER))) AS asked (lane, most)
        """
            .formatted(waiting.formatted("asked.lane")));
    others.put(
        WaitingSql.OWNED,
        changed(
            WaitingSql.OWNED,
            "FROM live WHERE owner <> 0 LIMIT ?",
            "FROM (SELECT lane, state, id FROM live WHERE owner <> 0"
                + " UNION ALL SELECT lane, state, id FROM bundled WHERE owner <> 0) o LIMIT ?"));
    others.put(
        PruneSql.OLD_ORDERED,
        changed(
            PruneSql.OLD_ORDERED,
            "AND NOT EXISTS (SELECT 1 FROM live WHERE live.id = i.parent)",
            "AND NOT EXISTS " + LIVE_ONE.formatted("i.parent")));
    others.put(QueueSql.UPDATE_LIVE, UPDATE_LIVE);
    others.put(QueueSql.MAKE_READY, MAKE_READY);
    others.put(QueueSql.END_PLAINLY, END_PLAINLY);
    others.put(QueueSql.END_ORDERED, END_ORDERED);
    others.put(InspectSql.ENDED_BELOW, ENDED_BELOW);
    others.put(InspectSql.ENDED_STINTS, ENDED_STINTS);
    others.put(PruneSql.DELETE_INVOCATION, DELETE_INVOCATION);
    others.put(QueueSql.TAKE_READY, take(false));
    others.put(QueueSql.TAKE_SUSPECTS, take(true));
    for (String hinted : new String[] {QueueSql.ASK_FOR_CHILD, PruneSql.DELETE_CHILD}) {
      others.put(hinted, hinted.replace(" INDEXED BY child_id", ""));
    }
    for (String inserted : INSERTED) {
      others.put(inserted, inserted.replace("rowid", "place"));
    }
    others.compute(
        InspectSql.LINES_OF_ALL,
        (sql, own) ->
            changed(
                own,
                "(SELECT l.worker FROM live l WHERE l.id = g.invocation)",
                "(SELECT l.worker FROM " + LIVE_ONE.formatted("g.invocation") + " l)"));
    others.put(
        InspectSql.USED_BY,
        InspectSql.USED_BY.replace(
            "instr(arguments, ?)", "position(CAST(? AS BYTEA) IN arguments)"));
    others.put(
        InspectSql.TOUCHING,
        InspectSql.TOUCHING.replace("instr(files, ?)", "position(CAST(? AS BYTEA) IN files)"));
    return Map.copyOf(others);
  }

  private static String changed(String sql, String part, String into) {
    if (!sql.contains(part)) {
      throw new IllegalStateException("nothing to change in " + sql);
    }
    return sql.replace(part, into);
  }

  /** Only for one that is neither a call nor at its end is there any row to look for. */
  private static String joinedWithLive(String sql) {
    String one = LIVE_ONE.formatted("CASE WHEN i.state = 0 THEN i.ordered END");
    String joined = "LEFT JOIN LATERAL " + one + " l ON TRUE";
    return sql.contains("LEFT JOIN live l ON l.id = i.ordered")
        ? changed(sql, "LEFT JOIN live l ON l.id = i.ordered", joined)
        : changed(sql, "LEFT JOIN live l ON l.id = i.id", joined);
  }

  private static String find(int keys) {
    return reusable(
        keys,
        "n.key, n.id, n.expression, n.result, n.hash, n.task_set, n.calls, n.flags, n.finished_at");
  }

  /** A limit within what is asked for of each prefix has to stand in a lateral join here. */
  private static String reusable(int keys, String columns) {
    return Sql.wanted(keys).replace("VALUES (?)", "VALUES (CAST(? AS BIGINT))")
        + """
        SELECT %s
        FROM wanted CROSS JOIN LATERAL (
          SELECT node FROM reusable WHERE prefix = wanted.prefix ORDER BY node DESC LIMIT %d) r
        JOIN call_node n ON n.id = r.node
        """
            .formatted(columns, Sql.CANDIDATES);
  }

  /**
   * By an array, since a sub-select behind IN may be run more than once and lock more rows; and
   * with what the worker needs of those it has got.
   */
  private static String take(boolean suspects) {
    return """
    UPDATE live l
    SET owner = ?, worker = ?, state = ?, epoch = l.epoch + 1, token = ?, claimed_at = ?,
        begun_at = ?, flags = (l.flags & ~3) | ?
    FROM invocation i
    WHERE i.id = l.id AND l.id = ANY (ARRAY (
    """
        + QueueSql.first(suspects)
        + SKIPPING
        + "))"
        + QueueSql.ifAlive()
        + " RETURNING "
        + QueueSql.takenColumns();
  }
}
