package dev.heddle.sql;

import dev.heddle.store.Inspection;

/**
 * The statements behind {@link Inspection}, one per intent. The tables: migration/V3__activity.sql.
 */
final class InspectSql {
  /** For how many tasks a search asks at most by their ids. */
  static final int TASKS = 256;

  private InspectSql() {}

  // What ended

  static final String COUNT =
      """
      INSERT INTO activity (span, since, client, kind, bucket, count) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (span, since, client, kind, bucket)
      DO UPDATE SET count = activity.count + excluded.count
      """;

  static final String COUNT_BY_TASK =
      """
      INSERT INTO task_activity (span, since, client, kind, bucket, count, task)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (span, since, task, client, kind, bucket)
      DO UPDATE SET count = task_activity.count + excluded.count
      """;

  static final String INSERT_SETBACK =
      """
      INSERT INTO setback (ended_at, invocation, task, state, error, message)
      VALUES (?, ?, ?, ?, ?, ?)
      """;

  static final String NEWEST_MINUTE = "SELECT max(since) FROM activity WHERE span = 1";

  // A step or a task, a kind and a bucket in one number: grouping by one is twice as fast.

  static final String ACTIVITY =
      """
      SELECT (since - ?) / ? * 1024 + kind * 128 + bucket, CAST(sum(count) AS BIGINT)
      FROM activity WHERE span = ? AND since >= ? AND since < ? GROUP BY 1
      """;

  /** The rows of a span are by task, so each span is looked up by itself. */
  static final String ACTIVITY_OF_TASK =
      """
      WITH RECURSIVE spans (span, since, beyond) AS (
        SELECT CAST(? AS INTEGER), CAST(? AS BIGINT), CAST(? AS BIGINT)
        UNION ALL
        SELECT span, since + span, beyond FROM spans WHERE since + span < beyond)
      SELECT (a.since - ?) / ? * 1024 + a.kind * 128 + a.bucket, CAST(sum(a.count) AS BIGINT)
      FROM spans s CROSS JOIN task_activity a
      WHERE s.since < s.beyond AND a.span = s.span AND a.since = s.since
        AND a.task = (SELECT id FROM task_name WHERE name = ?)
      GROUP BY 1
      """;

  static final String ACTIVITY_BY_TASK =
      """
      SELECT task * 1024 + kind * 128 + bucket, CAST(sum(count) AS BIGINT)
      FROM task_activity WHERE span = ? AND since >= ? AND since < ? GROUP BY 1
      """;

  static final String SETBACKS =
      """
      SELECT task, state, error, ended_at, invocation, message FROM setback WHERE ended_at >= ?
      ORDER BY ended_at DESC, invocation DESC LIMIT ?
      """;

  // Ways down: the row so many below

  static final String INVOCATION_BELOW =
      "SELECT id FROM invocation WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET ?";

  static final String ENDED_BELOW =
      "SELECT id FROM invocation WHERE id < ? AND worker <> 0 ORDER BY id DESC LIMIT 1 OFFSET ?";

  static final String LINE_BELOW =
      "SELECT rowid FROM log_line WHERE rowid < ? ORDER BY rowid DESC LIMIT 1 OFFSET ?";

  static final String NODE_BELOW =
      "SELECT id FROM call_node WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET ?";

  // Invocations

  static final String NEWEST_INVOCATION = "SELECT max(id) FROM invocation";

  static final String FIRST_INVOCATION_FROM =
      "SELECT id, started_at, submission FROM invocation_record WHERE id >= ? ORDER BY id LIMIT 1";

  /** How many numbers are asked for at once: each statement may be a trip to a server. */
  static final int PROBES = 15;

  private static final String PROBE =
      "WITH probe (n) AS (VALUES (CAST(? AS BIGINT))"
          + ", (CAST(? AS BIGINT))".repeat(PROBES - 1)
          + ")\n";

  /** The first from each of these numbers on. */
  static final String FIRST_INVOCATIONS_FROM =
      PROBE
          + """
          SELECT i.id, i.started_at, i.submission, p.n
          FROM probe p
          JOIN invocation_record i ON i.id = (SELECT min(id) FROM invocation WHERE id >= p.n)
          """;

  static final String ANY_INVOCATION_BETWEEN =
      "SELECT 1 FROM invocation WHERE id < ? AND id >= ? LIMIT 1";

  static final String TASK_NAMES = "SELECT id, name FROM task";

  /** As what the one lives that a statement calls i. */
  static final String STATE_OF_LIVE = "(SELECT l.state FROM live l WHERE l.id = i.id)";

  private static final String IN_STATES =
      "  AND ((CAST(? AS INTEGER) >> CASE WHEN i.state <> 0 THEN i.state ELSE coalesce("
          + STATE_OF_LIVE
          + ", 0) END) & 1) = 1\n";

  /** Who has it. */
  static final String WORKER_OF_LIVE = "(SELECT l.worker FROM live l WHERE l.id = i.id)";

  private static final String OF_WORKER =
      "  AND ? = CASE WHEN i.state <> 0 THEN i.worker ELSE coalesce("
          + WORKER_OF_LIVE
          + ", 0) END\n";

