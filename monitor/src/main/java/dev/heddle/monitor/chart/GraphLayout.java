package dev.heddle.monitor.chart;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Where the cards of a graph go, in layers from left to right (Sugiyama, Tagawa and Toda, "Methods
 * for Visual Understanding of Hierarchical System Structures", 1981): lines that close a circle are
 * turned round; a node's layer is the longest way to it; a line that passes a layer gets a place of
 * its own in it; each layer is ordered by the means of its neighbours' places, and then moved up
 * and down towards those.
 *
 * @param cards the upper left corner of each
 * @param edges for each line its points, by twos: a curve leads from the first to the second, a
 *     straight line from the second to the third through a layer, and so on
 */
record GraphLayout(List<Point> cards, List<List<Point>> edges, double width, double height) {
  /** In pixels. */
  record Point(double x, double y) {}

  static final int CARD_WIDTH = 196;
  static final int CARD_HEIGHT = 44;
  private static final int GAP = 56;
  private static final int SPACE = 14;
  private static final int PASSAGE = 10;
  private static final int ROUNDS = 6;

  /**
   * Lays out nodes 0 to n - 1.
   *
   * @param lines from one node to another one, each
   */
  static GraphLayout of(int n, List<int[]> lines) {
    boolean[] turned = Circles.turned(n, lines);
    List<int[]> forth = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      int[] line = lines.get(i);
      forth.add(turned[i] ? new int[] {line[1], line[0]} : line);
    }
    Layers layers = Layers.of(n, forth);
    double[] middles = middles(layers);

    List<Point> cards = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      cards.add(new Point(left(layers.layer(i)), middles[i] - CARD_HEIGHT / 2.0));
    }
    List<List<Point>> edges = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      List<Point> path = path(layers, middles, layers.chains().get(i));
      if (turned[i]) {
        Collections.reverse(path);
      }
      edges.add(path);
    }
    double height = 0;
    for (int i = 0; i < layers.size(); i++) {
      height = Math.max(height, middles[i] + half(i, n));
    }
    double width = n == 0 ? 0 : left(layers.order().size() - 1) + CARD_WIDTH;
    return new GraphLayout(cards, edges, width, height);
  }

  private static List<Point> path(Layers layers, double[] middles, int[] chain) {
    List<Point> path = new ArrayList<>();
    for (int k = 0; k < chain.length; k++) {
      double left = left(layers.layer(chain[k]));
      if (k > 0) {
        path.add(new Point(left, middles[chain[k]]));
      }
      if (k < chain.length - 1) {
        path.add(new Point(left + CARD_WIDTH, middles[chain[k]]));
      }
    }
    return path;
  }

  /** The middle of each card and passage, the uppermost of them all at the top. */
  private static double[] middles(Layers layers) {
    double[] middles = new double[layers.size()];
    for (int[] layer : layers.order()) {
      double[] distances = distances(layer, layers.nodes());
      for (int k = 1; k < layer.length; k++) {
        middles[layer[k]] = middles[layer[k - 1]] + distances[k - 1];
      }
    }
    for (int round = 0; round < ROUNDS; round++) {
      boolean forth = round % 2 == 0;
      List<int[]> order = new ArrayList<>(layers.order());
      if (!forth) {
        Collections.reverse(order);
      }
      for (int[] layer : order) {
        double[] wanted = new double[layer.length];
        for (int k = 0; k < layer.length; k++) {
          int[] near = forth ? layers.before(layer[k]) : layers.after(layer[k]);
          wanted[k] =
              Arrays.stream(near).mapToDouble(i -> middles[i]).average().orElse(middles[layer[k]]);
        }
        double[] places = Apart.place(wanted, distances(layer, layers.nodes()));
        for (int k = 0; k < layer.length; k++) {
          middles[layer[k]] = places[k];
        }
      }
    }
    double top = 0;
    for (int i = 0; i < middles.length; i++) {
      top =
          i == 0
              ? middles[i] - half(i, layers.nodes())
              : Math.min(top, middles[i] - half(i, layers.nodes()));
    }
    for (int i = 0; i < middles.length; i++) {
      middles[i] -= top;
    }
    return middles;
  }

  private static double[] distances(int[] layer, int nodes) {
    double[] distances = new double[Math.max(0, layer.length - 1)];
    for (int k = 0; k < distances.length; k++) {
      boolean passages = layer[k] >= nodes && layer[k + 1] >= nodes;
      distances[k] = half(layer[k], nodes) + half(layer[k + 1], nodes) + (passages ? 0 : SPACE);
    }
    return distances;
  }

  private static double half(int i, int nodes) {
    return (i < nodes ? CARD_HEIGHT : PASSAGE) / 2.0;
  }

  private static double left(int layer) {
    return (double) layer * (CARD_WIDTH + GAP);
  }

  /** Finds the lines that close circles. */
  private static final class Circles {
    private Circles() {}

    /** Which lines have to be turned round for there to be none: those back to the way on hand. */
    static boolean[] turned(int n, List<int[]> lines) {
      List<List<Integer>> out = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        out.add(new ArrayList<>());
      }
      for (int i = 0; i < lines.size(); i++) {
        out.get(lines.get(i)[0]).add(i);
      }
      boolean[] turned = new boolean[lines.size()];
      boolean[] seen = new boolean[n];
      boolean[] onTheWay = new boolean[n];
      int[] next = new int[n];
      for (int start = 0; start < n; start++) {
        Deque<Integer> way = new ArrayDeque<>();
        if (!seen[start]) {
          seen[start] = true;
          onTheWay[start] = true;
          way.push(start);
        }
        while (!way.isEmpty()) {
          int node = way.element();
          if (next[node] == out.get(node).size()) {
            onTheWay[node] = false;
            way.pop();
            continue;
          }
          int line = out.get(node).get(next[node]++);
          int to = lines.get(line)[1];
          turned[line] = onTheWay[to];
          if (!seen[to]) {
            seen[to] = true;
            onTheWay[to] = true;
            way.push(to);
          }
        }
      }
      return turned;
    }
  }
}
