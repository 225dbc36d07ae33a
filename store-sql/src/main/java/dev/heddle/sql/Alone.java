package dev.heddle.sql;

import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import java.util.List;

/**
 * Which groups need that no other transaction writes beside theirs, in a database that lets several
 * write at once. The others change rows of their own only: those of the invocations and executions
 * whose fence they carry, and new ones.
 */
final class Alone {
  private Alone() {}

  static boolean isFor(List<ChangeSet> group) {
    for (ChangeSet set : group) {
      for (Change change : set.changes()) {
        if (isFor(change, set.fence().epoch())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isFor(Change change, long epoch) {
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
