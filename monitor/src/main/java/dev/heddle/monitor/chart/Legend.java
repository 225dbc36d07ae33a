package dev.heddle.monitor.chart;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;

/** What the marks of a picture stand for. */
public final class Legend {
  /** One mark and its words. */
  public sealed interface Entry permits KindEntry, LineEntry {
    /** What the mark stands for. */
    String words();
  }

  /** A filled mark. */
  public record KindEntry(Kind kind, String words) implements Entry {}

  /**
   * A line.
   *
   * @param css the class that gives it its colour and dashes
   */
  public record LineEntry(String css, String words) implements Entry {}

  private Legend() {}

  /** The entries of these kinds, in their order, by their own words. */
  public static List<Entry> of(Collection<Kind> kinds) {
    return kinds.isEmpty()
        ? List.of()
        : EnumSet.copyOf(kinds).stream()
            .map(kind -> (Entry) new KindEntry(kind, kind.word()))
            .toList();
  }

  /**
   * A list in HTML, which breaks where the page is narrow; nothing if there are no entries.
   *
   * @param id of the picture, or any other that the page has once
   */
  public static String html(String id, List<Entry> entries) {
    if (entries.isEmpty()) {
      return "";
    }
    Markup html = new Markup().open("ul", "class", "chart-legend");
    for (int i = 0; i < entries.size(); i++) {
      html.open("li");
      sample(html, id + "-legend-" + i, entries.get(i));
      html.text(Text.atMost(entries.get(i).words(), 60)).end();
    }
    return html.end().toString();
  }

  private static void sample(Markup html, String id, Entry entry) {
    html.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "class",
        "sample",
        "width",
        22,
        "height",
        14,
        "aria-hidden",
        "true");
    if (entry instanceof KindEntry filled) {
      Kind kind = filled.kind();
      Textures.define(html, id, List.of(kind), 1);
      html.open("g", "class", "marks")
          .leaf(
              "rect",
              "class",
              kind.css(),
              "fill",
              Textures.fill(id, kind),
              "x",
              1,
              "y",
              1,
              "width",
              20,
              "height",
              12)
          .end();
    } else if (entry instanceof LineEntry line) {
      html.leaf("path", "class", line.css(), "d", "M1 7L21 7");
    }
    html.end();
  }
}
