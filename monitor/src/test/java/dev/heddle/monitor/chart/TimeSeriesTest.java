package dev.heddle.monitor.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Bars over time. */
class TimeSeriesTest {
  private static final TimeSeries TWO =
      new TimeSeries(
          Frame.of("two", "Two series").sized(400, 236),
          Examples.NOON,
          60_000,
          List.of(
              new TimeSeries.Series("run", Kind.RUN, new double[] {10, Double.NaN, 40}),
              new TimeSeries.Series("failed", Kind.FAILED, new double[] {30, Double.NaN, 0})),
          List.of("/a", "/b", "/c"));

  private final Parsed parsed = new Parsed(TWO.svg());

  @Test
  void barsStandOnEachOtherInProportion() {
    Element run = parsed.all("rect", "k-run").get(0);
    Element failed = parsed.all("rect", "k-failed").get(0);

    assertThat(Parsed.number(run, "height")).isCloseTo(50, within(0.01));
    assertThat(Parsed.number(failed, "height")).isCloseTo(150, within(0.01));
    assertThat(Parsed.number(failed, "y") + Parsed.number(failed, "height"))
        .isCloseTo(Parsed.number(run, "y"), within(0.01));
    assertThat(Parsed.number(failed, "x")).isEqualTo(Parsed.number(run, "x"));
  }

  @Test
  void whatIsNotKnownIsAGapAndNothingIsNoMark() {
    assertThat(parsed.all("rect", "gap")).hasSize(1);
    assertThat(parsed.all("rect", "k-failed")).hasSize(1);
    assertThat(parsed.texts("title"))
        .contains(
            "28 Nov 2026 12:00:00, 1 min: 10 run, 30 failed",
            "28 Nov 2026 12:01:00, 1 min: not known",
            "28 Nov 2026 12:02:00, 1 min: 40 run");
  }

  @Test
  void eachBarLeadsToItsOwnAddress() {
    assertThat(parsed.all("a"))
        .extracting(a -> a.getAttribute("href"))
        .containsExactly("/a", "/b", "/c");
  }

  @Test
  void theDescriptionHasTheTotals() {
    assertThat(parsed.texts("desc").get(0))
        .isEqualTo(
            "From 28 Nov 2026 12:00:00 to 28 Nov 2026 12:03:00 UTC, in bars of 1 min."
                + " Altogether 50 run, 30 failed; at most 40 in a bar.");
  }
}
