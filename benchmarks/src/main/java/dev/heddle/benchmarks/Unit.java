package dev.heddle.benchmarks;

import java.util.Locale;

/** What a figure counts, and how a person reads it. */
enum Unit {
  PER_SECOND("%,.0f/s"),
  SECONDS("%,.2f s"),
  MILLIS("%,.1f ms"),
  SHORT_MILLIS("%,.2f ms"),
  MICROS("%,.2f µs"),
  NANOS("%,.2f ns"),
  BYTES("%,.0f B"),
  MEBIBYTES("%,.0f MiB"),
  COUNT("%,.0f");

  private final String format;

  Unit(String format) {
    this.format = format;
  }

  String show(double figure) {
    return String.format(Locale.ROOT, format, figure);
  }
}
