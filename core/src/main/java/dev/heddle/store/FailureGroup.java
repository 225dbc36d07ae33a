package dev.heddle.store;

import dev.heddle.InvocationState;
import java.util.List;

/**
 * Invocations of one task that ended badly for the same reason.
 *
 * @param error the class of what was thrown; empty if nothing was
 * @param message the first line of the latest message
 * @param count how many, of the latest that were looked at
 * @param latest a few ids, newest first
 */
public record FailureGroup(
    String task,
    InvocationState state,
    String error,
    String message,
    long count,
    long firstAt,
    long lastAt,
    List<Long> latest) {
  /** How many characters of a message are kept. */
  public static final int LINE = 200;

  /** How many ids are named. */
  public static final int LATEST = 5;

  public FailureGroup {
    latest = List.copyOf(latest);
  }
}
