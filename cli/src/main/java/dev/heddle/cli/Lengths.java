package dev.heddle.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as they are typed: {@code 500ms}, {@code 30s}, {@code 5m}, {@code PT1H30M}. */
final class Lengths {
  private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private static final Pattern ISO =
      Pattern.compile("P(\\d+D)?(T[\\d.]+[HMS].*)?", Pattern.CASE_INSENSITIVE);

  private Lengths() {}

  /** Whether this reads as one, so that it may stand behind an option that needs none. */
  static boolean isOne(String text) {
    return SHORT.matcher(text).matches() || ISO.matcher(text).matches();
  }

  /**
   * Reads one.
   *
   * @param option for the message
   * @throws UsageException if it is none
   */
  static Duration parse(String option, String text) {
    Matcher matcher = SHORT.matcher(text);
    if (matcher.matches()) {
      long count = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(count);
        case "s" -> Duration.ofSeconds(count);
        case "m" -> Duration.ofMinutes(count);
        case "h" -> Duration.ofHours(count);
        default -> Duration.ofDays(count);
      };
    }
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // told below, with what would do
    }
    throw new UsageException(
        option + " takes a length of time, as 500ms, 30s, 5m, 2h, 30d or PT1H30M, not " + text);
  }
}
