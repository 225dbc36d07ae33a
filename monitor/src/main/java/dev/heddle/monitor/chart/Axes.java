package dev.heddle.monitor.chart;

import java.util.List;

/**
 * The place of a chart within its frame, and the lines and figures around it.
 *
 * @param x of its left edge
 * @param y of its upper edge
 */
record Axes(double x, double y, double width, double height) {
  /** How wide a label of a time axis may be. */
  private static final int TIME_LABEL = 84;

  /** How many of those fit. */
  int timeTicks() {
    return Math.max(2, (int) (width / TIME_LABEL));
  }

  /** Lines across, each with its figure to the left. */
  void figures(Markup svg, NumberScale scale, Unit unit) {
    svg.open("g", "class", "axis");
    for (double tick : scale.ticks()) {
      double at = y + height - scale.at(tick);
      svg.leaf("line", "x1", x, "x2", x + width, "y1", at, "y2", at)
          .leafText("text", unit.text(tick), "x", x - 8, "y", at + 4, "class", "end");
    }
    svg.end();
  }

  /** Marks below, each with its moment. */
  void times(Markup svg, TimeScale scale, List<TimeScale.Tick> ticks) {
    svg.open("g", "class", "axis");
    double bottom = y + height;
    for (TimeScale.Tick tick : ticks) {
      double at = x + scale.at(tick.at());
      svg.leaf("line", "x1", at, "x2", at, "y1", bottom, "y2", bottom + 4)
          .leafText("text", tick.label(), "x", inside(at), "y", bottom + 17, "class", "mid");
    }
    svg.leaf("line", "class", "base", "x1", x, "x2", x + width, "y1", bottom, "y2", bottom);
    svg.end();
  }

  /** Lines from top to bottom, each with its moment above. */
  void timesAbove(Markup svg, TimeScale scale, List<TimeScale.Tick> ticks) {
    svg.open("g", "class", "axis");
    for (TimeScale.Tick tick : ticks) {
      double at = x + scale.at(tick.at());
      svg.leaf("line", "x1", at, "x2", at, "y1", y - 4, "y2", y + height)
          .leafText("text", tick.label(), "x", inside(at), "y", y - 9, "class", "mid");
    }
    svg.end();
  }

  /** What is said where there is nothing to draw. */
  void nothing(Markup svg, String words) {
    svg.leafText("text", words, "class", "empty mid", "x", x + width / 2, "y", y + height / 2 + 4);
  }

  /** So far from the right edge that the middle of a label can stand there. */
  private double inside(double at) {
    return Math.min(at, x + width - 12);
  }
}
