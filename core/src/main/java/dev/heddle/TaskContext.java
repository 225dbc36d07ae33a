package dev.heddle;

import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * What a body may know of its invocation. A task that wants it declares a parameter of this type
 * anywhere among the others; it is no argument: it enters no key and no record, and whoever calls
 * the task gives {@link #injected()} in its place.
 *
 * <pre>{@code
 * @Task
 * static int sum(List<Integer> numbers, TaskContext context) { ... }
 *
 * heddle.submit(Sums::sum, numbers, TaskContext.injected());
 * }</pre>
 *
 * <p>Thread-safe, and valid while the body runs.
 */
public interface TaskContext {
  /** Stands for the context in the arguments of a call. */
  static TaskContext injected() {
    return InjectedContext.INSTANCE;
  }

  /** The invocation's id, as people see it. */
  String id();

  /** Which attempt this is, from 1; planned retries count, recoveries do not. */
  int attempt();

  /** The root of the tree of invocations that it belongs to. */
  String execution();

  /** When this attempt will be interrupted, if it has a timeout. */
  Optional<Instant> deadline();

  /** Whether it was cancelled, or timed out: then the body's thread was interrupted as well. */
  boolean isCancelled();

  /** A logger whose lines are kept with the invocation, beside wherever logs go. */
  Logger log();

  /** Says how far the body is. The newest word is kept; it may be said as often as one likes. */
  void progress(long done, long total);
}
