package dev.heddle.monitor.chart;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Puts what overlaps in time under each other: each into the first lane that is free when it
 * begins, which takes as few lanes as can be (greedy interval partitioning).
 */
final class Packing {
  private Packing() {}

  /**
   * The lanes, by index from 0.
   *
   * @param starts in any order
   * @param ends what is not after its start counts as one unit long
   */
  static int[] lanes(long[] starts, long[] ends) {
    int[] lane = new int[starts.length];
    TreeSet<Integer> free = new TreeSet<>();
    PriorityQueue<Integer> busy =
        new PriorityQueue<>(Comparator.comparingLong((Integer i) -> end(starts, ends, i)));
    int[] byStart =
        IntStream.range(0, starts.length)
            .boxed()
            .sorted(
                Comparator.comparingLong((Integer i) -> starts[i]).thenComparingLong(i -> ends[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int used = 0;
    for (int i : byStart) {
      while (!busy.isEmpty() && end(starts, ends, busy.element()) <= starts[i]) {
        free.add(lane[busy.remove()]);
      }
      Integer first = free.pollFirst();
      lane[i] = first == null ? used++ : first;
      busy.add(i);
    }
    return lane;
  }

  private static long end(long[] starts, long[] ends, int i) {
    return Math.max(starts[i] + 1, ends[i]);
  }
}
