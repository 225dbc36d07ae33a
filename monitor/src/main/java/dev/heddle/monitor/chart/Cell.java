package dev.heddle.monitor.chart;

/** The element of a picture that is small enough for a cell of a table. */
final class Cell {
  private Cell() {}

  /** Opens it; the summary is its whole content for those who can't see it. */
  static Markup open(String css, int width, int height, String summary) {
    return new Markup()
        .open(
            "svg",
            "xmlns",
            "http://www.w3.org/2000/svg",
            "class",
            "picture " + css,
            "width",
            width,
            "height",
            height,
            "viewBox",
            "0 0 " + width + " " + height,
            "role",
            "img",
            "aria-label",
            summary)
        .leafText("title", summary);
  }
}
