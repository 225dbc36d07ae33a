package dev.heddle.monitor.chart;

import java.util.List;

/**
 * Something that can be drawn. Drawing changes nothing, so a picture may be drawn by any thread.
 */
public interface Picture {
  /**
   * The picture as one {@code svg} element: well-formed XML, without scripts and without styles of
   * its own; {@code charts.css} has its colours. As wide as its frame says, whatever is around it.
   */
  String svg();

  /** What the marks in it stand for; empty if it explains itself. */
  List<Legend.Entry> legend();

  /** Where it stands on the page. */
  Frame frame();

  /** What the picture is worked with where its script is loaded: HTML, or nothing. */
  default String controls() {
    return "";
  }

  /**
   * The legend, and under it the picture in a box that scrolls sideways where the page is narrower:
   * HTML, to be put into a page as it is.
   */
  default String html() {
    return new Markup()
        .open("div", "class", "chart")
        .add(controls())
        .add(Legend.html(frame().id(), legend()))
        .open(
            "div",
            "class",
            "chart-box",
            "tabindex",
            0,
            "role",
            "group",
            "aria-label",
            frame().title())
        .add(svg())
        .end()
        .end()
        .toString();
  }
}
