package dev.heddle.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param repeats of what each figure is the median
 * @param warmUp calls evaluated before anything is measured
 * @param sizes calls per execution
 * @param batch calls per execution where one size must do
 * @param million calls of the large store and of the large execution
 * @param depth of the recursion, the chained maps and the sequence
 * @param sustained how long fresh calls go on
 * @param launches of the command line
 * @param asked how often each question of a monitor, after as many to warm up
 */
record Scale(
    int repeats,
    int warmUp,
    List<Integer> sizes,
    int batch,
    int million,
    int depth,
    Duration sustained,
    int launches,
    int asked) {
  static final Scale FULL =
      new Scale(
          3,
          100_000,
          List.of(1_000, 10_000, 100_000),
          10_000,
          1_000_000,
          100_000,
          Duration.ofSeconds(60),
          10,
          20);

  /** Shows that everything runs; its figures mean nothing. */
  static final Scale QUICK =
      new Scale(1, 200, List.of(100, 1_000), 500, 3_000, 1_000, Duration.ofMillis(300), 1, 2);
}
