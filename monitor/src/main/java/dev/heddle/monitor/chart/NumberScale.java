package dev.heddle.monitor.chart;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Figures along a line, from round ones at both ends.
 *
 * @param low the figure at 0
 * @param high the figure at the end, larger
 * @param length of the line
 * @param logarithmic whether equal ratios are equally long, instead of equal differences
 * @param ticks round figures between the ends, rising
 */
record NumberScale(
    double low, double high, double length, boolean logarithmic, List<Double> ticks) {
  private static final int ABOUT = 4;

  private static final double[] DURATIONS = {
    0.001,
    0.01,
    0.1,
    1,
    10,
    100,
    1e3,
    10e3,
    60e3,
    600e3,
    3600e3,
    36_000e3,
    86_400e3,
    864_000e3,
    8_640_000e3
  };

  /** From 0 to a round figure that is not below this one. */
  static NumberScale linear(double most, double length, Unit unit) {
    double top = most > 0 && Double.isFinite(most) ? most : 1;
    double step = step(top / ABOUT, unit);
    int steps = (int) Math.ceil(top / step - 1e-9);
    return new NumberScale(
        0,
        steps * step,
        length,
        false,
        IntStream.rangeClosed(0, steps).mapToObj(i -> i * step).toList());
  }

  /** Between round figures that enclose these two, which are above 0. */
  static NumberScale logarithmic(double least, double most, double length, Unit unit) {
    double bottom = least > 0 && Double.isFinite(least) ? least : 1;
    double top = Math.max(bottom, most > 0 && Double.isFinite(most) ? most : 1);
    double[] round =
        unit == Unit.MILLIS
            ? DURATIONS
            : IntStream.rangeClosed(-3, 15).mapToDouble(i -> Math.pow(10, i)).toArray();
    double low = DoubleStream.of(round).filter(r -> r <= bottom).max().orElse(round[0]);
    double high = DoubleStream.of(round).filter(r -> r >= top && r > low).min().orElse(top * 10);
    List<Double> ticks = DoubleStream.of(round).filter(r -> r >= low && r <= high).boxed().toList();
    return new NumberScale(low, high, length, true, ticks);
  }

  /** Where a figure is; at the nearer end if it is outside. */
  double at(double value) {
    DoubleUnaryOperator shape = logarithmic ? Math::log : v -> v;
    double inside = Math.max(low, Math.min(high, value));
    return (shape.applyAsDouble(inside) - shape.applyAsDouble(low))
        / (shape.applyAsDouble(high) - shape.applyAsDouble(low))
        * length;
  }

  /** The smallest round step that is at least as large. */
  private static double step(double least, Unit unit) {
    if (unit == Unit.MILLIS && least > 1000) {
      return TimeScale.step(least);
    }
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    double ratio = least / power;
    boolean whole = unit == Unit.COUNT || unit == Unit.BYTES;
    boolean quarters = !whole || power >= 10;
    double round =
        ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 2.5 && quarters ? 2.5 : ratio <= 5 ? 5 : 10;
    return whole ? Math.max(1, power * round) : power * round;
  }
}
