package dev.heddle.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/** Quartz, clustered, with a trigger for each order of one stored job. */
final class Quartz implements Contestant {
  private static final String NUMBER = "number";
  private static final String MARKS = "marks";
  private static final String SOURCE = "org.quartz.dataSource.store.";

  private final Database database;
  private final Scheduler scheduler;
  private final JobDetail noop = job(Noop.class);
  private final JobDetail hold = job(Hold.class);

  /** The no-op. */
  public static final class Noop implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      Work.noop(Integer.parseInt(context.getMergedJobDataMap().getString(NUMBER)));
    }
  }

  /** Marks and holds. */
  public static final class Hold implements Job {
    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
      try {
        Work.hold(context.getMergedJobDataMap().getString(MARKS));
      } catch (IOException | InterruptedException e) {
        throw new JobExecutionException(e);
      }
    }
  }

  Quartz(Database database, Mode mode) throws Exception {
    this.database = database;
    if (database.number("SELECT count(*) FROM pg_tables WHERE tablename = 'qrtz_locks'") == 0) {
      database.execute(resource("org/quartz/impl/jdbcjobstore/tables_postgres.sql"));
    }
    this.scheduler = new StdSchedulerFactory(properties(database, mode)).getScheduler();
    scheduler.addJob(noop, true);
    scheduler.addJob(hold, true);
  }

  private static JobDetail job(Class<? extends Job> type) {
    return JobBuilder.newJob(type)
        .withIdentity(type.getSimpleName())
        .storeDurably()
        .requestRecovery()
        .build();
  }

  private static Properties properties(Database database, Mode mode) {
    Properties set = new Properties();
    set.setProperty("org.quartz.scheduler.instanceName", "bench");
    set.setProperty("org.quartz.scheduler.instanceId", "AUTO");
    String store = "org.quartz.jobStore.";
    set.setProperty(store + "class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
    set.setProperty(
        store + "driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
    set.setProperty(store + "dataSource", "store");
    set.setProperty(store + "isClustered", "true");
    set.setProperty(store + "useProperties", "true");
    set.setProperty(SOURCE + "provider", "hikaricp");
    set.setProperty(SOURCE + "driver", "org.postgresql.Driver");
    set.setProperty(SOURCE + "URL", database.jdbc());
    set.setProperty(SOURCE + "user", Database.USER);
    set.setProperty(SOURCE + "password", Database.PASSWORD);
    set.setProperty(SOURCE + "maxConnections", Integer.toString(POOL));
    boolean tuned = mode == Mode.TUNED;
    set.setProperty("org.quartz.threadPool.threadCount", Integer.toString(tuned ? WORKERS : 10));
    if (tuned) {
      set.setProperty(
          "org.quartz.scheduler.batchTriggerAcquisitionMaxCount", Integer.toString(WORKERS));
      set.setProperty(store + "acquireTriggersWithinLock", "true"); // as a batch requires
    }
    return set;
  }

  private static String resource(String name) throws IOException {
    try (InputStream script = Quartz.class.getClassLoader().getResourceAsStream(name)) {
      if (script == null) {
        throw new IOException("no " + name);
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Trigger trigger(int number) {
    return TriggerBuilder.newTrigger()
        .withIdentity(Integer.toString(number))
        .forJob(noop)
        .usingJobData(NUMBER, Integer.toString(number))
        .startNow()
        .build();
  }

  @Override
  public void submit(int number) throws SchedulerException {
    scheduler.scheduleJob(trigger(number));
  }

  @Override
  public void submitAll(List<Integer> numbers) throws SchedulerException {
    Set<Trigger> triggers = new HashSet<>();
    for (int number : numbers) {
      triggers.add(trigger(number));
    }
    scheduler.scheduleJobs(Map.of(noop, triggers), true);
  }

  @Override
  public void submitHold(String marks) throws SchedulerException {
    scheduler.scheduleJob(
        TriggerBuilder.newTrigger().forJob(hold).usingJobData(MARKS, marks).startNow().build());
  }

  @Override
  public void startWorkers() throws SchedulerException {
    scheduler.start();
  }

  @Override
  public long unfinished() throws SQLException {
    return database.number(
        "SELECT (SELECT count(*) FROM qrtz_triggers) + (SELECT count(*) FROM qrtz_fired_triggers)");
  }

  @Override
  public void close() {
    try {
      scheduler.shutdown(false);
    } catch (SchedulerException e) {
      throw new IllegalStateException(e);
    }
  }
}
