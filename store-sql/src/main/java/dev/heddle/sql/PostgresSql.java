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

  /** Live rows by ids, an array. */
  static final String LIVE_OF =
      "SELECT " + QueueSql.liveColumns() + "FROM live WHERE id = ANY (?) ORDER BY id FOR UPDATE";

  /** Likewise, of which each is read and is gone. */
  static final String TAKE_LIVE =
      "DELETE FROM live WHERE id = ANY (?) RETURNING " + QueueSql.liveColumns();

  /**
   * Deletes the rows of those that began by their first claim and to which nothing has happened
   * since. Fails by a division by zero, so that the transaction does, unless those are so many.
   */
  static final String TAKE_BEGUN =
      """
      WITH gone AS (
        DELETE FROM live WHERE id = ANY (?) AND epoch = 1 AND state = 0 AND flags IN (1, 2)
        RETURNING 1)
      SELECT 1 / CAST((SELECT count(*) FROM gone) = ? AS INTEGER)
      """;

  static final String SKIPPING = " FOR UPDATE SKIP LOCKED";

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

  private static final String CLAIMED =
      """
      WITH asked (owner, token) AS (VALUES (CAST(? AS BIGINT), CAST(? AS BIGINT))),
      l AS (
        SELECT id, epoch, attempt, flags, suspect, rank, due FROM live
        WHERE owner = (SELECT owner FROM asked) AND owner <> 0
          AND token = (SELECT token FROM asked) AND (state = 9 OR (flags & 1) <> 0)
          AND state IN (0, 9)
        UNION ALL
        SELECT id, epoch, 1, flags, 0, rank, due FROM bundled
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

  /** The first so many of a lane. */
  private static final String READY =
      """
      WITH asked (lane, most) AS (VALUES (CAST(? AS BIGINT), CAST(? AS INTEGER)))
      SELECT rank, id FROM (
        (SELECT rank, id FROM live
         WHERE lane = (SELECT lane FROM asked) AND state = 6 AND suspect = 0
         ORDER BY rank, id LIMIT (SELECT most FROM asked))
        UNION ALL
        SELECT b.rank, %s
        FROM (
          SELECT first, rank, due, gone, ids, ranks, dues,
                 sum(length(gone) - bit_count(gone)) OVER (ORDER BY rank, first)
                   - (length(gone) - bit_count(gone)) AS before
          FROM (
            SELECT first, rank, due, gone, ids, ranks, dues FROM bundle
            WHERE lane = (SELECT lane FROM asked) AND owner = 0
            ORDER BY rank, first LIMIT (SELECT most FROM asked)) y) b %s
          AND b.before < (SELECT most FROM asked)) x
      ORDER BY rank, id LIMIT (SELECT most FROM asked)
      """
          .formatted(BundleSql.MEMBER, BundleSql.EACH);

  private static final String OLDEST_START =
      """
      SELECT min(at) FROM (
        SELECT min(started_at) AS at FROM execution WHERE state = 0
        UNION ALL
        SELECT min(begun_at) FROM live WHERE owner <> 0 AND begun_at <> 0
        UNION ALL
        SELECT min(claimed_at) FROM bundle WHERE owner <> 0) x
      """;

  /**
   * The row of one that is not null, was ordered and has not ended. What is neither a row nor in a
   * bundle that a worker has waits in another one, and it is known what there is to say of that:
   * where tasks were ordered in turn, many bundles lie around an id.
   */
  private static final String LIVE_ORDERED =
      """
      (SELECT %1$s AS id, coalesce(x.state, 6) AS state, coalesce(x.worker, 0) AS worker,
              coalesce(x.attempt, 1) AS attempt, coalesce(x.epoch, 0) AS epoch,
              coalesce(x.claimed_at, 0) AS claimed_at, coalesce(x.begun_at, 0) AS begun_at,
              coalesce(x.flags, 0) AS flags, x.deaths
       FROM (SELECT 1) one LEFT JOIN (
         SELECT state, worker, attempt, epoch, claimed_at, begun_at, flags, deaths FROM live
         WHERE id = %1$s
         UNION ALL
         SELECT 0, b.owner, 1, 1, b.claimed_at, b.claimed_at, 1, NULL
         FROM bundle b WHERE b.owner <> 0 AND %2$s) x ON TRUE
       WHERE %1$s IS NOT NULL)\
      """;

  /**
   * Something of one that lives, wherever a worker has it or it stands by itself. A search asks for
   * it of all that wait: to look for the bundle of each took 11 µs, and workers have few.
   */
  private static String ofLive(String id, String column, String ofOwned) {
    return """
    (SELECT x.%2$s FROM (
      SELECT %2$s FROM live WHERE id = %1$s
      UNION ALL
      SELECT %3$s FROM bundle b WHERE b.owner <> 0 AND %4$s) x)\
    """
        .formatted(id, column, ofOwned, BundleSql.isIn(id));
  }

  private static String workerOfLive(String id) {
    return ofLive(id, "worker", "b.owner");
  }

  private static final String WORKER_OF_LIVE = workerOfLive("i.id");

  /** What was ordered, has not ended and is in neither waits in a bundle. */
  private static final String STATE_OF_LIVE =
      "coalesce("
          + ofLive("i.id", "state", "0")
          + ", CASE WHEN i.submission IS NOT NULL THEN 6 END)";

  /** As {@link QueueSql#TAKE_READY}, but nothing while bundles wait in that lane, named again. */
  static final String TAKE_UNLESS_BUNDLED =
      changed(
          take(false),
          QueueSql.ifAlive(),
          QueueSql.ifAlive()
              + " AND NOT EXISTS (SELECT 1 FROM bundle WHERE lane = ? AND owner = 0)");

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
        .replace(InspectSql.WORKER_OF_LIVE, WORKER_OF_LIVE)
        .replace(InspectSql.STATE_OF_LIVE, STATE_OF_LIVE);
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
            "FROM live WHERE owner <> 0 LIMIT",
            "FROM (SELECT lane, state, id FROM live WHERE owner <> 0"
                + " UNION ALL SELECT lane, state, id FROM bundled WHERE owner <> 0) o LIMIT"));
    others.put(
        PruneSql.OLD_ORDERED,
        changed(
            PruneSql.OLD_ORDERED,
            "AND NOT EXISTS (SELECT 1 FROM live WHERE live.id = i.parent)",
            "AND NOT EXISTS (SELECT 1 FROM live WHERE live.id = i.parent)"
                + " AND NOT EXISTS (SELECT 1 FROM bundle b WHERE "
                + BundleSql.isIn("i.parent")
                + ")"));
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
                workerOfLive("g.invocation")));
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
    String ordered = "CASE WHEN i.state = 0 THEN i.ordered END";
    String one = LIVE_ORDERED.formatted(ordered, BundleSql.isIn(ordered));
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
