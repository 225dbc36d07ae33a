package dev.heddle.sql;

/**
 * The statements about ordered invocations, one per intent. The tables:
 * migration/V2__invocations.sql.
 */
final class QueueSql {
  /** How many ids one look-up asks for, and how many that of a few. */
  static final int MANY = 256;

  static final int FEW = 8;

  private QueueSql() {}

  static String in(int count) {
    return "IN (?" + ", ?".repeat(count - 1) + ")";
  }

  // Lanes

  static final String INSERT_LANE =
      "INSERT INTO lane (queue, task) VALUES (?, ?) ON CONFLICT DO NOTHING";

  static final String LANE_ID = "SELECT id FROM lane WHERE queue = ? AND task = ?";

  static final String LANE_TASK = "SELECT task FROM lane WHERE id = ?";

  static final String LANES_ABOVE = "SELECT id, queue, task FROM lane WHERE id > ? ORDER BY id";

  /** In which anything stands that may be claimed now or later. */
  static final String BUSY_LANES =
      """
      SELECT id FROM lane
      WHERE EXISTS (SELECT 1 FROM live WHERE lane = lane.id AND state = 6 AND suspect = 0)
        OR EXISTS (SELECT 1 FROM live WHERE lane = lane.id AND state IN (5, 8))
        OR EXISTS (SELECT 1 FROM live WHERE lane = lane.id AND state = 6 AND suspect = 1)
      """;

  // Orders

  static final String INSERT_ORDERED =
      """
      INSERT INTO invocation (id, execution, parent, position, task, state, started_at, ended_at,
                              key, arguments, submission, expression)
      VALUES (?, ?, ?, 0, ?, 0, 0, 0, ?, ?, ?, ?)
      """;

  static final String FIRST_ON_RECORD = "SELECT 1 FROM invocation WHERE id BETWEEN ? AND ? LIMIT 1";

  static final String INSERT_CHILD =
      """
      INSERT INTO child (parent, attempt, call, occurrence, id, epoch) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  static final String CHILD_OF_IDENTITY =
      """
      SELECT id FROM child WHERE parent = ? AND attempt = ? AND call = ? AND occurrence = ?
      """;

  static final String ASK_FOR_CHILD =
      "UPDATE child INDEXED BY child_id SET epoch = ? WHERE parent = ? AND id = ?";

  static final String CHILDREN =
      "SELECT id FROM child WHERE parent = ? AND id > ? ORDER BY id LIMIT ?";

  static final String CHILDREN_OF_CALLS =
      """
      SELECT c.id FROM invocation i JOIN child c ON c.parent = i.id
      WHERE i.execution = ? AND i.execution <> i.id AND i.submission IS NULL
      """;

  static final String UNASKED_CHILDREN = "SELECT id FROM child WHERE parent = ? AND epoch < ?";

  static final String INSERT_KEY =
      "INSERT INTO submit_key (task, key, id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

  static final String KEY = "SELECT id FROM submit_key WHERE task = ? AND key = ?";

  // Live rows

  /** As {@link LiveRow#read} reads them. */
  static String liveColumns() {
    return """
    id, lane, rank, due, state, owner, worker, epoch, attempt, token, claimed_at, begun_at,
    flags, shared, deaths
    """;
  }

  private static String live() {
    return "SELECT " + liveColumns() + "FROM live ";
  }

  static final String LIVE = live() + "WHERE id = ?";

  static final String LIVE_FEW = live() + "WHERE id " + in(FEW);

  static final String LIVE_MANY = live() + "WHERE id " + in(MANY);

  static final String LIVE_OF_OWNER = live() + "WHERE owner = ? AND owner <> 0 ORDER BY id";

  static final String INSERT_AVAILABLE =
      "INSERT INTO live (id, lane, rank, due, state) VALUES (?, ?, ?, ?, ?)";

  static final String INSERT_LIVE =
      """
      INSERT INTO live (rank, due, state, owner, worker, epoch, attempt, token, claimed_at, begun_at,
                        flags, shared, suspect, deaths, id, lane)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  static final String UPDATE_LIVE =
      """
      UPDATE live
      SET rank = ?, due = ?, state = ?, owner = ?, worker = ?, epoch = ?, attempt = ?, token = ?,
          claimed_at = ?, begun_at = ?, flags = ?, shared = ?, suspect = ?, deaths = ?
      WHERE id = ?
      """;

  static final String DELETE_LIVE = "DELETE FROM live WHERE id = ?";

  static final String END_ORDERED =
      """
      UPDATE invocation
      SET state = ?, started_at = ?, ended_at = ?, worker = ?, epoch = ?, claimed_at = ?, flags = ?,
          attempt = ?, hits = ?, error = ?, ran = ?, deaths = ?
      WHERE id = ?
      """;

