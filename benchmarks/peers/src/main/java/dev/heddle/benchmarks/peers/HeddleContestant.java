package dev.heddle.benchmarks.peers;

import dev.heddle.Heddle;
import dev.heddle.WorkerOptions;
import java.sql.SQLException;
import java.util.List;

/** Heddle as it is out of the box, but for as many slots as the others have workers. */
final class HeddleContestant implements Contestant {
  private final Database database;
  private final Heddle heddle;
  private final WorkerOptions options;

  HeddleContestant(Database database, Mode mode) {
    this.database = database;
    this.heddle = Heddle.builder().store(database.url()).open();
    WorkerOptions defaults = WorkerOptions.DEFAULT.withTasks(HeddleTasks.class);
    this.options = mode == Mode.TUNED ? defaults.withSlots(WORKERS) : defaults;
  }

  @Override
  public void submit(int number) {
    if (heddle.submit(HeddleTasks::noop, number).id().isEmpty()) {
      throw new IllegalStateException("no id");
    }
  }

  @Override
  public void submitAll(List<Integer> numbers) {
    if (heddle.submitEach(HeddleTasks::noop, numbers).size() != numbers.size()) {
      throw new IllegalStateException("not all");
    }
  }

  @Override
  public void submitHold(String marks) {
    if (heddle.submit(HeddleTasks::hold, marks).id().isEmpty()) {
      throw new IllegalStateException("no id");
    }
  }

  @Override
  public void startWorkers() {
    if (heddle.worker(options).running() < 0) {
      throw new IllegalStateException("no worker");
    }
  }

  @Override
  public long unfinished() throws SQLException {
    // A row is deleted by its end; in PostgreSQL what a claim of many took is in bundles.
    return database.number(
        database.isPostgres()
            ? "SELECT (SELECT count(*) FROM heddle.live)"
                + " + (SELECT coalesce(sum(length(gone) - bit_count(gone)), 0) FROM heddle.bundle)"
            : "SELECT count(*) FROM live");
  }

  @Override
  public boolean answers() {
    return true;
  }

  @Override
  public void answered(int number) {
    if (heddle.submit(HeddleTasks::noop, number).result() != number + 1) {
      throw new IllegalStateException("another result");
    }
  }

  @Override
  public void close() {
    heddle.close();
  }
}
