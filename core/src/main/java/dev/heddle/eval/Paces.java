package dev.heddle.eval;

import dev.heddle.task.TaskDef;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long bodies take, by task. A body that is known to be short is not worth a row that keeps
 * others from computing the same (PROTOCOL §2): by the time they saw it, it would be done.
 */
final class Paces {
  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final double NEWEST = 0.2;

  private final Map<TaskDef, Double> meanNanos = new HashMap<>();

  void note(TaskDef task, long nanos) {
    meanNanos.merge(task, (double) nanos, (mean, newest) -> mean + NEWEST * (newest - mean));
  }

  /** Whether its bodies were short so far; a task that never ran is not known to be. */
  boolean isShort(TaskDef task) {
    Double mean = meanNanos.get(task);
    return mean != null && mean < SHORT_NANOS;
  }
}
