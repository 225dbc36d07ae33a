package dev.heddle.store;

/**
 * What one expression took from earlier executions: parallel arrays of positions and call nodes. A
 * wholly cached subtree is one entry; a hit writes no row of its own.
 */
public record Hits(long[] positions, long[] nodes) {
  public static final Hits NONE = new Hits(new long[0], new long[0]);

  public int size() {
    return nodes.length;
  }
}
