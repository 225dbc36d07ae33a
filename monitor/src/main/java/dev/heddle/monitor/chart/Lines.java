package dev.heddle.monitor.chart;

import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Figures over time as lines, told apart by their dashes as well, with their names at their ends.
 *
 * @param frame where it stands; it is drawn in exactly that size
 * @param from the middle of the first interval, in epoch milliseconds
 * @param step from one figure to the next, in milliseconds
 * @param unit of the figures
 * @param logarithmic whether equal ratios are equally high; figures below or at 0 are at the bottom
 * @param lines at most four; those beyond look like the fourth
 */
public record Lines(
    Frame frame, long from, long step, Unit unit, boolean logarithmic, List<Line> lines)
    implements Picture {
  /**
   * One of them.
   *
   * @param values in turn; not a number where nothing is known, which is drawn as a gap
   */
  public record Line(String words, double[] values) {
    private DoubleStream known() {
      return DoubleStream.of(values).filter(Double::isFinite);
    }
  }

  private record EndLabel(int line, double y, String text) {}

  private static final int LEFT = 64;
  private static final int RIGHT = 64;
  private static final int TOP = 10;
  private static final int BOTTOM = 26;
  private static final int LABEL_HEIGHT = 15;

  /** The middle of the highest label of which nothing is cut off. */
  private static final int LABEL_TOP = 8;

  /** Checks the step. */
  public Lines {
    if (step <= 0) {
      throw new IllegalArgumentException("a step is at least a millisecond long, not " + step);
    }
    lines = List.copyOf(lines);
  }

  @Override
  public List<Legend.Entry> legend() {
    return IntStream.range(0, lines.size())
        .mapToObj(i -> (Legend.Entry) new Legend.LineEntry(css(i), lines.get(i).words))
        .toList();
  }

  @Override
  public String svg() {
    int points = lines.stream().mapToInt(line -> line.values.length).max().orElse(0);
    TimeScale time =
        new TimeScale(from, from + step * Math.max(1, points - 1), frame.width() - LEFT - RIGHT);
    double height = Math.max(40, frame.height() - TOP - BOTTOM);
    Axes axes = new Axes(LEFT, TOP, time.length(), height);
    NumberScale scale = scale(height);
    double bottom = TOP + height;

    Markup svg = frame.open("lines", (int) height + TOP + BOTTOM, description(time), false);
    axes.figures(svg, scale, unit);
    for (int i = 0; i < lines.size(); i++) {
      double[] values = lines.get(i).values;
      DoubleUnaryOperator x = point -> LEFT + time.at(from + ((long) point) * step);
      DoubleUnaryOperator y = value -> bottom - scale.at(value);
      svg.open("g")
          .leafText("title", summary(lines.get(i)))
          .leaf("path", "class", css(i), "d", Plot.path(values, x, y))
          .leaf("path", "class", css(i) + " alone", "d", Plot.dots(values, x, y))
          .end();
    }
    names(svg, scale, bottom);
    axes.times(svg, time, time.clock(frame.zone(), axes.timeTicks()));
    if (known().findAny().isEmpty()) {
      axes.nothing(svg, "Nothing in this time");
    }
    return svg.end().toString();
  }

  /** Beside the lines' ends, moved apart where those are close to each other. */
  private void names(Markup svg, NumberScale scale, double bottom) {
    List<EndLabel> labels =
        IntStream.range(0, lines.size())
            .filter(i -> Double.isFinite(Plot.last(lines.get(i).values)))
            .mapToObj(
                i ->
                    new EndLabel(
                        i,
                        bottom - scale.at(Plot.last(lines.get(i).values)),
                        Text.fit(lines.get(i).words, RIGHT - 8, 12)))
            // Lines are named from the lowest: of those that end together, the last one is on top.
            .sorted(
                Comparator.comparingDouble(EndLabel::y)
                    .thenComparing(Comparator.comparingInt(EndLabel::line).reversed()))
            .toList();
    double[] places = Apart.place(labels.stream().mapToDouble(EndLabel::y).toArray(), LABEL_HEIGHT);
    for (int i = 0; i < labels.size(); i++) {
      svg.leafText(
          "text",
          labels.get(i).text,
          "class",
          "name",
          "x",
          (double) frame.width() - RIGHT + 7,
          "y",
          Math.max(places[i], LABEL_TOP + (double) i * LABEL_HEIGHT) + 4);
    }
  }

  private NumberScale scale(double height) {
    double most = known().max().orElse(1);
    return logarithmic
        ? NumberScale.logarithmic(known().filter(v -> v > 0).min().orElse(1), most, height, unit)
        : NumberScale.linear(most, height, unit);
  }

  private DoubleStream known() {
    return lines.stream().flatMapToDouble(Line::known);
  }

  private static String css(int line) {
    return "line line-" + Math.min(3, line);
  }

  private String description(TimeScale time) {
    StringJoiner all = new StringJoiner("; ");
    lines.forEach(line -> all.add(summary(line)));
    return time.words(frame.zone()) + ". " + (all.length() == 0 ? "Nothing" : all) + ".";
  }

  private String summary(Line line) {
    String words = Text.atMost(line.words, 60);
    return line.known().findAny().isEmpty()
        ? words + ": not known"
        : String.format(
            "%s: %s to %s, last %s",
            words,
            unit.text(line.known().min().orElseThrow()),
            unit.text(line.known().max().orElseThrow()),
            unit.text(Plot.last(line.values)));
  }
}