  /**
   * Those between two ids that meet what is asked by the row alone.
   *
   * <p>What needs the row of a live one is asked only where it matters: the newest may all be live.
   *
   * @param values whether with arguments and results
   * @param states whether by their states
   * @param worker whether by their worker
   * @param tasks of how many tasks; 0 for any
   */
  static String candidates(boolean values, boolean states, boolean worker, int tasks) {
    return "SELECT i.id, i.task, i.started_at, i.submission, i.error"
        + (values ? ", coalesce(i.arguments, n.arguments), n.result" : "")
        + " FROM invocation_record i"
        + (values ? " LEFT JOIN call_node n ON n.id = i.id" : "")
        + """

        WHERE i.id < ? AND i.id >= ?
          AND (? = 0 OR i.submission IS NOT NULL)
          AND (? = 0 OR i.error IS NOT NULL)
        """
        + (states ? IN_STATES : "")
        + (worker ? OF_WORKER : "")
        + (tasks == 0 ? "" : "  AND i.task IN (?" + ", ?".repeat(tasks - 1) + ")\n")
        + "ORDER BY i.id DESC LIMIT ?";
  }

  // Log lines

  /** Of how many levels a search asks by name: SLF4J has as many. */
  static final int LEVELS = 5;

  private static final String LINES =
      """
      SELECT g.rowid, g.invocation, g.at, g.attempt, g.level, g.text FROM log_line g
      """;

  static final String LINES_OF_ALL =
      LINES
          + """
          WHERE g.rowid < ? AND g.rowid >= ?
            AND (? = 0 OR ? = coalesce(
              (SELECT l.worker FROM live l WHERE l.id = g.invocation),
              (SELECT i.worker FROM invocation_record i WHERE i.id = g.invocation), 0))
            AND (? = 0 OR g.level IN (?, ?, ?, ?, ?))
          ORDER BY g.rowid DESC LIMIT ?
          """;

  static final String LINES_OF_ONE =
      LINES + "WHERE g.rowid < ? AND g.invocation = ? ORDER BY g.rowid DESC LIMIT ?";

  /** Whose a line is; asked only of those that are found. */
  static final String LOGGED_BY =
      """
      SELECT i.task, coalesce(l.worker, i.worker)
      FROM invocation_record i LEFT JOIN live l ON l.id = i.id WHERE i.id = ?
      """;

  static final String FIRST_LINE_FROM =
      "SELECT rowid, at FROM log_line WHERE rowid >= ? ORDER BY rowid LIMIT 1";

  static final String ANY_LINE_BELOW = "SELECT 1 FROM log_line WHERE rowid < ? LIMIT 1";

  static final String ANY_LINE_OF_ONE_BELOW =
      "SELECT 1 FROM log_line WHERE rowid < ? AND invocation = ? LIMIT 1";

  // Who had what when

  static final String NEWEST_DEPARTURE = "SELECT max(rowid) FROM history";

  static final String FIRST_DEPARTURES_FROM =
      PROBE
          + """
          SELECT h.rowid, h.at, 0, p.n
          FROM probe p
          JOIN history h ON h.rowid = (SELECT min(rowid) FROM history WHERE rowid >= p.n)
          """;

  /** Of which invocations and workers the history tells something, between two places. */
  static final String DEPARTED =
      """
      SELECT invocation, worker FROM history WHERE rowid > ? AND rowid <= ? AND at >= ?
      ORDER BY rowid DESC LIMIT ?
      """;

  static final String LIVE_STINTS =
      """
      SELECT l.id, i.parent, i.task, l.worker, l.attempt, l.epoch, l.claimed_at, l.begun_at, 0, l.state
      FROM live l JOIN invocation i ON i.id = l.id
      WHERE l.owner <> 0 AND l.claimed_at < ? AND (? = 0 OR ? = l.worker)
      ORDER BY l.claimed_at DESC LIMIT ?
      """;

  static final String ENDED_STINTS =
      """
      SELECT id, parent, task, worker, attempt, epoch, claimed_at, started_at, ended_at, state
      FROM invocation
      WHERE id < ? AND id >= ? AND worker <> 0 AND claimed_at < ? AND ended_at >= ?
        AND (? = 0 OR ? = worker)
      ORDER BY id DESC LIMIT ?
      """;

  static final String WAITS =
      """
      SELECT e.waiter, e.awaited, coalesce(
        (SELECT max(h.at) FROM history h WHERE h.invocation = e.waiter AND h.state = 10), 0)
      FROM wait_edge e ORDER BY e.waiter, e.awaited LIMIT ?
      """;

  // Values; a packed one begins with its hash

  static final String MADE_BY =
      """
      SELECT id FROM call_node WHERE id < ? AND id >= ? AND substr(result, 1, 20) = ?
      ORDER BY id DESC LIMIT ?
      """;

  static final String USED_BY =
      """
      SELECT id, arguments FROM (
        SELECT n.id, CASE WHEN length(n.arguments) > 0 THEN n.arguments
                          ELSE (SELECT i.arguments FROM invocation i WHERE i.id = n.id)
                     END AS arguments
        FROM call_node n WHERE n.id < ? AND n.id >= ?) x
      WHERE instr(arguments, ?) > 0 ORDER BY id DESC LIMIT ?
      """;

  static final String TOUCHING =
      """
      SELECT id FROM call_node WHERE id < ? AND id >= ? AND instr(files, ?) > 0
      ORDER BY id DESC LIMIT ?
      """;
}
