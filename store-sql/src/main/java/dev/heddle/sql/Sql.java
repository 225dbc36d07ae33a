package dev.heddle.sql;

/**
 * The statements about executions and what they computed, one per intent. The tables:
 * migration/V1__memory.sql. Those about ordered invocations are in {@link QueueSql}.
 */
final class Sql {
  /** How many keys one look-up asks for. */
  static final int KEYS = 512;

  /** How many keys the look-up of a few asks for. */
  static final int FEW = 16;

  /** How many call nodes a look-up answers for one key. */
  static final int CANDIDATES = 8;

  private Sql() {}

  // Ids and clients

  static final String RESERVE_IDS = "UPDATE ids SET next = next + ? RETURNING next";

  static final String INSERT_CLIENT =
      "INSERT INTO client (token, lease, inode, name, started_at) VALUES (?, ?, ?, ?, ?)"
          + " RETURNING id";

  static final String BEAT =
      "UPDATE client SET beat = beat + 1, beat_at = ? WHERE id = ? AND token = ?";

  static final String CLIENT_NUMBERS =
      "SELECT last_number, refused FROM client WHERE id = ? AND token = ?";

  static final String UPDATE_CLIENT_NUMBERS =
      "UPDATE client SET last_number = ?, refused = ? WHERE id = ?";

  // Executions

  static final String FENCE = "SELECT epoch, state FROM execution WHERE id = ?";

  static final String INSERT_EXECUTION =
      """
      INSERT INTO execution (id, epoch, state, client, label, command_line, started_at, ended_at)
      VALUES (?, ?, 0, ?, ?, ?, ?, 0)
      """;

  static final String END_EXECUTION =
      """
      UPDATE execution
      SET state = ?, ended_at = ?, run = ?, cached = ?, failed = ?, cancelled = ?,
          hits = ?, result = ?, error = ?
      WHERE id = ?
      """;

  static final String OWN_EXECUTION = "UPDATE execution SET epoch = ?, client = ? WHERE id = ?";

  /** Clients that would leave something if they died. */
  static final String CLIENTS_AT_WORK =
      """
      SELECT id, lease, inode, beat + last_number FROM client WHERE id IN (
        SELECT client FROM execution WHERE state = 0
        UNION
        SELECT client FROM worker WHERE state < 2)
      """;

  static final String PULSE = "SELECT beat + last_number FROM client WHERE id = ?";

  static final String RUNNING_OF_CLIENT = "SELECT id FROM execution WHERE state = 0 AND client = ?";

  static final String CLIENT_LEFT_SOMETHING =
      """
      SELECT 1 FROM client c
      WHERE c.id = ? AND c.token = ?
        AND (EXISTS (SELECT 1 FROM execution WHERE client = c.id AND state = 0)
          OR EXISTS (SELECT 1 FROM worker WHERE client = c.id AND state < 2))
      """;

  static final String GIVE_UP_EXECUTION =
      """
      UPDATE execution SET state = ?, ended_at = ?, run = c.run, cached = c.cached,
                           failed = c.failed, cancelled = c.cancelled
      FROM (SELECT count(*) FILTER (WHERE state = 1) AS run,
                   count(*) FILTER (WHERE state = 2) AS failed,
                   count(*) FILTER (WHERE state = 3) AS cancelled,
                   count(*) FILTER (WHERE state = 4) AS cached
            FROM invocation
            WHERE execution = ? AND execution <> id AND submission IS NULL) c
      WHERE id = ? AND execution.state = 0
      """;

  static final String CANCEL_RUNNING_OF_EXECUTION =
      """
      UPDATE invocation SET state = 3, ended_at = ?, error = ?
      WHERE execution = ? AND execution <> id AND state = 0 AND submission IS NULL
      RETURNING id, (SELECT name FROM task WHERE task.id = invocation.task), started_at
      """;

  // Invocations

  static final String INSERT_INVOCATION =
      """
      INSERT INTO invocation (id, execution, parent, position, task, state, started_at, ended_at,
                              hits, error, key, arguments)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  static final String END_INVOCATION =
      """
      UPDATE invocation SET state = ?, ended_at = ?, hits = ?, error = ?
      WHERE id = ? AND state = 0 AND submission IS NULL
      """;

  // Calls in flight

  static final String IN_FLIGHT =
      "SELECT execution, invocation, scope FROM in_flight WHERE key = ?";

  static final String ANSWERS =
      wanted(1)
          + """
          SELECT n.id FROM wanted JOIN call_node n ON n.id IN (
            SELECT node FROM reusable_new WHERE prefix = wanted.prefix
            UNION ALL
            SELECT node FROM reusable WHERE prefix = wanted.prefix
            ORDER BY node DESC LIMIT %d)
          WHERE n.key = ?
          """
              .formatted(CANDIDATES);

  static final String TAKE_IN_FLIGHT =
      """
      INSERT INTO in_flight (key, execution, invocation, scope) VALUES (?, ?, ?, ?)
      ON CONFLICT (key) DO UPDATE
      SET execution = excluded.execution, invocation = excluded.invocation, scope = excluded.scope
      """;

  static final String RELEASE_IN_FLIGHT = "DELETE FROM in_flight WHERE key = ? AND invocation = ?";

  static final String RELEASE_ALL_OF_SCOPE = "DELETE FROM in_flight WHERE scope = ?";

  // Call nodes

  /** Of which there is none yet. */
  static final String INSERT_FRESH_NODE =
      """
      INSERT INTO call_node (id, task, key, arguments, expression, result, hash, children, task_set,
                             calls, flags, files, finished_at, last_used)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  static final String INSERT_NODE = INSERT_FRESH_NODE + " ON CONFLICT DO NOTHING";

