package dev.heddle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When a failed attempt is made again.
 *
 * <p>The n-th retry waits {@code backoff · 2^(n-1)}, at most {@link #MOST_BACKOFF}, of which a
 * random half is taken off, so that what failed together does not come back together ("equal
 * jitter").
 *
 * @param max how many retries there may be after the first attempt; 0 for none
 * @param backoff how long the first retry waits
 * @param on names of the exception classes that are worth a retry, subclasses included; empty for
 *     every exception
 */
public record RetryPolicy(int max, Duration backoff, List<String> on) {
  /** No retry waits longer. */
  public static final Duration MOST_BACKOFF = Duration.ofHours(1);

  /** No retries. */
  public static final RetryPolicy NONE = new RetryPolicy(0, Duration.ofSeconds(1), List.of());

  public RetryPolicy {
    if (max < 0) {
      throw new IllegalArgumentException("retries must be 0 or more, not " + max);
    }
    if (backoff.isNegative()) {
      throw new IllegalArgumentException("a backoff can't be negative: " + backoff);
    }
    on = List.copyOf(on);
  }

  /** This many retries, the first after a second, whatever was thrown. */
  public static RetryPolicy times(int max) {
    return new RetryPolicy(max, Duration.ofSeconds(1), List.of());
  }

  /** Returns a copy with this many retries. */
  public RetryPolicy withMax(int retries) {
    return new RetryPolicy(retries, backoff, on);
  }

  /** Returns a copy whose first retry waits this long. */
  public RetryPolicy withBackoff(Duration first) {
    return new RetryPolicy(max, first, on);
  }

  /** Returns a copy that retries only after exceptions of these classes. */
  @SafeVarargs
  public final RetryPolicy withOn(Class<? extends Throwable>... types) {
    List<String> names = new ArrayList<>();
    for (Class<? extends Throwable> type : types) {
      names.add(type.getName());
    }
    return new RetryPolicy(max, backoff, names);
  }

  /**
   * Whether an attempt that failed like this is worth another.
   *
   * @param attempt which attempt failed, from 1
   * @param types the names of the exception's class and its superclasses
   */
  public boolean retries(int attempt, List<String> types) {
    return attempt <= max && (on.isEmpty() || types.stream().anyMatch(on::contains));
  }

  /**
   * How long to wait after this failed attempt.
   *
   * @param attempt which attempt failed, from 1
   * @param random from 0 to 1
   */
  public Duration delay(int attempt, double random) {
    double factor = Math.pow(2, Math.min(attempt - 1, 40));
    double millis = Math.min(backoff.toMillis() * factor, (double) MOST_BACKOFF.toMillis());
    return Duration.ofMillis(Math.round(millis * (0.5 + random / 2)));
  }
}
