package dev.heddle.benchmarks.peers;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** db-scheduler: lock and fetch on PostgreSQL, fetch on SQLite, which has no other. */
final class DbScheduler implements Contestant {
  /** What its README gives for high throughput: fetch below 1 × the threads, up to 4 ×. */
  private static final double LOWER = 1.0;

  private static final double UPPER = 4.0;

  private final Database database;
  private final HikariDataSource pool;
  private final OneTimeTask<Integer> noop =
      Tasks.oneTime("noop", Integer.class)
          .execute((instance, context) -> Work.noop(instance.getData()));
  private final OneTimeTask<String> hold =
      Tasks.oneTime("hold", String.class).execute((instance, context) -> hold(instance.getData()));
  private final Scheduler scheduler;

  DbScheduler(Database database, Mode mode) throws SQLException {
    this.database = database;
    createTable();
    this.pool = database.pool(database.isPostgres() ? POOL : 1);
    SchedulerBuilder builder = Scheduler.create(pool, noop, hold);
    if (mode == Mode.TUNED) {
      builder.threads(WORKERS).enableImmediateExecution();
      if (database.isPostgres()) {
        builder.pollUsingLockAndFetch(LOWER, UPPER);
      } else {
        builder.pollUsingFetch(LOWER, UPPER);
      }
    }
    this.scheduler = builder.build();
  }

  /** The library has its users create the one table that it works on. */
  private void createTable() throws SQLException {
    String time = database.isPostgres() ? "TIMESTAMPTZ" : "TIMESTAMP";
    String bytes = database.isPostgres() ? "BYTEA" : "BLOB";
    database.execute(
        "CREATE TABLE IF NOT EXISTS scheduled_tasks (task_name VARCHAR(100) NOT NULL,"
            + " task_instance VARCHAR(100) NOT NULL, task_data "
            + bytes
            + ", priority SMALLINT, picked BOOLEAN NOT NULL, picked_by VARCHAR(100),"
            + " version BIGINT NOT NULL, consecutive_failures INT, execution_time "
            + time
            + " NOT NULL, last_heartbeat "
            + time
            + ", last_success "
            + time
            + ", last_failure "
            + time
            + ", PRIMARY KEY (task_name, task_instance))",
        "CREATE INDEX IF NOT EXISTS by_execution_time ON scheduled_tasks (execution_time)",
        "CREATE INDEX IF NOT EXISTS by_heartbeat ON scheduled_tasks (last_heartbeat)",
        "CREATE INDEX IF NOT EXISTS by_priority"
            + " ON scheduled_tasks (priority DESC, execution_time ASC)");
  }

  private static void hold(String marks) {
    try {
      Work.hold(marks);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private TaskInstance<Integer> instance(int number) {
    return noop.instance(Integer.toString(number), number);
  }

  @Override
  public void submit(int number) {
    scheduler.schedule(instance(number), Instant.now());
  }

  @Override
  public void submitAll(List<Integer> numbers) {
    List<TaskInstance<?>> instances = new ArrayList<>(numbers.size());
    for (int number : numbers) {
      instances.add(instance(number));
    }
    scheduler.scheduleBatch(instances, Instant.now());
  }

  @Override
  public void submitHold(String marks) {
    scheduler.schedule(hold.instance("hold", marks), Instant.now());
  }

  @Override
  public void startWorkers() {
    scheduler.start();
  }

  @Override
  public long unfinished() throws SQLException {
    // A row is deleted by its end.
    return database.number("SELECT count(*) FROM scheduled_tasks");
  }

  @Override
  public void close() {
    scheduler.stop();
    pool.close();
  }
}
