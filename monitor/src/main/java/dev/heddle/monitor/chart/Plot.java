package dev.heddle.monitor.chart;

import java.util.function.DoubleUnaryOperator;

/** The path of a line through points at equal distances, interrupted where a figure is missing. */
final class Plot {
  private Plot() {}

  /** The value of a path's {@code d}; empty if no two figures are beside each other. */
  static String path(double[] values, DoubleUnaryOperator x, DoubleUnaryOperator y) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      if (isKnown(values, i) && (isKnown(values, i - 1) || isKnown(values, i + 1))) {
        path.append(isKnown(values, i - 1) ? 'L' : 'M').append(point(values, i, x, y));
      }
    }
    return path.toString();
  }

  /**
   * The same of the figures that stand alone between missing ones: lines of no length, which round
   * ends show as dots.
   */
  static String dots(double[] values, DoubleUnaryOperator x, DoubleUnaryOperator y) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      if (isKnown(values, i) && !isKnown(values, i - 1) && !isKnown(values, i + 1)) {
        path.append('M').append(point(values, i, x, y)).append("h0");
      }
    }
    return path.toString();
  }

  private static boolean isKnown(double[] values, int i) {
    return i >= 0 && i < values.length && Double.isFinite(values[i]);
  }

  private static String point(
      double[] values, int i, DoubleUnaryOperator x, DoubleUnaryOperator y) {
    return Markup.number(x.applyAsDouble(i)) + " " + Markup.number(y.applyAsDouble(values[i]));
  }

  /** The last figure that is known; not a number if none is. */
  static double last(double[] values) {
    for (int i = values.length - 1; i >= 0; i--) {
      if (Double.isFinite(values[i])) {
        return values[i];
      }
    }
    return Double.NaN;
  }
}
