package dev.heddle.benchmarks.peers;

import java.util.Locale;

/** What is measured, in the order of the table. */
enum Measure {
  SUBMIT_SINGLE("submit, one thread, one by one", "%,.0f/s", true),
  SUBMIT_BATCH("submit, as one batch", "%,.0f/s", true),
  DRAIN_SMALL("drain 10,000", "%,.0f/s", true),
  DRAIN_LARGE("drain 100,000", "%,.0f/s", true),
  DRAIN_NORMAL("drain 10,000, others with synchronous NORMAL", "%,.0f/s", true),
  CLIENT_CPU("CPU of the process, per no-op drained", "%,.0f µs", false),
  SERVER_CPU("CPU of the server, per no-op drained", "%,.0f µs", false),
  COMMITS("commits per no-op drained", "%,.3f", false),
  IDLE_P50("idle, submit to its run, one process, p50", "%,.1f ms", false),
  IDLE_P95("idle, submit to its run, one process, p95", "%,.1f ms", false),
  APART_P50("idle, submit to result, two processes, p50", "%,.1f ms", false),
  APART_P95("idle, submit to result, two processes, p95", "%,.1f ms", false),
  RECOVERY("kill -9 to running again, defaults", "%,.2f s", false);

  final String title;

  /** Whether a larger figure is the better one. */
  final boolean rate;

  private final String format;

  /** Which part of all its figures is at most what the table says. */
  double percentile() {
    return this == IDLE_P95 || this == APART_P95 ? 0.95 : 0.5;
  }

  Measure(String title, String format, boolean rate) {
    this.title = title;
    this.format = format;
    this.rate = rate;
  }

  String show(double figure) {
    return String.format(Locale.ROOT, format, figure);
  }
}
