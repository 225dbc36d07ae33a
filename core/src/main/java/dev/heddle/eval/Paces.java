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
  private static final long TINY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final double NEWEST = 0.2;

  private final Map<TaskDef, Double> meanNanos = new HashMap<>();

  void note(TaskDef task, long nanos) {
    meanNanos.merge(task, (double) nanos, (mean, newest) -> mean + NEWEST * (newest - mean));
  }

  /** Whether its bodies were short so far; a task that never ran is not known to be. */
  boolean isShort(TaskDef task) {
    return isBelow(task, SHORT_NANOS);
  }

  /** Whether handing its bodies to a thread one by one would cost more than they do. */
  boolean isTiny(TaskDef task) {
    return isBelow(task, TINY_NANOS);
  }

  private boolean isBelow(TaskDef task, long nanos) {
    Double mean = meanNanos.get(task);
    return mean != null && mean < nanos;
  }
}
