package dev.heddle.benchmarks.peers;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One of those compared, as the measuring sees it: work is put on record by {@code submit}, durable
 * on return, and is carried out by {@link Work} wherever workers have been started.
 */
interface Contestant extends AutoCloseable {
  /** How many bodies may run at once, for all. */
  int WORKERS = 16;

  /** Connections of a pool: one for each worker, and a few for what goes on beside them. */
  int POOL = WORKERS + 4;

  /** Orders one no-op. */
  void submit(int number) throws Exception;

  /** Orders a no-op for each, as fast as this one can. */
  default void submitAll(List<Integer> numbers) throws Exception {
    for (int number : numbers) {
      submit(number);
    }
  }

  /** Whether {@link #submitAll} is more than one submit after another. */
  default boolean hasBatch() {
    return true;
  }

  /** Orders a body that writes a line into this file when it begins, and then holds. */
  void submitHold(String marks) throws Exception;

  /** Starts carrying out, in this process. */
  void startWorkers() throws Exception;

  /** How many are not done, as the store has it. */
  long unfinished() throws Exception;

  /** Whether the result of what was ordered can be waited for, wherever it is carried out. */
  default boolean answers() {
    return false;
  }

  /** Orders a no-op and returns when it has run, in this process. */
  default void ran(int number) throws Exception {
    Work.expect(number);
    submit(number);
    Work.await(5, TimeUnit.MINUTES);
  }

  /** Orders a no-op and returns with its result, wherever it is carried out. */
  default void answered(int number) throws Exception {
    throw new UnsupportedOperationException("there are no results");
  }

  @Override
  void close();
}
