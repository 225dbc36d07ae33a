package dev.heddle.store;

import java.util.concurrent.TimeUnit;

/**
 * A span of time in whole minutes, cut into steps of as many minutes each.
 *
 * @param first the first minute since the epoch
 * @param end the one after its last
 */
public record Span(long first, long end, long stepMinutes) {
  private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);

  /**
   * In steps of so many milliseconds, which have to be whole minutes.
   *
   * @param from epoch milliseconds, rounded down
   * @param to exclusive, rounded up
   */
  public static Span of(long from, long to, long stepMillis) {
    if (stepMillis < MINUTE || stepMillis % MINUTE != 0) {
      throw new IllegalArgumentException(
          "a step has to be a multiple of a minute but is " + stepMillis + " ms");
    }
    return new Span(minute(from), minute(to - 1) + 1, stepMillis / MINUTE);
  }

  /** As one step. */
  public static Span whole(long from, long to) {
    Span minutes = of(from, to, MINUTE);
    return new Span(minutes.first, minutes.end, Math.max(1, minutes.end - minutes.first));
  }

  /** The minute since the epoch that a moment is in. */
  public static long minute(long at) {
    return Math.floorDiv(at, MINUTE);
  }

  /** Whether a moment, in epoch milliseconds, is in it. */
  public boolean contains(long at) {
    return first <= minute(at) && minute(at) < end;
  }

  /** Which step a moment in it is in, from 0. */
  public long step(long at) {
    return (minute(at) - first) / stepMinutes;
  }

  /** When a step begins, in epoch milliseconds. */
  public long at(long step) {
    return (first + step * stepMinutes) * MINUTE;
  }
}
