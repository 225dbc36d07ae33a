package dev.heddle.monitor.chart;

/**
 * How much of something there is: a bar for a cell of a table, with the share in words beside it.
 *
 * @param words what it measures, for tooltips and screen readers
 * @param part from 0 to 1; what is outside is drawn as the nearer of these; not a number if unknown
 */
public record Meter(String words, double part) {
  private static final int BAR = 84;
  private static final int WIDTH = 140;

  /** The picture as one {@code svg} element, 140 × 16 pixels. */
  public String svg() {
    double drawn = Double.isFinite(part) ? Math.max(0, Math.min(1, part)) : 0;
    String figure = Unit.SHARE.text(part);
    String summary =
        Text.atMost(words, 200) + ": " + (Double.isFinite(part) ? figure : "not known");
    return Cell.open("meter", WIDTH, 16, summary)
        .leaf("rect", "class", "trough", "x", 0.5, "y", 3.5, "width", BAR, "height", 9, "rx", 2)
        .leaf(
            "rect",
            "class",
            "filled",
            "x",
            0.5,
            "y",
            3.5,
            "width",
            drawn * BAR,
            "height",
            9,
            "rx",
            2)
        .leafText("text", figure, "x", BAR + 8, "y", 12)
        .end()
        .toString();
  }
}
