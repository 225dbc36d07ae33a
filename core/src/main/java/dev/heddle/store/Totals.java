package dev.heddle.store;

/** How many invocations an execution had, by how they ended. */
public record Totals(long run, long cached, long failed, long cancelled) {
  public static final Totals ZERO = new Totals(0, 0, 0, 0);

  public long total() {
    return run + cached + failed + cancelled;
  }
}
