package dev.heddle.store;

import dev.heddle.InvocationState;

/**
 * How many invocations of one task wait in one queue, in one state.
 *
 * @param since when the oldest of them was submitted, epoch milliseconds
 * @param more whether there are more than {@code count}: so many were looked at, and no more
 */
public record Waiting(
    String queue, String task, InvocationState state, long count, long since, boolean more) {
  /**
   * How many that could begin {@link Store#waiting} counts, of all queues together. Of those that
   * wait for their time, and of those that a worker has, it counts a third as many each.
   */
  public static final int LOOKS_AT = 12_000;

  /** One in which all were counted. */
  public Waiting(String queue, String task, InvocationState state, long count, long since) {
    this(queue, task, state, count, since, false);
  }
}
