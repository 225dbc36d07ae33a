package dev.heddle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Told of what a worker's attempts came to, once that is on record. Called on a thread that others
 * wait for, and by several threads at once: be thread-safe, and return at once.
 */
public interface WorkerListener {
  /** Listens to nothing. */
  WorkerListener NONE = attempt -> {};

  /** An attempt is over. What this throws is logged and otherwise ignored. */
  void ended(AttemptEnded attempt);

  /**
   * What an attempt came to.
   *
   * @param invocation its id, as people see it
   * @param arguments as compact JSON, one text per parameter, and of a {@link Sensitive} one the
   *     text {@link Sensitive#MASK}; none for an expression
   * @param state what the invocation became: SUCCEEDED, FAILED, RETRYING, or QUEUED if it was given
   *     back
   * @param attempt which attempt it was, from 1
   * @param recovered whether another worker had begun it before and lost it
   * @param millis how long the body took
   * @param error one line that says why it failed, or is given back; null for a success
   */
  record AttemptEnded(
      String invocation,
      String task,
      List<String> arguments,
      InvocationState state,
      int attempt,
      boolean recovered,
      double millis,
      @Nullable String error) {}
}
