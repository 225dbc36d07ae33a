package dev.heddle.monitor.chart;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * A line without axes for a cell of a table, from 0 at its bottom to its largest figure at its top,
 * with a dot at its end.
 *
 * @param words what it shows, for tooltips and screen readers
 * @param unit of the figures
 * @param values in turn; not a number where nothing is known, which is drawn as a gap
 */
public record Sparkline(String words, Unit unit, double[] values) {
  private static final int WIDTH = 96;
  private static final int HEIGHT = 20;
  private static final int EDGE = 3;

  /** The picture as one {@code svg} element, 96 × 20 pixels. */
  public String svg() {
    double most = known().map(Math::abs).max().orElse(0);
    String summary = summary();
    Markup svg =
        Cell.open("spark", WIDTH, HEIGHT, summary).leaf("path", "class", "base", "d", "M0 19.5H96");
    double last = Plot.last(values);
    if (Double.isFinite(last)) {
      DoubleUnaryOperator height = value -> y(value, most);
      svg.leaf("path", "class", "line line-0", "d", Plot.path(values, this::x, height))
          .leaf("path", "class", "line line-0 alone", "d", Plot.dots(values, this::x, height));
      int end = values.length - 1;
      while (!Double.isFinite(values[end])) {
        end--;
      }
      svg.leaf("circle", "class", "dot", "cx", x(end), "cy", y(last, most), "r", 2);
    }
    return svg.end().toString();
  }

  private double x(double index) {
    return EDGE + index / Math.max(1, values.length - 1) * (WIDTH - 2 * EDGE);
  }

  private static double y(double value, double most) {
    double part = most == 0 ? 0 : Math.max(0, value / most);
    return HEIGHT - EDGE - part * (HEIGHT - 2 * EDGE);
  }

  private DoubleStream known() {
    return DoubleStream.of(values).filter(Double::isFinite);
  }

  private String summary() {
    return Text.atMost(words, 200)
        + (known().findAny().isEmpty()
            ? ": not known"
            : String.format(
                ": %s to %s, last %s",
                unit.text(known().min().orElseThrow()),
                unit.text(known().max().orElseThrow()),
                unit.text(Plot.last(values))));
  }
}
