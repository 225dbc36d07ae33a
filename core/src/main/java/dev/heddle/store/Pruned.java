package dev.heddle.store;

/** What was removed, or would be: rows by what they are, and bytes of large values. */
public record Pruned(
    long executions, long invocations, long nodes, long values, long valueBytes, long history) {
  /** Nothing. */
  public static final Pruned NONE = new Pruned(0, 0, 0, 0, 0, 0);

  /** Both together. */
  public Pruned plus(Pruned other) {
    return new Pruned(
        executions + other.executions,
        invocations + other.invocations,
        nodes + other.nodes,
        values + other.values,
        valueBytes + other.valueBytes,
        history + other.history);
  }
}
