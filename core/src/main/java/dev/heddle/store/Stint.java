package dev.heddle.store;

import dev.heddle.InvocationState;
import java.util.List;

/**
 * One worker's turn at an invocation, from its claim until it ended or was lost. Times in epoch
 * milliseconds.
 *
 * @param beganAt when the body began; 0 if it did not
 * @param endedAt 0 while it goes on
 * @param outcome the state it left the invocation in; while it goes on, its present one. QUEUED
 *     after the worker's death or when it was given back: {@code why} says which
 * @param pauses in which its body waited for others and held no slot; in their order
 */
public record Stint(
    long invocation,
    long parent,
    String task,
    long worker,
    int attempt,
    long epoch,
    long claimedAt,
    long beganAt,
    long endedAt,
    InvocationState outcome,
    String why,
    List<Pause> pauses) {
  /**
   * A time in which the body waited.
   *
   * @param to 0 while it goes on
   */
  public record Pause(long from, long to) {}

  /** Copies the list. */
  public Stint {
    pauses = List.copyOf(pauses);
  }

  /** Whether any of it is in this time: from then until before that, in epoch milliseconds. */
  public boolean touches(long from, long to) {
    return claimedAt < to && (endedAt == 0 || endedAt >= from);
  }
}
