package dev.heddle.monitor.chart;

import java.util.List;
import java.util.StringJoiner;

/**
 * How a whole is made up: a bar for a cell of a table, with the share of its first part in words
 * beside it.
 *
 * @param id as in {@link Frame}
 * @param words what the whole is, for tooltips and screen readers
 * @param parts from left to right
 */
public record Share(String id, String words, List<Part> parts) {
  /**
   * One of them.
   *
   * @param count what is not above 0 is not drawn
   */
  public record Part(String words, Kind kind, double count) {}

  private static final int BAR = 100;
  private static final int WIDTH = 156;

  /** Checks the id. */
  public Share {
    Frame.check(id);
    parts = List.copyOf(parts);
  }

  /** The picture as one {@code svg} element, 156 × 16 pixels. */
  public String svg() {
    double whole = parts.stream().mapToDouble(Share::size).sum();
    String summary = summary(whole);
    Markup svg = Cell.open("meter", WIDTH, 16, summary);
    Textures.define(svg, id, parts.stream().map(Part::kind).toList(), 1);
    svg.leaf("rect", "class", "trough", "x", 0.5, "y", 2.5, "width", BAR, "height", 11)
        .open("g", "class", "marks");
    double left = 0.5;
    for (Part part : parts) {
      double width = whole == 0 ? 0 : size(part) / whole * BAR;
      if (width > 0) {
        svg.leaf(
            "rect",
            "class",
            part.kind.css(),
            "fill",
            Textures.fill(id, part.kind),
            "x",
            left,
            "y",
            2.5,
            "width",
            width,
            "height",
            11);
      }
      left += width;
    }
    svg.end();
    double first = parts.isEmpty() || whole == 0 ? Double.NaN : size(parts.get(0)) / whole;
    return svg.leafText("text", Unit.SHARE.text(first), "x", BAR + 8, "y", 12).end().toString();
  }

  private String summary(double whole) {
    StringJoiner all = new StringJoiner(", ");
    for (Part part : parts) {
      all.add(
          Unit.COUNT.text(size(part))
              + " "
              + Text.atMost(part.words, 60)
              + (whole == 0 ? "" : " (" + Unit.SHARE.text(size(part) / whole) + ")"));
    }
    return Text.atMost(words, 200) + ": " + (whole == 0 ? "nothing" : all);
  }

  private static double size(Part part) {
    return Double.isFinite(part.count) && part.count > 0 ? part.count : 0;
  }
}
