package dev.heddle.monitor.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is to be read can be, in both themes. */
class ChartColoursTest {
  private static final Pattern COLOUR = Pattern.compile("--chart-([a-z-]+): #([0-9a-f]{6});");

  private final String css = css();
  private final Map<String, Integer> light = colours(":root {");
  private final Map<String, Integer> dark = colours(":root[data-theme=\"dark\"] {");

  @Test
  void bothWaysToTheDarkThemeLeadToTheSameColours() {
    assertThat(colours(":root:not([data-theme=\"light\"]) {")).isEqualTo(dark);
    assertThat(dark.keySet()).isEqualTo(light.keySet());
  }

  @Test
  void textsStandOutFromWhatIsBehindThem() {
    for (Map<String, Integer> theme : List.of(light, dark)) {
      for (String text : List.of("ink", "quiet")) {
        for (String ground : List.of("ground", "lane")) {
          assertThat(contrast(theme, text, ground)).as(text + " on " + ground).isGreaterThan(4.5);
        }
      }
    }
  }

  @Test
  void marksStandOutFromTheGroundAndTheirTexturesFromThemselves() {
    for (Map<String, Integer> theme : List.of(light, dark)) {
      for (Kind kind : Kind.values()) {
        String name = kind.word();
        assertThat(contrast(theme, name, "ground")).as(name).isGreaterThan(3);
        assertThat(contrast(theme, name, "lane")).as(name).isGreaterThan(3);
        assertThat(contrast(theme, name, name + "-pale")).as(name).isGreaterThan(3);
      }
      for (String line : List.of("accent", "edge")) {
        assertThat(contrast(theme, line, "ground")).as(line).isGreaterThan(3);
      }
    }
  }

  @Test
  void eachKindHasItsColours() {
    for (Kind kind : Kind.values()) {
      assertThat(css)
          .contains(
              "."
                  + kind.css()
                  + " { --k: var(--chart-"
                  + kind.word()
                  + "); --pale: var(--chart-"
                  + kind.word()
                  + "-pale); }");
    }
  }

  private static double contrast(Map<String, Integer> theme, String one, String other) {
    double a = luminance(theme.get(one));
    double b = luminance(theme.get(other));
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  /** Relative luminance as WCAG 2 defines it. */
  private static double luminance(int colour) {
    return 0.2126 * linear(colour >> 16)
        + 0.7152 * linear(colour >> 8 & 0xff)
        + 0.0722 * linear(colour & 0xff);
  }

  private static double linear(int part) {
    double value = part / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }

  private Map<String, Integer> colours(String selector) {
    int start = css.indexOf(selector);
    assertThat(start).as(selector).isNotNegative();
    Matcher matcher = COLOUR.matcher(css.substring(start, css.indexOf('}', start)));
    Map<String, Integer> colours = new HashMap<>();
    while (matcher.find()) {
      colours.put(matcher.group(1), Integer.parseInt(matcher.group(2), 16));
    }
    return colours;
  }

  private static String css() {
    try (InputStream in =
        ChartColoursTest.class.getResourceAsStream("/dev/heddle/monitor/assets/charts.css")) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
