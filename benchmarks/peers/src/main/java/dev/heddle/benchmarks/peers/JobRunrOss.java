package dev.heddle.benchmarks.peers;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.List;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.StorageProviderUtils.DatabaseOptions;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;

/** JobRunr, the free edition, looking for work as often as it lets itself be told to. */
final class JobRunrOss implements Contestant {
  /** It refuses less on a SQL database. */
  private static final int POLL_SECONDS = 5;

  private final Database database;
  private final HikariDataSource pool;
  private final JobRequestScheduler scheduler;

  JobRunrOss(Database database, Mode mode) {
    this.database = database;
    try (HikariDataSource creating = database.pool(POOL)) {
      SqlStorageProviderFactory.using(creating).close(); // This takes several connections.
    }
    this.pool = database.pool(database.isPostgres() ? POOL : 1);
    BackgroundJobServerConfiguration server =
        BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration();
    if (mode == Mode.TUNED) {
      server.andWorkerCount(WORKERS).andPollIntervalInSeconds(POLL_SECONDS);
    }
    this.scheduler =
        JobRunr.configure()
            .useStorageProvider(
                SqlStorageProviderFactory.using(pool, null, DatabaseOptions.NO_VALIDATE))
            .useBackgroundJobServer(server, false)
            .initialize()
            .getJobRequestScheduler();
  }

  @Override
  public void submit(int number) {
    scheduler.enqueue(new JobRunrJobs.Noop(number));
  }

  @Override
  public void submitAll(List<Integer> numbers) {
    scheduler.enqueue(numbers.stream().map(JobRunrJobs.Noop::new));
  }

  @Override
  public void submitHold(String marks) {
    scheduler.enqueue(new JobRunrJobs.Hold(marks));
  }

  @Override
  public void startWorkers() {
    JobRunr.getBackgroundJobServer().start();
  }

  @Override
  public long unfinished() throws SQLException {
    return database.number("SELECT count(*) FROM jobrunr_jobs WHERE state <> 'SUCCEEDED'");
  }

  @Override
  public void close() {
    JobRunr.destroy();
    pool.close();
  }
}
