package dev.heddle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a worker works.
 *
 * @param slots how many bodies may run at once; 0 for as many as the app has
 * @param queues of which queues it takes; empty for all
 * @param tasks classes whose tasks it carries out, beside those that the app knows already
 * @param burst whether it ends by itself once nothing is left that it could take
 * @param drainTimeout how long, when it is closed, what runs may take before it is interrupted
 * @param maxPaused how many bodies may wait for others before it takes nothing new; 0 for 10,000
 *     where bodies run on virtual threads, else 256
 * @param listener told of what its attempts came to
 */
public record WorkerOptions(
    int slots,
    List<String> queues,
    List<Class<?>> tasks,
    boolean burst,
    Duration drainTimeout,
    int maxPaused,
    WorkerListener listener) {
  /** As many slots as the app, all queues, half a minute to drain. */
  public static final WorkerOptions DEFAULT =
      new WorkerOptions(
          0, List.of(), List.of(), false, Duration.ofSeconds(30), 0, WorkerListener.NONE);

  public WorkerOptions {
    if (slots < 0) {
      throw new IllegalArgumentException("slots must be 1 or more, not " + slots);
    }
    if (drainTimeout.isNegative()) {
      throw new IllegalArgumentException("a drain timeout can't be negative: " + drainTimeout);
    }
    queues = List.copyOf(queues);
    tasks = List.copyOf(tasks);
  }

  /** Returns a copy with this many slots. */
  public WorkerOptions withSlots(int bodies) {
    return new WorkerOptions(bodies, queues, tasks, burst, drainTimeout, maxPaused, listener);
  }

  /** Returns a copy that serves these queues only. */
  public WorkerOptions withQueues(List<String> names) {
    return new WorkerOptions(slots, names, tasks, burst, drainTimeout, maxPaused, listener);
  }

  /** Returns a copy that carries out the tasks of these classes too. */
  public WorkerOptions withTasks(Class<?>... classes) {
    List<Class<?>> all = new ArrayList<>(tasks);
    all.addAll(List.of(classes));
    return new WorkerOptions(slots, queues, all, burst, drainTimeout, maxPaused, listener);
  }

  /** Returns a copy that ends by itself, or not. */
  public WorkerOptions withBurst(boolean endsByItself) {
    return new WorkerOptions(slots, queues, tasks, endsByItself, drainTimeout, maxPaused, listener);
  }

  /** Returns a copy that gives what runs this long. */
  public WorkerOptions withDrainTimeout(Duration time) {
    return new WorkerOptions(slots, queues, tasks, burst, time, maxPaused, listener);
  }

  /** Returns a copy with this many paused bodies at most. */
  public WorkerOptions withMaxPaused(int bodies) {
    return new WorkerOptions(slots, queues, tasks, burst, drainTimeout, bodies, listener);
  }

  /** Returns a copy with this listener. */
  public WorkerOptions withListener(WorkerListener told) {
    return new WorkerOptions(slots, queues, tasks, burst, drainTimeout, maxPaused, told);
  }
}
