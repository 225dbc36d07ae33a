package dev.heddle.benchmarks.peers;

/** How a contestant is set. */
enum Mode {
  /** As its documentation advises for throughput, with {@link Contestant#WORKERS} workers. */
  TUNED,

  /** As it is when nothing is set. */
  DEFAULTS
}
