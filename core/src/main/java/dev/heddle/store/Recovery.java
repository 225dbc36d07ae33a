package dev.heddle.store;

import dev.heddle.InvocationState;
import java.util.List;

/**
 * What was taken from the dead.
 *
 * @param workers that were found dead just now
 * @param invocations that were taken from them
 * @param executions that were marked INTERRUPTED, as nobody is left to go on with them
 */
public record Recovery(List<Long> workers, List<Taken> invocations, List<Long> executions) {
  /** Nobody died. */
  public static final Recovery NONE = new Recovery(List.of(), List.of(), List.of());

  /**
   * One invocation.
   *
   * @param worker that owned it
   * @param state what it became: QUEUED, or FAILED after too many deaths
   */
  public record Taken(long invocation, long worker, InvocationState state) {}

  /** Whether nothing was found. */
  public boolean isEmpty() {
    return workers.isEmpty() && invocations.isEmpty() && executions.isEmpty();
  }
}
