package dev.heddle.monitor.chart;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What came from what, from left to right: cards with lines between them, which don't run across
 * cards.
 *
 * @param frame its width and height are least ones: it is as large as its cards need
 * @param nodes of more than {@link #MOST_NODES} the last are left out, and it says so
 * @param edges of more than {@link #MOST_EDGES} likewise; those from or to what is not there are
 *     left out, and so are those that lead back to where they begin
 */
public record Graph(Frame frame, List<Node> nodes, List<Edge> edges) implements Picture {
  /** How many cards are drawn at most. */
  public static final int MOST_NODES = 200;

  /** How many lines are drawn at most. */
  public static final int MOST_EDGES = 1000;

  /** What a card stands for, told by the sign on it. */
  public enum Shape {
    /** A square. */
    CALL,
    /** A disc. */
    VALUE,
    /** A sheet. */
    FILE
  }

  /**
   * A card.
   *
   * @param id unique in the graph
   * @param note in smaller letters under the label
   * @param href where a click leads; empty if nowhere
   * @param centre whether it is the one that is asked about
   */
  public record Node(
      String id, String label, String note, Shape shape, String href, boolean centre) {}

  /** A line from one card to another, by their ids: the second came from the first. */
  public record Edge(String from, String to) {}

  private static final int MARGIN = 12;
  private static final int FONT = 12;

  /** Copies the lists. */
  public Graph {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  @Override
  public List<Legend.Entry> legend() {
    return List.of();
  }

  @Override
  public String svg() {
    List<Node> cards = nodes.subList(0, Math.min(MOST_NODES, nodes.size()));
    List<int[]> lines = lines(cards, edges);
    GraphLayout layout = GraphLayout.of(cards.size(), lines);
    boolean isCut = cards.size() < nodes.size() || lines.size() == MOST_EDGES;
    int top = MARGIN + (isCut ? 20 : 0);
    int width = (int) Math.max(frame.width(), layout.width() + 2 * MARGIN);
    int height = (int) Math.max(frame.height(), Math.ceil(layout.height()) + top + MARGIN);

    String description =
        Unit.whole(cards.size()) + " things, " + Unit.whole(lines.size()) + " lines between them";
    Markup svg =
        frame
            .sized(width, frame.height())
            .open("graph", height, description, cards.stream().anyMatch(c -> !c.href.isEmpty()));
    arrow(svg);
    if (isCut) {
      svg.leafText(
          "text",
          Unit.whole(cards.size())
              + " of "
              + Unit.whole(nodes.size())
              + " things, at most "
              + Unit.whole(MOST_EDGES)
              + " lines",
          "class",
          "figure",
          "x",
          MARGIN,
          "y",
          18);
    }
    svg.open("g", "transform", "translate(" + MARGIN + " " + top + ")");
    svg.open("g", "class", "edges");
    for (List<GraphLayout.Point> path : layout.edges()) {
      svg.leaf("path", "d", curve(path), "marker-end", "url(#" + frame.id() + "-arrow)");
    }
    svg.end();
    for (int i = 0; i < cards.size(); i++) {
      card(svg, cards.get(i), layout.cards().get(i));
    }
    svg.end();
    if (cards.isEmpty()) {
      new Axes(0, 0, width, height).nothing(svg, "Nothing is known");
    }
    return svg.end().toString();
  }

  private static List<int[]> lines(List<Node> cards, List<Edge> edges) {
    Map<String, Integer> byId = new HashMap<>();
    for (int i = 0; i < cards.size(); i++) {
      byId.putIfAbsent(cards.get(i).id, i);
    }
    List<int[]> lines = new ArrayList<>();
    for (Edge edge : edges) {
      Integer from = byId.get(edge.from);
      Integer to = byId.get(edge.to);
      if (from != null && to != null && !from.equals(to) && lines.size() < MOST_EDGES) {
        lines.add(new int[] {from, to});
      }
    }
    return lines;
  }

  private void arrow(Markup svg) {
    svg.open("defs")
        .open(
            "marker",
            "id",
            frame.id() + "-arrow",
            "class",
            "arrow",
            "viewBox",
            "0 0 8 8",
            "refX",
            7,
            "refY",
            4,
            "markerWidth",
            8,
            "markerHeight",
            8,
            "orient",
            "auto")
        .leaf("path", "d", "M0 1L7 4L0 7z")
        .end()
        .end();
  }

  private static void card(Markup svg, Node node, GraphLayout.Point at) {
    String words =
        Text.atMost(node.label, Text.WHOLE)
            + (node.note.isBlank() ? "" : ", " + Text.atMost(node.note, Text.WHOLE));
    double room = GraphLayout.CARD_WIDTH - 40;
    svg.link(node.href, "", node.centre ? "card centre" : "card")
        .leafText("title", words)
        .leaf(
            "rect",
            "x",
            at.x(),
            "y",
            at.y(),
            "width",
            GraphLayout.CARD_WIDTH,
            "height",
            GraphLayout.CARD_HEIGHT,
            "rx",
            5)
        .leaf("path", "class", "sign", "d", sign(node.shape, at.x() + 10, at.y() + 15));
    boolean alone = node.note.isBlank();
    svg.leafText(
        "text",
        Text.fit(node.label, room, FONT * 1.04),
        "x",
        at.x() + 32,
        "y",
        at.y() + (alone ? 26 : 19));
    if (!alone) {
      svg.leafText(
          "text",
          Text.fit(node.note, room, FONT),
          "class",
          "figure",
          "x",
          at.x() + 32,
          "y",
          at.y() + 35);
    }
    svg.end();
  }

  private static String sign(Shape shape, double x, double y) {
    String corner = "M" + Markup.number(x) + " " + Markup.number(y);
    return switch (shape) {
      case CALL -> corner + "m0 1h12v12h-12z";
      case VALUE -> corner + "m0 7a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0z";
      case FILE -> corner + "m1 0h7l4 4v10h-11zm7 0v4h4";
    };
  }

  /** Straight where a line passes a layer, gently curved between layers. */
  private static String curve(List<GraphLayout.Point> path) {
    StringBuilder d = new StringBuilder();
    for (int i = 0; i < path.size(); i++) {
      GraphLayout.Point to = path.get(i);
      if (i == 0) {
        d.append('M');
      } else if (i % 2 == 0) {
        d.append('L');
      } else {
        GraphLayout.Point from = path.get(i - 1);
        double middle = (from.x() + to.x()) / 2;
        d.append('C').append(point(middle, from.y())).append(' ').append(point(middle, to.y()));
        d.append(' ');
      }
      d.append(point(to.x(), to.y()));
    }
    return d.toString();
  }

  private static String point(double x, double y) {
    return Markup.number(x) + " " + Markup.number(y);
  }
}
