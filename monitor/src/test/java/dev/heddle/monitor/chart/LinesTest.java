package dev.heddle.monitor.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Figures over time as lines. */
class LinesTest {
  private static Parsed draw(boolean logarithmic, double[]... values) {
    List<Lines.Line> lines = Arrays.stream(values).map(v -> new Lines.Line("p", v)).toList();
    return new Parsed(
        new Lines(
                Frame.of("lines", "Lines").sized(328, 136),
                Examples.NOON,
                1000,
                Unit.COUNT,
                logarithmic,
                lines)
            .svg());
  }

  @Test
  void aLineIsInterruptedWhereNothingIsKnown() {
    Parsed parsed = draw(false, new double[] {0, 100, Double.NaN, 50, Double.NaN, 100});

    assertThat(parsed.all("path", "line").get(0).getAttribute("d")).isEqualTo("M64 110L104 10");
    assertThat(parsed.all("path", "alone").get(0).getAttribute("d"))
        .isEqualTo("M184 60h0M264 10h0");
  }

  @Test
  void equalRatiosAreEquallyHighOnALogarithmicScale() {
    Parsed parsed = draw(true, new double[] {1, 10, 100});

    assertThat(parsed.all("path", "line").get(0).getAttribute("d"))
        .isEqualTo("M64 110L164 60L264 10");
  }

  @Test
  void namesAtTheUpperEdgeAreNotCutOff() {
    Parsed parsed = draw(false, new double[] {1, 100}, new double[] {1, 100});

    assertThat(parsed.all("text", "name"))
        .allSatisfy(name -> assertThat(Parsed.number(name, "y")).isGreaterThanOrEqualTo(12));
  }

  @Test
  void namesOfLinesThatEndTogetherAreUnderEachOther() {
    Parsed parsed = draw(false, new double[] {1, 50}, new double[] {1, 51}, new double[] {1, 50});

    List<Double> places =
        parsed.all("text", "name").stream().map(name -> Parsed.number(name, "y")).toList();
    assertThat(places).hasSize(3).isSorted();
    assertThat(places.get(1) - places.get(0)).isGreaterThanOrEqualTo(14.9);
    assertThat(places.get(2) - places.get(1)).isGreaterThanOrEqualTo(14.9);
  }

  @Test
  void linesDifferByMoreThanTheirPlace() {
    assertThat(draw(false, new double[] {1, 2}, new double[] {2, 3}).all("path", "line"))
        .extracting((Element line) -> line.getAttribute("class"))
        .containsExactly("line line-0", "line line-0 alone", "line line-1", "line line-1 alone");
  }
}