  static final String FINISH_NODE =
      """
      UPDATE call_node
      SET expression = coalesce(expression, ?), result = ?, hash = ?, children = ?, task_set = ?,
          calls = ?, flags = flags | ?, files = ?, finished_at = ?, last_used = ?
      WHERE id = ? AND hash IS NULL
      """;

  static final String INSERT_REUSABLE = "INSERT INTO reusable_new (prefix, node) VALUES (?, ?)";

  static final String SETTLE_REUSABLE =
      """
      INSERT INTO reusable (prefix, node)
      SELECT prefix, node FROM reusable_new WHERE prefix BETWEEN ? AND ? ORDER BY prefix, node
      """;

  static final String FORGET_SETTLED = "DELETE FROM reusable_new WHERE prefix BETWEEN ? AND ?";

  static final String USE_NODE =
      "UPDATE call_node SET last_used = ? WHERE id = ? AND last_used < ?";

  /** The beginning of a statement about so many prefixes. */
  static String wanted(int keys) {
    return "WITH wanted (prefix) AS (VALUES (?)" + ", (?)".repeat(keys - 1) + ")\n";
  }

  static final String FIND = find(KEYS);

  static final String FIND_FEW = find(FEW);

  private static String find(int keys) {
    return wanted(keys)
        + """
        SELECT n.key, n.id, n.expression, n.result, n.hash, n.task_set, n.calls, n.flags,
               n.finished_at
        FROM wanted JOIN call_node n ON n.id IN (
          SELECT node FROM reusable_new WHERE prefix = wanted.prefix
          UNION ALL
          SELECT node FROM reusable WHERE prefix = wanted.prefix
          ORDER BY node DESC LIMIT %d)
        """
            .formatted(CANDIDATES);
  }

  // What is referred to by id

  static final String INSERT_TASK =
      """
      INSERT INTO task (name, hash, parameters, result, members) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  static final String TASK_ID = "SELECT id, parameters FROM task WHERE name = ? AND hash = ?";

  static final String MARK_TASK = "UPDATE task SET parameters = ? WHERE id = ? AND parameters = ?";

  static final String TASK =
      "SELECT name, hash, parameters, result, members FROM task WHERE id = ?";

  static final String TASK_VERSIONS = "SELECT id FROM task WHERE name = ? ORDER BY id DESC";

  static final String INSERT_TASK_NAME =
      "INSERT INTO task_name (name) VALUES (?) ON CONFLICT DO NOTHING";

  static final String TASK_NAME_ID = "SELECT id FROM task_name WHERE name = ?";

  static final String TASK_NAME = "SELECT name FROM task_name WHERE id = ?";

  static final String INSERT_TASK_SET =
      "INSERT INTO task_set (hash, tasks) VALUES (?, ?) ON CONFLICT DO NOTHING";

  static final String TASK_SET_ID = "SELECT id FROM task_set WHERE hash = ?";

  static final String TASK_SET = "SELECT tasks FROM task_set WHERE id = ?";

  static final String INSERT_VALUE =
      "INSERT INTO value (prefix, hash, bytes) VALUES (?, ?, ?) RETURNING id";

  static final String VALUE_ID = "SELECT id FROM value WHERE prefix = ? AND hash = ?";

  static final String VALUE = "SELECT bytes FROM value WHERE id = ?";

  static final String INSERT_FILE = "INSERT INTO file (location) VALUES (?) ON CONFLICT DO NOTHING";

  static final String FILE_ID = "SELECT id FROM file WHERE location = ?";

  static final String FILE = "SELECT location FROM file WHERE id = ?";

  static final String INSERT_FILE_USE =
      "INSERT INTO file_use (file, written, node) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

  static final String NODES_USING_FILE =
      """
      SELECT node FROM file_use
      WHERE file = (SELECT id FROM file WHERE location = ?) AND written = ?
      ORDER BY node DESC LIMIT ?
      """;

  static final String REMEMBER_DIGEST =
      """
      INSERT INTO file_digest (path, size, modified_nanos, file_key, digest, hashed_at)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (path) DO UPDATE
      SET size = excluded.size, modified_nanos = excluded.modified_nanos,
          file_key = excluded.file_key, digest = excluded.digest, hashed_at = excluded.hashed_at
      """;

  static final String DIGEST =
      """
      SELECT digest FROM file_digest
      WHERE path = ? AND size = ? AND modified_nanos = ? AND file_key = ?
      """;

  // Reading back

  private static final String EXECUTION_COLUMNS =
      """
      SELECT e.id, e.state, e.label, e.command_line, c.name, e.started_at, e.ended_at,
             e.run, e.cached, e.failed, e.cancelled, e.hits, e.result, e.error
      FROM execution e LEFT JOIN client c ON c.id = e.client
      """;

  static final String EXECUTIONS = EXECUTION_COLUMNS + "WHERE e.id < ? ORDER BY e.id DESC LIMIT ?";

  static final String EXECUTION = EXECUTION_COLUMNS + "WHERE e.id = ?";

  private static final String NODE =
      """
      SELECT id, task, key,
             CASE WHEN length(arguments) > 0 THEN arguments
                  ELSE coalesce((SELECT arguments FROM invocation i WHERE i.id = n.id), arguments)
             END,
             expression, result, hash, children, files, finished_at
      FROM call_node n
      """;

  static final String NODES_FEW = NODE + "WHERE id " + QueueSql.in(QueueSql.FEW);

  static final String NODES_MANY = NODE + "WHERE id " + QueueSql.in(QueueSql.MANY);
}
