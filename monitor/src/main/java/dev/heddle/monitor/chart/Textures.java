package dev.heddle.monitor.chart;

import java.util.Collection;
import java.util.EnumSet;

/** The fillings by which kinds are told apart without their colours. */
final class Textures {
  private Textures() {}

  /** The value of a mark's {@code fill}; empty for a kind that is filled plainly, by the style. */
  static String fill(String id, Kind kind) {
    return kind == Kind.RUN || kind == Kind.CACHED ? "" : "url(#" + name(id, kind) + ")";
  }

  /**
   * Defines the textures of these kinds.
   *
   * @param xUnits how many units of the drawing are a pixel's width, where they are not as long as
   *     they are high
   */
  static void define(Markup svg, String id, Collection<Kind> kinds, int xUnits) {
    svg.open("defs");
    for (Kind kind : kinds.isEmpty() ? EnumSet.noneOf(Kind.class) : EnumSet.copyOf(kinds)) {
      String scale = xUnits == 1 ? "" : "scale(" + xUnits + " 1)";
      switch (kind) {
        case RUN, CACHED -> {}
        case WAITING -> tile(svg, id, kind, 6, scale, "M-1 1L1-1M0 6L6 0M5 7L7 5");
        case LOST -> tile(svg, id, kind, 7, scale, "M-1 6L1 8M0 0L7 7M6-1L8 1");
        case FAILED -> tile(svg, id, kind, 8, scale, "M2.5 2.5L5.5 5.5M5.5 2.5L2.5 5.5");
        case CANCELLED -> tile(svg, id, kind, 5, scale, "M0 2.5L5 2.5");
        case PAUSED -> tile(svg, id, kind, 6, scale, "M2 0L2 6");
        case CLAIMED -> tile(svg, id, kind, 5, scale, "M1.5 2.5L2.5 2.5");
        case RECOVERED -> doubleLine(svg, id, kind);
      }
    }
    svg.end();
  }

  /** A square that is laid side by side from the picture's corner on. */
  private static void tile(
      Markup svg, String id, Kind kind, int size, String transform, String lines) {
    svg.open(
            "pattern",
            "id",
            name(id, kind),
            "class",
            kind.css(),
            "patternUnits",
            "userSpaceOnUse",
            "width",
            size,
            "height",
            size,
            "patternTransform",
            transform)
        .leaf("rect", "class", "t-ground", "width", size, "height", size)
        .leaf("path", "class", "t-lines", "d", lines)
        .end();
  }

  /** Two bands along the upper and the lower edge of the mark, whatever its size. */
  private static void doubleLine(Markup svg, String id, Kind kind) {
    svg.open(
            "pattern",
            "id",
            name(id, kind),
            "class",
            kind.css(),
            "patternContentUnits",
            "objectBoundingBox",
            "width",
            1,
            "height",
            1)
        .leaf("rect", "class", "t-ground", "width", 1, "height", 1)
        .leaf("rect", "class", "t-band", "width", 1, "height", 0.34)
        .leaf("rect", "class", "t-band", "y", 0.66, "width", 1, "height", 0.34)
        .end();
  }

  private static String name(String id, Kind kind) {
    return id + "-" + kind.word();
  }
}