  /** The same for one that succeeded at its first attempt, took nothing, and ran as ordered. */
  static final String END_PLAINLY =
      """
      UPDATE invocation
      SET state = 1, started_at = ?, ended_at = ?, worker = ?, epoch = ?, claimed_at = ?, flags = ?
      WHERE id = ?
      """;

  static final String STATE =
      "SELECT state, submission IS NOT NULL FROM invocation_record WHERE id = ?";

  static final String SUBMISSION = "SELECT submission FROM invocation WHERE id = ?";

  // Claims

  /** Its parameter, the last one of a claim's statements, is a worker: only for one that lives. */
  static String ifAlive() {
    return " AND EXISTS (SELECT 1 FROM worker WHERE id = ? AND state = 0)";
  }

  static final String MAKE_READY =
      """
      UPDATE live SET state = 6 WHERE id IN (
        SELECT id FROM live WHERE lane = ? AND state IN (5, 8) AND due <= ? ORDER BY due LIMIT 1000)
      """
          + ifAlive();

  /** The first so many of a lane. */
  static String first(boolean suspects) {
    return "SELECT id FROM live WHERE lane = ? AND state = 6 AND suspect = "
        + (suspects ? 1 : 0)
        + " ORDER BY rank, id LIMIT ?";
  }

  static String heads(boolean suspects) {
    return "SELECT rank, id FROM live WHERE lane = ? AND state = 6 AND suspect = "
        + (suspects ? 1 : 0)
        + " ORDER BY rank, id LIMIT ?";
  }

  static final String READY = heads(false);

  static final String SUSPECTS = heads(true);

  private static String take(boolean suspects) {
    return "UPDATE live SET owner = ?, worker = ?, state = ?, epoch = epoch + 1, token = ?,"
        + " claimed_at = ?, begun_at = ?, flags = (flags & ~3) | ? WHERE id IN ("
        + first(suspects)
        + ")"
        + ifAlive();
  }

  static final String TAKE_READY = take(false);

  static final String TAKE_SUSPECTS = take(true);

  /** As {@link Taken} reads them. */
  static String takenColumns() {
    return """
    l.id, l.epoch, l.attempt, l.flags, l.suspect, i.execution, i.parent, i.task, i.key,
    i.arguments, i.submission, i.expression, l.rank, l.due
    """;
  }

  static final String CLAIMED =
      "SELECT "
          + takenColumns()
          + """
          FROM live l JOIN invocation i ON i.id = l.id
          WHERE l.owner = ? AND l.owner <> 0 AND l.token = ? AND (l.state = 9 OR (l.flags & 1) <> 0)
            AND l.state IN (0, 9)
          """;

  static final String NEXT_DUE =
      "SELECT min(due) FROM live WHERE lane = ? AND state IN (5, 8) AND due > ?";

  static final String DUE =
      """
      SELECT max(CASE WHEN suspect = 0 THEN 1 ELSE 0 END), max(suspect) FROM (
        SELECT suspect FROM live WHERE lane = ? AND state IN (5, 8) AND due <= ? LIMIT 1000) x
      """;

  // Waiting for others

  static final String INSERT_EDGE =
      "INSERT INTO wait_edge (waiter, awaited) VALUES (?, ?) ON CONFLICT DO NOTHING";

  static final String EDGES_FROM = "SELECT awaited FROM wait_edge WHERE waiter = ?";

  static final String DELETE_EDGES_FROM = "DELETE FROM wait_edge WHERE waiter = ?";

  static final String DELETE_EDGES_TO = "DELETE FROM wait_edge WHERE awaited = ?";

  static final String ANY_EDGE = "SELECT 1 FROM wait_edge LIMIT 1";

  // Workers

  static final String INSERT_WORKER =
      """
      INSERT INTO worker (id, client, state, slots, queues, tasks, started_at)
      VALUES (?, ?, 0, ?, ?, ?, ?)
      """;

  static final String WORKER_STATE = "SELECT state FROM worker WHERE id = ?";

  static final String WORKER_TASKS = "SELECT tasks FROM worker WHERE id = ?";

  static final String SET_WORKER_TASKS = "UPDATE worker SET tasks = ? WHERE id = ?";

  static final String SET_WORKER_STATE = "UPDATE worker SET state = ?, ended_at = ? WHERE id = ?";

  static final String WORKERS_HERE =
      "SELECT id FROM worker WHERE client = ? AND state < 2 ORDER BY id";

  // What a body says

