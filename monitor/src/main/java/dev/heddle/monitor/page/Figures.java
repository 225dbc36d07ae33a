package dev.heddle.monitor.page;

import dev.heddle.store.Activity;
import dev.heddle.store.Durations;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a span of time had. Durations are those of bodies, in milliseconds; null of nothing.
 *
 * @param failureShare of those that ran to an end, which failed
 * @param cachedShare of all that gave a result, which came from the record
 * @param waitedP95 from being due until a worker took it
 */
public record Figures(
    long succeeded,
    long failed,
    long cancelled,
    long cached,
    @Nullable Double p50,
    @Nullable Double p95,
    @Nullable Double p99,
    @Nullable Double failureShare,
    @Nullable Double cachedShare,
    @Nullable Double waitedP95) {
  static Figures of(Iterable<Activity> activity) {
    Map<Activity.Kind, SortedMap<Integer, Long>> counts = new EnumMap<>(Activity.Kind.class);
    for (Activity.Kind kind : Activity.Kind.values()) {
      counts.put(kind, new TreeMap<>());
    }
    SortedMap<Integer, Long> ran = new TreeMap<>();
    for (Activity a : activity) {
      counts
          .computeIfAbsent(a.kind(), k -> new TreeMap<>())
          .merge(a.bucket(), a.count(), Long::sum);
      if (a.kind() == Activity.Kind.SUCCEEDED || a.kind() == Activity.Kind.FAILED) {
        ran.merge(a.bucket(), a.count(), Long::sum);
      }
    }
    long succeeded = total(counts, Activity.Kind.SUCCEEDED);
    long failed = total(counts, Activity.Kind.FAILED);
    long cached = total(counts, Activity.Kind.CACHED);
    return new Figures(
        succeeded,
        failed,
        total(counts, Activity.Kind.CANCELLED),
        cached,
        percentile(ran, 0.5),
        percentile(ran, 0.95),
        percentile(ran, 0.99),
        share(failed, succeeded + failed),
        share(cached, succeeded + cached),
        percentile(counts.getOrDefault(Activity.Kind.WAITED, new TreeMap<>()), 0.95));
  }

  private static long total(
      Map<Activity.Kind, SortedMap<Integer, Long>> counts, Activity.Kind kind) {
    SortedMap<Integer, Long> of = counts.getOrDefault(kind, new TreeMap<>());
    return of.values().stream().mapToLong(Long::longValue).sum();
  }

  private static @Nullable Double percentile(SortedMap<Integer, Long> counts, double part) {
    return counts.isEmpty() ? null : Durations.percentile(counts, part);
  }

  private static @Nullable Double share(long part, long whole) {
    return whole == 0 ? null : (double) part / whole;
  }

  /** How many ended. */
  public long ended() {
    return succeeded + failed + cancelled + cached;
  }
}
