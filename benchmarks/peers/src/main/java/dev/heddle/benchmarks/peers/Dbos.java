package dev.heddle.benchmarks.peers;

import com.zaxxer.hikari.HikariDataSource;
import dev.dbos.transact.DBOS;
import dev.dbos.transact.DBOSClient;
import dev.dbos.transact.StartWorkflowOptions;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.migrations.MigrationManager;
import dev.dbos.transact.workflow.Queue;
import dev.dbos.transact.workflow.WorkflowHandle;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** DBOS Transact with one queue: a workflow without steps for each order. */
final class Dbos implements Contestant {
  private static final String VERSION = "bench";
  private static final String QUEUE = "work";

  /** Its default is a second; a shorter one than this made it no faster. */
  private static final Duration POLL = Duration.ofMillis(10);

  private final Database database;
  private final HikariDataSource pool;
  private final DBOSClient client;
  private final Queue queue;
  private @Nullable DBOS dbos;
  private @Nullable DbosWorkflows proxy;

  Dbos(Database database, Mode mode) {
    this.database = database;
    this.pool = database.pool(POOL);
    this.queue = queue(mode);
    MigrationManager.runMigrations(config()); // A client does not bring the schema.
    this.client = new DBOSClient(pool);
  }

  /** A poll takes as many as there are free workers, so the interval bounds the rate. */
  private static Queue queue(Mode mode) {
    Queue queue = new Queue(QUEUE);
    return mode == Mode.TUNED
        ? queue.withWorkerConcurrency(WORKERS).withPollingInterval(POLL)
        : queue;
  }

  private DBOSConfig config() {
    return DBOSConfig.defaults("bench").withDataSource(pool).withAppVersion(VERSION);
  }

  @Override
  public void submit(int number) throws Exception {
    start(number);
  }

  private WorkflowHandle<Integer, Exception> start(int number) throws Exception {
    if (dbos != null && proxy != null) {
      DbosWorkflows bodies = proxy;
      return dbos.startWorkflow(() -> bodies.noop(number), new StartWorkflowOptions(queue));
    }
    return client.enqueueWorkflow(order("noop"), new Object[] {number});
  }

  private static DBOSClient.EnqueueOptions order(String workflow) {
    return new DBOSClient.EnqueueOptions(workflow, DbosWorkflows.Bodies.class.getName(), QUEUE)
        .withAppVersion(VERSION);
  }

  @Override
  public boolean hasBatch() {
    return false;
  }

  @Override
  public void submitHold(String marks) {
    client.enqueueWorkflow(order("hold"), new Object[] {marks});
  }

  @Override
  public void startWorkers() {
    DBOS started = new DBOS(config());
    started.registerQueue(queue);
    proxy = started.registerProxy(DbosWorkflows.class, new DbosWorkflows.Bodies());
    started.launch();
    dbos = started;
  }

  @Override
  public long unfinished() throws SQLException {
    return database.number("SELECT count(*) FROM dbos.workflow_status WHERE status <> 'SUCCESS'");
  }

  @Override
  public boolean answers() {
    return true;
  }

  @Override
  public void answered(int number) throws Exception {
    if (start(number).getResult() != number + 1) {
      throw new IllegalStateException("another result");
    }
  }

  @Override
  public void close() {
    if (dbos != null) {
      dbos.close();
    }
    client.close();
    pool.close();
  }
}
