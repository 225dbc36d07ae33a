package dev.heddle.monitor.page;

import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.Totals;

/**
 * How many invocations an execution has, by how they ended.
 *
 * @param going those that have not ended, of those that were looked at
 * @param complete whether these are all; false of one that goes on and has more than were looked at
 */
public record Counts(
    long run, long cached, long failed, long cancelled, long going, boolean complete) {
  static Counts of(ExecutionRecord execution) {
    Totals totals = execution.totals();
    return new Counts(totals.run(), totals.cached(), totals.failed(), totals.cancelled(), 0, true);
  }

  public long total() {
    return run + cached + failed + cancelled + going;
  }
}
