package dev.heddle.monitor.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Figures along a line. */
class NumberScaleTest {
  @Test
  void linearTicksAreRound() {
    assertThat(NumberScale.linear(87, 100, Unit.COUNT).ticks())
        .containsExactly(0.0, 25.0, 50.0, 75.0, 100.0);
    assertThat(NumberScale.linear(1, 100, Unit.COUNT).ticks()).containsExactly(0.0, 1.0);
    assertThat(NumberScale.linear(150_000, 100, Unit.MILLIS).ticks())
        .containsExactly(0.0, 60_000.0, 120_000.0, 180_000.0);
  }

  @Test
  void ofNothingThereIsAScaleAllTheSame() {
    assertThat(NumberScale.linear(0, 100, Unit.COUNT).ticks()).containsExactly(0.0, 1.0);
    assertThat(NumberScale.linear(Double.NaN, 100, Unit.MILLIS).high()).isEqualTo(1);
    assertThat(NumberScale.logarithmic(0, 0, 100, Unit.MILLIS).high()).isGreaterThan(1);
  }

  @Test
  void logarithmicOnesEncloseTheirFigures() {
    NumberScale scale = NumberScale.logarithmic(3, 45_000, 100, Unit.MILLIS);

    assertThat(scale.ticks()).containsExactly(1.0, 10.0, 100.0, 1e3, 10e3, 60e3);
    assertThat(scale.at(1)).isZero();
    assertThat(scale.at(60_000)).isEqualTo(100);
    assertThat(scale.at(100) - scale.at(10)).isCloseTo(scale.at(10), within(1e-9));
    assertThat(scale.at(0)).as("what is not above 0 is at the bottom").isZero();
  }

  @ParameterizedTest
  @EnumSource(Unit.class)
  void anyFigureIsOnTheLineAndTicksAreFew(Unit unit) {
    Random random = new Random(5);
    for (int round = 0; round < 1000; round++) {
      double most = Math.pow(10, random.nextDouble() * 12 - 3);
      double least = most * random.nextDouble();
      for (NumberScale scale :
          new NumberScale[] {
            NumberScale.linear(most, 200, unit), NumberScale.logarithmic(least, most, 200, unit)
          }) {
        assertThat(scale.high()).isGreaterThanOrEqualTo(most * (1 - 1e-9));
        assertThat(scale.at(most)).isBetween(0.0, 200.0);
        assertThat(scale.at(least)).isLessThanOrEqualTo(scale.at(most));
        assertThat(scale.ticks()).hasSizeBetween(2, 20).isSorted();
      }
    }
  }
}
