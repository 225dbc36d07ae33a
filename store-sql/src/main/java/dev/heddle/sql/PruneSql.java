package dev.heddle.sql;

/** The statements of pruning, one per intent. */
final class PruneSql {
  private PruneSql() {}

  private static String in(int count) {
    return "IN (?" + ", ?".repeat(count - 1) + ")";
  }

  // What goes

  static final String OLD_EXECUTIONS =
      """
      SELECT id FROM execution WHERE id > ? AND state <> 0 AND ended_at < ? ORDER BY id LIMIT ?
      """;

  static final String CALLS =
      """
      SELECT id FROM invocation
      WHERE execution = ? AND execution <> id AND submission IS NULL LIMIT ?
      """;

  static final String COUNT_CALLS =
      """
      SELECT count(*),
             coalesce(sum((SELECT count(*) FROM log_line l WHERE l.invocation = i.id)), 0)
      FROM invocation i WHERE execution = ? AND execution <> id AND submission IS NULL
      """;

  /** But for those whose parent may be recovered and ask for them again. */
  static final String OLD_ORDERED =
      """
      SELECT i.id, i.parent, i.task, i.submission
      FROM invocation_record i
      WHERE i.submission IS NOT NULL AND i.id > ? AND i.state <> 0 AND i.ended_at < ?
        AND NOT EXISTS (SELECT 1 FROM live WHERE live.id = i.parent)
        AND NOT EXISTS (
          SELECT 1 FROM invocation p JOIN execution e ON e.id = p.execution
          WHERE p.id = i.parent AND p.submission IS NULL AND e.state = 0)
      ORDER BY i.id LIMIT ?
      """;

  static final String COUNT_HISTORY =
      """
      SELECT (SELECT count(*) FROM history h WHERE h.invocation = i.id)
           + (SELECT count(*) FROM log_line l WHERE l.invocation = i.id)
      FROM invocation i WHERE i.id = ?
      """;

  /** A call node that stays must not lose the arguments that it shares with its invocation. */
  static final String KEEP_ARGUMENTS =
      """
      UPDATE call_node SET arguments = i.arguments FROM invocation i
      WHERE call_node.id = ? AND i.id = call_node.id
        AND length(call_node.arguments) = 0 AND length(i.arguments) > 0
      """;

  static final String DELETE_EXECUTION = "DELETE FROM execution WHERE id = ?";

  static final String DELETE_INVOCATION = "DELETE FROM invocation WHERE id = ?";

  static final String DELETE_HISTORY = "DELETE FROM history WHERE invocation = ?";

  static final String DELETE_LOG = "DELETE FROM log_line WHERE invocation = ?";

  static final String DELETE_PROGRESS = "DELETE FROM progress WHERE invocation = ?";

  static final String DELETE_CHILD =
      "DELETE FROM child INDEXED BY child_id WHERE parent = ? AND id = ?";

  static final String DELETE_CHILDREN = "DELETE FROM child WHERE parent = ?";

  static final String DELETE_KEY = "DELETE FROM submit_key WHERE task = ? AND key = ? AND id = ?";

  /** When the last one of the oldest begins. */
  static String oldActivity(String table) {
    return "SELECT max(since) FROM (SELECT since FROM "
        + table
        + " WHERE span = ? AND since <= ? ORDER BY since LIMIT ?) x";
  }

  static String deleteActivity(String table) {
    return "DELETE FROM " + table + " WHERE span = ? AND since <= ?";
  }

  /** The last one of the oldest. */
  static final String OLD_SETBACKS =
      """
      SELECT ended_at, invocation FROM (
        SELECT ended_at, invocation FROM setback WHERE ended_at < ?
        ORDER BY ended_at, invocation LIMIT ?) x
      ORDER BY ended_at DESC, invocation DESC LIMIT 1
      """;

  static final String DELETE_SETBACKS =
      "DELETE FROM setback WHERE (ended_at, invocation) <= (?, ?)";

  // What refers to call nodes

  static final String OLDEST_START =
      """
      SELECT min(at) FROM (
        SELECT min(started_at) AS at FROM execution WHERE state = 0
        UNION ALL
        SELECT min(begun_at) FROM live WHERE owner <> 0 AND begun_at <> 0) x
      """;

  static final String HITS_OF_EXECUTIONS =
      "SELECT id, hits FROM execution WHERE id > ? ORDER BY id LIMIT ?";

  static final String HITS_OF_INVOCATIONS =
      """
      SELECT id, hits, execution, submission IS NULL
      FROM invocation_record WHERE id > ? ORDER BY id LIMIT ?
      """;

  static final String USED_NODES =
      """
      SELECT id FROM call_node WHERE id > ? AND (last_used >= ? OR finished_at >= ?)
      ORDER BY id LIMIT ?
      """;

  private static final String CHILDREN_OF =
      "SELECT children FROM call_node WHERE children IS NOT NULL AND id ";

  static final String CHILDREN_FEW = CHILDREN_OF + in(QueueSql.FEW);

  static final String CHILDREN_MANY = CHILDREN_OF + in(QueueSql.MANY);

  static final String UNUSED_NODES =
      """
      SELECT id FROM call_node WHERE id > ? AND last_used < ? AND finished_at < ?
      ORDER BY id LIMIT ?
      """;

  static final String DELETE_NODE =
      """
      DELETE FROM call_node WHERE id = ? AND last_used < ? AND finished_at < ?
      RETURNING key, files
      """;

  static final String DELETE_REUSABLE_NEW =
      "DELETE FROM reusable_new WHERE prefix = ? AND node = ?";

  static final String DELETE_REUSABLE = "DELETE FROM reusable WHERE prefix = ? AND node = ?";

  static final String DELETE_FILE_USE =
      "DELETE FROM file_use WHERE file = ? AND written = ? AND node = ?";

  // What refers to large values

  static final String REUSE_VALUE =
      "INSERT INTO value_reuse (id) VALUES (?) ON CONFLICT DO NOTHING";

  static final String FORGET_REUSE = "DELETE FROM value_reuse";

  static final String NEWEST_VALUE = "SELECT max(id) FROM value";

  static final String VALUES_OF_NODES =
      "SELECT id, arguments, result FROM call_node WHERE id > ? ORDER BY id LIMIT ?";

  static final String VALUES_OF_INVOCATIONS =
      """
      SELECT id, arguments, NULL, execution, submission IS NULL
      FROM invocation WHERE id > ? ORDER BY id LIMIT ?
      """;

  static final String VALUES_OF_EXECUTIONS =
      "SELECT id, result, NULL FROM execution WHERE id > ? ORDER BY id LIMIT ?";

  static final String VALUES =
      "SELECT id, length(bytes) FROM value WHERE id > ? AND id <= ? ORDER BY id LIMIT ?";

  static final String DELETE_VALUE =
      """
      DELETE FROM value
      WHERE id = ? AND NOT EXISTS (SELECT 1 FROM value_reuse r WHERE r.id = value.id)
      """;
}
