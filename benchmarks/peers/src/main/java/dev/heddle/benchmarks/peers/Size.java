package dev.heddle.benchmarks.peers;

/**
 * How much is measured.
 *
 * @param cycles of what each figure is the median; each contestant has a new JVM in each
 * @param warmUp no-ops ordered and carried out before anything is measured...
 * @param warmUpSeconds ...again and again for so long
 * @param single how many are ordered one by one
 * @param small how many are drained, those ordered one by one included
 * @param slow how many by one that is slower than 300 a second
 * @param large how many are drained in the large run
 * @param batch how many are ordered at once in the large run
 * @param warmTrips round trips while idle before any is measured, for as long as {@code
 *     tripSeconds}...
 * @param newProcessSeconds ...and for so long, however many, with a new process for the workers
 * @param trips round trips while idle, if {@code tripSeconds} allow as many
 * @param tripSeconds how long the round trips may take
 * @param kills how often a process is killed, where another takes over at once
 * @param patienceSeconds how long one waits for the body to be running again
 */
record Size(
    int cycles,
    int warmUp,
    int warmUpSeconds,
    int single,
    int small,
    int slow,
    int large,
    int batch,
    int warmTrips,
    int newProcessSeconds,
    int trips,
    int tripSeconds,
    int kills,
    int patienceSeconds) {
  static final Size FULL =
      new Size(3, 2_500, 40, 2_000, 10_000, 2_500, 100_000, 10_000, 600, 40, 200, 8, 5, 120);

  /** Shows that everything runs; its figures mean nothing. */
  static final Size QUICK = new Size(1, 50, 0, 20, 100, 100, 500, 250, 2, 1, 1, 1, 1, 10);
}
