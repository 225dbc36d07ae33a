package dev.heddle.store;

import java.util.SortedMap;

/**
 * Durations on a logarithmic scale: bucket 0 is below a millisecond, and four buckets are a
 * doubling, so that a duration is known to within a fifth. Sums of such histograms are histograms.
 */
public final class Durations {
  private static final int PER_DOUBLING = 4;

  /** Of 37 days; what lasts longer counts as that. */
  public static final int LARGEST = 126;

  private Durations() {}

  /** The bucket of a duration. */
  public static int bucket(long millis) {
    if (millis < 1) {
      return 0;
    }
    double doublings = Math.log((double) millis) / Math.log(2);
    return Math.min(LARGEST, 1 + (int) Math.floor(doublings * PER_DOUBLING + 1e-9));
  }

  /** The geometric middle of a bucket, in milliseconds. */
  public static double millis(int bucket) {
    return bucket == 0 ? 0.5 : Math.pow(2, (bucket - 0.5) / PER_DOUBLING);
  }

  /**
   * A percentile of a histogram, in milliseconds; not a number if it is empty.
   *
   * @param counts by bucket
   * @param part 0.95 for the 95th percentile
   */
  public static double percentile(SortedMap<Integer, Long> counts, double part) {
    long total = counts.values().stream().mapToLong(Long::longValue).sum();
    long rank = Math.max(1, (long) Math.ceil(total * part));
    long passed = 0;
    for (var entry : counts.entrySet()) {
      passed += entry.getValue();
      if (passed >= rank) {
        return millis(entry.getKey());
      }
    }
    return Double.NaN;
  }
}
