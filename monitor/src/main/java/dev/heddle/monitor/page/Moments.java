package dev.heddle.monitor.page;

import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Refused;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moments as an address has them. */
final class Moments {
  /** How a parameter of one is described. */
  static final String FORM = "2026-01-31T12:00:00Z, 2026-01-31T12:00 in UTC, or 15m, 6h, 7d ago.";

  private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhd])");
  private static final Map<String, Long> UNITS =
      Map.of("s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

  private Moments() {}

  /**
   * What a parameter says, in epoch milliseconds; 0 if it is not there.
   *
   * @throws Refused if it is no moment
   */
  static long of(Asked asked, String name) {
    String text = asked.text(name);
    if (text.isEmpty()) {
      return 0;
    }
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      return asked.now() - Long.parseLong(ago.group(1)) * UNITS.getOrDefault(ago.group(2), 0L);
    }
    try {
      Instant at =
          text.endsWith("Z")
              ? Instant.parse(text)
              : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
      return Math.max(1, at.toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      throw Refused.malformed("The parameter " + name + " has to be a moment: " + FORM);
    }
  }
}
