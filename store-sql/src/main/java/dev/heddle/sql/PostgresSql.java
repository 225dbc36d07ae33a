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
              + "|live|child|submit_key|wait_edge|worker|history|log_line|progress|activity|task_activity|setback)\\b");

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
    return OTHERS.getOrDefault(sql, sql);
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
    others.put(QueueSql.LIVE, QueueSql.LIVE + " FOR UPDATE");
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
    others.put(
        InspectSql.USED_BY,
        InspectSql.USED_BY.replace(
            "instr(arguments, ?)", "position(CAST(? AS BYTEA) IN arguments)"));
    others.put(
        InspectSql.TOUCHING,
        InspectSql.TOUCHING.replace("instr(files, ?)", "position(CAST(? AS BYTEA) IN files)"));
    return Map.copyOf(others);
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
