package dev.heddle.monitor.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The nodes of a graph without circles, each in a layer, and the passages of lines through the
 * layers between. Nodes are numbered first, then passages.
 *
 * @param nodes how many there are
 * @param layers of nodes and passages
 * @param chains each line's nodes and passages, from layer to layer
 * @param order of each layer from top to bottom
 * @param befores of each, its neighbours in the layer to the left
 * @param afters of each, its neighbours in the layer to the right
 */
record Layers(
    int nodes,
    int[] layers,
    List<int[]> chains,
    List<int[]> order,
    List<int[]> befores,
    List<int[]> afters) {
  private static final int SWEEPS = 12;

  int size() {
    return layers.length;
  }

  int layer(int i) {
    return layers[i];
  }

  /** Its neighbours in the layer to the left. */
  int[] before(int i) {
    return befores.get(i);
  }

  /** Its neighbours in the layer to the right. */
  int[] after(int i) {
    return afters.get(i);
  }

  static Layers of(int n, List<int[]> lines) {
    int[] ofNodes = longestWays(n, lines);
    List<Integer> layers = new ArrayList<>();
    for (int layer : ofNodes) {
      layers.add(layer);
    }
    List<int[]> chains = new ArrayList<>();
    for (int[] line : lines) {
      int[] chain = new int[ofNodes[line[1]] - ofNodes[line[0]] + 1];
      chain[0] = line[0];
      chain[chain.length - 1] = line[1];
      for (int k = 1; k < chain.length - 1; k++) {
        chain[k] = layers.size();
        layers.add(ofNodes[line[0]] + k);
      }
      chains.add(chain);
    }
    List<int[]> befores = neighbours(layers.size(), chains, 1, 0);
    List<int[]> afters = neighbours(layers.size(), chains, 0, 1);
    int[] all = layers.stream().mapToInt(Integer::intValue).toArray();
    return new Layers(n, all, chains, ordered(all, befores, afters), befores, afters);
  }

  /**
   * The layer of each node: as far right as the longest way to it, and no farther left of its next.
   */
  private static int[] longestWays(int n, List<int[]> lines) {
    int[] missing = new int[n];
    lines.forEach(line -> missing[line[1]]++);
    List<int[]> before = neighbours(n, lines, 1, 0);
    List<int[]> after = neighbours(n, lines, 0, 1);
    int[] layer = new int[n];
    List<Integer> inTurn = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      if (missing[i] == 0) {
        inTurn.add(i);
      }
    }
    for (int k = 0; k < inTurn.size(); k++) {
      int node = inTurn.get(k);
      for (int to : after.get(node)) {
        layer[to] = Math.max(layer[to], layer[node] + 1);
        if (--missing[to] == 0) {
          inTurn.add(to);
        }
      }
    }
    // What came from nothing stands beside what it was first used for, not at the far left.
    for (int i = 0; i < n; i++) {
      if (before.get(i).length == 0) {
        layer[i] = Arrays.stream(after.get(i)).map(to -> layer[to] - 1).min().orElse(0);
      }
    }
    return layer;
  }

  private static List<int[]> neighbours(int n, List<int[]> chains, int own, int other) {
    List<List<Integer>> lists = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      lists.add(new ArrayList<>());
    }
    for (int[] chain : chains) {
      for (int k = 0; k + 1 < chain.length; k++) {
        lists.get(chain[k + own]).add(chain[k + other]);
      }
    }
    return lists.stream().map(l -> l.stream().mapToInt(Integer::intValue).toArray()).toList();
  }

  /** Sweeps there and back, and keeps the order with the fewest crossings. */
  private static List<int[]> ordered(int[] layers, List<int[]> befores, List<int[]> afters) {
    int count = Arrays.stream(layers).max().orElse(-1) + 1;
    List<List<Integer>> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(new ArrayList<>());
    }
    for (int i = 0; i < layers.length; i++) {
      members.get(layers[i]).add(i);
    }
    int[] place = new int[layers.length];
    members.forEach(layer -> number(layer, place));
    List<int[]> best = copy(members);
    double[] mean = new double[layers.length];
    long fewest = crossings(members, place, afters);
    for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
      boolean forth = sweep % 2 == 0;
      for (int k = 0; k < count; k++) {
        List<Integer> layer = members.get(forth ? k : count - 1 - k);
        List<int[]> near = forth ? befores : afters;
        for (int i : layer) {
          mean[i] = Arrays.stream(near.get(i)).map(o -> place[o]).average().orElse(place[i]);
        }
        layer.sort(Comparator.comparingDouble(i -> mean[i]));
        number(layer, place);
      }
      long crossings = crossings(members, place, afters);
      if (crossings < fewest) {
        fewest = crossings;
        best = copy(members);
      }
    }
    return best;
  }

  private static void number(List<Integer> layer, int[] place) {
    for (int k = 0; k < layer.size(); k++) {
      place[layer.get(k)] = k;
    }
  }

  private static List<int[]> copy(List<List<Integer>> members) {
    return members.stream()
        .map(layer -> layer.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  /** How many pairs of lines between neighbouring layers cross: inversions, counted in a tree. */
  private static long crossings(List<List<Integer>> members, int[] place, List<int[]> afters) {
    long crossings = 0;
    for (int layer = 0; layer + 1 < members.size(); layer++) {
      long[] tree = new long[members.get(layer + 1).size() + 1];
      long passed = 0;
      for (int i : members.get(layer)) {
        int[] ends = Arrays.stream(afters.get(i)).map(to -> place[to]).toArray();
        for (int end : ends) {
          crossings += passed - upTo(tree, end);
        }
        for (int end : ends) {
          for (int k = end + 1; k < tree.length; k += k & -k) {
            tree[k]++;
          }
        }
        passed += ends.length;
      }
    }
    return crossings;
  }

  private static long upTo(long[] tree, int end) {
    long sum = 0;
    for (int k = end + 1; k > 0; k -= k & -k) {
      sum += tree[k];
    }
    return sum;
  }
}
