package dev.heddle.sql;

import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import java.util.List;
import java.util.TreeSet;

/**
 * What a transaction may meet others at, in a database that lets several write at once. Most change
 * rows of their own only: those of the invocations and executions whose fence they carry, and new
 * ones.
 *
 * @param alone whether it looks at what others own, so that no other may write beside it
 * @param slices which slices of the calls in flight it takes from, in rising order
 */
record Footprint(boolean alone, List<Integer> slices) {
  static final Footprint ALONE = new Footprint(true, List.of());
  static final Footprint ORDINARY = new Footprint(false, List.of());

  /** Into how many slices the calls in flight are cut, by their keys. */
  static final int SLICES = 16;

  static Footprint of(List<ChangeSet> group) {
    TreeSet<Integer> slices = new TreeSet<>();
    for (ChangeSet set : group) {
      for (Change change : set.changes()) {
        if (isAlone(change, set.fence().epoch())) {
          return ALONE;
        }
        if (change instanceof Change.Started c && c.exclusive()) {
          slices.add((int) Math.floorMod(c.invocation().key().prefix(), (long) SLICES));
        }
      }
    }
    return slices.isEmpty() ? ORDINARY : new Footprint(false, List.copyOf(slices));
  }

  private static boolean isAlone(Change change, long epoch) {
    if (change instanceof Change.Paused // looks at who waits for whom
        || change instanceof Change.CancelRequested // takes from others, with all below
        || change instanceof Change.WorkerJoined
        || change instanceof Change.WorkerLearned
        || change instanceof Change.WorkerStopping
        || change instanceof Change.WorkerLeft) { // gives back what it owns
      return true;
    }
    // A later epoch takes over, and its end cancels what only an earlier one had asked for.
    return epoch > 1
        && (change instanceof Change.OfCall || change instanceof Change.ExecutionStarted);
  }
}
