package dev.heddle.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Durations and moments as people read them. */
final class Times {
  private Times() {}

  /** {@code 3 ms}, {@code 0.53 s}, {@code 41.2 s}, {@code 3 min 07 s}, {@code 2 h 05 min}. */
  static String duration(double millis) {
    if (millis < 1) {
      return millis <= 0 ? "0 ms" : "<1 ms";
    }
    if (millis < 99.5) {
      return Math.round(millis) + " ms";
    }
    double seconds = millis / 1000;
    if (seconds < 9.995) {
      return String.format(Locale.ROOT, "%.2f s", seconds);
    }
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }

  /** From one moment to another, both in epoch milliseconds. */
  static String between(long from, long to) {
    return duration(Math.max(0.5, (double) (to - from)));
  }

  /** In ISO format, UTC; null for 0, which stands for "not yet". */
  static @Nullable String iso(long epochMillis) {
    return epochMillis == 0 ? null : Instant.ofEpochMilli(epochMillis).toString();
  }

  /** The time of day if it is today, else with the date. */
  static String moment(long epochMillis, ZoneId zone, LocalDate today) {
    ZonedDateTime at = Instant.ofEpochMilli(epochMillis).atZone(zone);
    return DateTimeFormatter.ofPattern(
            at.toLocalDate().equals(today) ? "'today' HH:mm:ss" : "yyyy-MM-dd HH:mm:ss",
            Locale.ROOT)
        .format(at);
  }
}