  static final String INSERT_HISTORY =
      """
      INSERT INTO history (invocation, at, state, worker, attempt, epoch, why, claim_epoch,
                           claimed_at, begun_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String HISTORIES =
      """
      SELECT at, state, worker, attempt, epoch, why, claim_epoch, claimed_at, begun_at, invocation
      FROM history WHERE invocation
      """;

  private static final String AS_TOLD = " ORDER BY rowid";

  static final String HISTORY = HISTORIES + "= ?" + AS_TOLD;

  static final String HISTORIES_FEW = HISTORIES + in(FEW) + AS_TOLD;

  static final String HISTORIES_MANY = HISTORIES + in(MANY) + AS_TOLD;

  static final String INSERT_LOG_LINE =
      "INSERT INTO log_line (invocation, at, attempt, level, text) VALUES (?, ?, ?, ?, ?)";

  static final String LOG_LINES =
      """
      SELECT at, attempt, level, text FROM log_line WHERE invocation = ? ORDER BY rowid LIMIT ?
      """;

  static final String PROGRESS =
      """
      INSERT INTO progress (invocation, done, total) VALUES (?, ?, ?)
      ON CONFLICT (invocation) DO UPDATE SET done = excluded.done, total = excluded.total
      """;

  // Reading back

  private static final String STATES_OF =
      """
      SELECT i.id, coalesce(l.state, i.state)
      FROM invocation_record i LEFT JOIN live l ON l.id = i.ordered WHERE i.id
      """;

  static final String STATES_FEW = STATES_OF + in(FEW);

  static final String STATES_MANY = STATES_OF + in(MANY);

  static final String OWNED =
      "SELECT id, epoch, state FROM live WHERE owner = ? AND owner <> 0 ORDER BY id";

  private static final String COURSES =
      """
      SELECT i.submission, i.parent, i.state, i.started_at, i.ended_at, i.worker, i.attempt,
             i.epoch, i.claimed_at, i.flags,
             l.state, l.worker, l.attempt, l.epoch, l.claimed_at, l.begun_at, l.flags,
             i.id, i.task
      FROM invocation_record i LEFT JOIN live l ON l.id = i.id
      WHERE i.submission IS NOT NULL AND i.id
      """;

  static final String COURSE = COURSES + "= ?";

  static final String COURSES_FEW = COURSES + in(FEW);

  static final String COURSES_MANY = COURSES + in(MANY);

  private static final String WORKERS =
      """
      SELECT w.id, w.state, c.name, w.slots, w.queues, w.tasks, w.started_at, w.ended_at, c.beat_at,
             (SELECT count(*) FROM live WHERE owner = w.id AND owner <> 0 AND state = 9),
             (SELECT count(*) FROM live WHERE owner = w.id AND owner <> 0 AND state = 0),
             (SELECT count(*) FROM live WHERE owner = w.id AND owner <> 0 AND state = 10)
      FROM worker w JOIN client c ON c.id = w.client
      """;

  static final String WORKERS_THAT_LIVE = WORKERS + "WHERE w.state < 2 ORDER BY w.id DESC";

  static final String WORKERS_THAT_ENDED =
      WORKERS + "WHERE w.state >= 2 ORDER BY w.id DESC LIMIT ?";

  private static final String RECORDS =
      """
      SELECT i.id, i.execution, i.parent, i.position, i.task, i.key, i.state, i.arguments,
             i.started_at, i.ended_at, i.hits, i.error,
             n.task, n.key, n.arguments, n.result,
             i.submission, i.expression, i.ran, i.worker, i.attempt, i.epoch, i.claimed_at, i.deaths,
             l.state, l.worker, l.attempt, l.epoch, l.claimed_at, l.deaths, l.begun_at,
             p.done, p.total
      FROM invocation_record i
      LEFT JOIN call_node n ON n.id = i.id
      LEFT JOIN live l ON l.id = i.ordered
      LEFT JOIN progress p ON p.invocation = i.ordered
      """;

  private static String records(String invocations) {
    return RECORDS.replace("FROM invocation_record i\n", "FROM " + invocations + " i\n");
  }

  static final String RECORD = RECORDS + "WHERE i.id = ?";

  static final String RECORDS_FEW = RECORDS + "WHERE i.id " + in(FEW);

  static final String RECORDS_MANY = RECORDS + "WHERE i.id " + in(MANY);

  /** So many are chosen first: joined before, all call nodes would be gone through for them. */
  static final String RECORDS_OF_EXECUTION =
      records(
              """
              (SELECT * FROM invocation_record WHERE execution = ? AND execution <> id AND id > ?
                  ORDER BY id LIMIT ?)\
              """)
          + "ORDER BY i.id";

  static final String RECORDS_OF_ORDERED =
      RECORDS + "WHERE i.submission IS NOT NULL AND i.id < ? ORDER BY i.id DESC LIMIT ?";

  static final String ENDED_FEW = RECORDS + "WHERE i.state <> 0 AND i.id " + in(FEW);

  static final String ENDED_MANY = RECORDS + "WHERE i.state <> 0 AND i.id " + in(MANY);
}
