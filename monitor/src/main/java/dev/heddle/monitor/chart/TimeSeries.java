package dev.heddle.monitor.chart;

import java.util.List;
import java.util.StringJoiner;

/**
 * Stacked bars over time.
 *
 * @param frame where it stands; it is drawn in exactly that size
 * @param from when the first bar begins, in epoch milliseconds
 * @param step how long a bar is, in milliseconds
 * @param series from the bottom of the stack to its top
 * @param hrefs where a click on a bar leads, by bar; empty if nowhere
 */
public record TimeSeries(Frame frame, long from, long step, List<Series> series, List<String> hrefs)
    implements Picture {
  /**
   * One layer of the stack.
   *
   * @param counts by bar; not a number where nothing is known, which is drawn as a gap
   */
  public record Series(String words, Kind kind, double[] counts) {
    private double at(int bar) {
      return bar < counts.length ? counts[bar] : Double.NaN;
    }

    private double total() {
      double sum = 0;
      for (double count : counts) {
        sum += orNothing(count);
      }
      return sum;
    }
  }

  private static final int LEFT = 52;
  private static final int RIGHT = 12;
  private static final int TOP = 10;
  private static final int BOTTOM = 26;

  /** Checks the step. */
  public TimeSeries {
    if (step <= 0) {
      throw new IllegalArgumentException("a bar is at least a millisecond long, not " + step);
    }
    series = List.copyOf(series);
    hrefs = List.copyOf(hrefs);
  }

  /** Without links. */
  public TimeSeries(Frame frame, long from, long step, List<Series> series) {
    this(frame, from, step, series, List.of());
  }

  @Override
  public List<Legend.Entry> legend() {
    return series.stream()
        .map(one -> (Legend.Entry) new Legend.KindEntry(one.kind, one.words))
        .toList();
  }

  @Override
  public String svg() {
    int bars = bars();
    TimeScale time =
        new TimeScale(from, from + step * Math.max(1, bars), frame.width() - LEFT - RIGHT);
    double height = Math.max(40, frame.height() - TOP - BOTTOM);
    Axes axes = new Axes(LEFT, TOP, time.length(), height);
    NumberScale counts = NumberScale.linear(highest(), height, Unit.COUNT);

    Markup svg =
        frame.open("bars", (int) height + TOP + BOTTOM, description(time), !hrefs.isEmpty());
    Textures.define(svg, frame.id(), series.stream().map(Series::kind).toList(), 1);
    axes.figures(svg, counts, Unit.COUNT);
    svg.open("g", "class", "marks");
    for (int bar = 0; bar < bars; bar++) {
      bar(svg, bar, time, counts, axes);
    }
    svg.end();
    axes.times(svg, time, time.clock(frame.zone(), axes.timeTicks()));
    if (highest() == 0) {
      axes.nothing(svg, "Nothing in this time");
    }
    return svg.end().toString();
  }

  private void bar(Markup svg, int bar, TimeScale time, NumberScale counts, Axes axes) {
    double left = axes.x() + time.at(start(bar));
    double width = time.at(start(bar + 1)) - time.at(start(bar));
    double bottom = axes.y() + axes.height();
    String words = words(bar);
    svg.link(bar < hrefs.size() ? hrefs.get(bar) : "", words, "bar").leafText("title", words);
    svg.leaf(
        "rect",
        "class",
        isKnown(bar) ? "hit" : "gap",
        "x",
        left,
        "y",
        axes.y(),
        "width",
        width,
        "height",
        axes.height());
    // A pixel between bars, as long as they are wide enough to spare it.
    double space = width >= 10 ? 3 : width >= 4 ? 1.5 : 0;
    double below = 0;
    for (Series one : series) {
      double count = orNothing(one.at(bar));
      if (count > 0) {
        double y = bottom - counts.at(below + count);
        svg.leaf(
            "rect",
            "class",
            one.kind.css(),
            "fill",
            Textures.fill(frame.id(), one.kind),
            "x",
            left + space / 2,
            "y",
            y,
            "width",
            width - space,
            "height",
            bottom - counts.at(below) - y);
        below += count;
      }
    }
    svg.end();
  }

  private int bars() {
    return series.stream().mapToInt(one -> one.counts.length).max().orElse(0);
  }

  private long start(int bar) {
    return from + bar * step;
  }

  private boolean isKnown(int bar) {
    return series.stream().anyMatch(one -> Double.isFinite(one.at(bar)));
  }

  private double sum(int bar) {
    return series.stream().mapToDouble(one -> orNothing(one.at(bar))).sum();
  }

  private double highest() {
    double highest = 0;
    for (int bar = 0; bar < bars(); bar++) {
      highest = Math.max(highest, sum(bar));
    }
    return highest;
  }

  private String words(int bar) {
    String when = TimeScale.moment(start(bar), frame.zone()) + ", " + Unit.duration(step) + ": ";
    if (!isKnown(bar)) {
      return when + "not known";
    }
    StringJoiner figures = new StringJoiner(", ");
    for (Series one : series) {
      if (orNothing(one.at(bar)) > 0) {
        figures.add(Unit.whole((long) one.at(bar)) + " " + Text.atMost(one.words, 60));
      }
    }
    return when + (figures.length() == 0 ? "nothing" : figures);
  }

  private String description(TimeScale time) {
    StringJoiner totals = new StringJoiner(", ");
    for (Series one : series) {
      totals.add(Unit.whole((long) one.total()) + " " + Text.atMost(one.words, 60));
    }
    return String.format(
        "%s, in bars of %s. Altogether %s; at most %s in a bar.",
        time.words(frame.zone()),
        Unit.duration(step),
        totals.length() == 0 ? "nothing" : totals,
        Unit.whole((long) highest()));
  }

  /** Also of what can't be counted. */
  private static double orNothing(double count) {
    return Double.isFinite(count) && count > 0 ? count : 0;
  }
}
