package dev.heddle.monitor.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** What a figure counts, and so how it is written. */
public enum Unit {
  /** {@code 950}, {@code 1.2k}, {@code 3.4M}. */
  COUNT,
  /** Of milliseconds: {@code 250 ms}, {@code 2.5 s}, {@code 3 min 20 s}, {@code 2 h 05 min}. */
  MILLIS,
  /** {@code 950 B}, {@code 1.2 kB}, {@code 3.4 MB}. */
  BYTES,
  /** Of 1: {@code 12 %}. */
  SHARE;

  /** Short, for axes and cells; a dash if it is not a number. */
  public String text(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    return switch (this) {
      case COUNT -> scaled(value, "", "k", "M", "G");
      case MILLIS -> lasting(value);
      case BYTES -> scaled(value, " B", " kB", " MB", " GB", " TB");
      case SHARE -> share(value);
    };
  }

  /** A length of time, of whole milliseconds. */
  static String duration(long millis) {
    return MILLIS.text((double) millis);
  }

  /** A whole number with its thousands apart. */
  static String whole(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String scaled(double value, String... suffixes) {
    double scaled = value;
    int power = 0;
    while (Math.abs(scaled) >= 999.5 && power < suffixes.length - 1) {
      scaled /= 1000;
      power++;
    }
    return digits(scaled, 3) + suffixes[power];
  }

  private static String share(double value) {
    double percent = value * 100;
    // 0 and 100 are promises: what is only nearly all of it does not say so.
    if (value > 0 && percent < 0.1) {
      return "<0.1 %";
    }
    if (value < 1 && percent > 99.9) {
      return ">99.9 %";
    }
    return digits(percent, 3) + " %";
  }

  private static String lasting(double millis) {
    if (millis < 0) {
      return "−" + lasting(-millis);
    }
    if (millis < 999.5) {
      return digits(millis, 3) + " ms";
    }
    if (millis < 59_950) {
      return digits(millis / 1000, 3) + " s";
    }
    long seconds = Math.round(millis / 1000);
    if (seconds < 3600) {
      return two(seconds / 60, " min", seconds % 60, " s");
    }
    return seconds < 86_400
        ? two(seconds / 3600, " h", seconds % 3600 / 60, " min")
        : two(seconds / 86_400, " d", seconds % 86_400 / 3600, " h");
  }

  private static String two(long large, String ofLarge, long small, String ofSmall) {
    return large
        + ofLarge
        + (small == 0 ? "" : String.format(Locale.ROOT, " %02d%s", small, ofSmall));
  }

  /** Rounded to as many digits as count, but never a whole one away. */
  private static String digits(double value, int count) {
    BigDecimal exact = BigDecimal.valueOf(value);
    int before = exact.precision() - exact.scale();
    BigDecimal rounded =
        exact.setScale(Math.max(0, Math.min(count, count - before)), RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
