package dev.heddle.monitor.page;

import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Parameter;
import dev.heddle.monitor.http.Refused;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How far back a page looks, and in steps of what length. */
public enum Span {
  HOUR("1h", "Hour", 60, 1),
  SIX_HOURS("6h", "6 hours", 6 * 60, 5),
  DAY("24h", "Day", 24 * 60, 60), // from hours on, what is counted by the hour is enough
  WEEK("7d", "Week", 7 * 24 * 60, 120);

  private static final long MINUTE = 60_000;

  private final String text;
  private final String label;
  private final long minutes;
  private final long step;

  Span(String text, String label, long minutes, long step) {
    this.text = text;
    this.label = label;
    this.minutes = minutes;
    this.step = step;
  }

  static final Parameter PARAMETER =
      Parameter.query("span", "How far back to look; 1h if not said.")
          .of(Arrays.stream(values()).map(Span::text).toList());

  static Span of(Asked asked) {
    String text = asked.text("span");
    if (text.isEmpty()) {
      return HOUR;
    }
    return Arrays.stream(values())
        .filter(span -> span.text.equals(text))
        .findAny()
        .orElseThrow(
            () ->
                Refused.malformed(
                    "The parameter span is one of "
                        + String.join(", ", List.of("1h", "6h", "24h", "7d"))
                        + "."));
  }

  /** As in an address. */
  public String text() {
    return text;
  }

  public String label() {
    return label;
  }

  /** As in "the last hour". */
  public String words() {
    return label.toLowerCase(Locale.ROOT);
  }

  /** All there are, for a template. */
  public static List<Span> all() {
    return List.of(values());
  }

  long stepMillis() {
    return step * MINUTE;
  }

  /** The end of the step that now is in. */
  long to(long now) {
    return (Math.floorDiv(now, stepMillis()) + 1) * stepMillis();
  }

  long from(long now) {
    return to(now) - minutes * MINUTE;
  }
}
