package dev.heddle.work;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * How much a worker takes beyond its free slots: only of tasks whose bodies, as measured, say that
 * it will begin within 100 ms (PROTOCOL §3.1). Thread-safe.
 */
final class Prefetch {
  private static final double NEWEST = 0.2;

  /** What took longer than so many times the mean, and than the time below, counts as that. */
  private static final double OUTLIER = 4;

  private static final double OUTLIER_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long AHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long TINY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Most that are taken ahead: as many as a commit holds. */
  private static final int MOST = 1_000;

  private final Map<String, Double> meanNanos = new ConcurrentHashMap<>();

  /**
   * A body has taken so long. A thread that others kept from the processor for a few milliseconds
   * says little of its body, so a single long one counts for no more than an outlier: where bodies
   * do take longer, a dozen of them say so.
   */
  void note(String task, long nanos) {
    meanNanos.merge(task, (double) nanos, Prefetch::mean);
  }

  private static double mean(double before, double newest) {
    double counted = Math.min(newest, Math.max(OUTLIER * before, OUTLIER_NANOS));
    return before + NEWEST * (counted - before);
  }

  /** Whether handing its bodies to a thread one by one would cost more than they do. */
  boolean isTiny(String task) {
    Double mean = meanNanos.get(task);
    return mean != null && mean < TINY_NANOS;
  }

  /** Tasks of tiny bodies. */
  Set<String> tiny() {
    return below(0, TINY_NANOS);
  }

  /** Tasks of short, but not tiny, bodies. */
  Set<String> shorts() {
    return below(TINY_NANOS, SHORT_NANOS);
  }

  private Set<String> below(long least, long most) {
    return meanNanos.entrySet().stream()
        .filter(e -> e.getValue() >= least && e.getValue() < most)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** How many bodies of these tasks begin within the time ahead. */
  int ahead(Set<String> tasks, int slots) {
    double slowest =
        tasks.stream().mapToDouble(task -> meanNanos.getOrDefault(task, 1e9)).max().orElse(1e9);
    return (int) Math.min(MOST, slots * AHEAD_NANOS / Math.max(slowest, 1_000));
  }
}
