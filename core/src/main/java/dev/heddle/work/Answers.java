package dev.heddle.work;

import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Committer;
import dev.heddle.store.Outcome;
import java.util.List;

/** Tells the store a set and waits for its word. */
final class Answers {
  private Answers() {}

  /** What the store says of the set; what could not be written is thrown. */
  static Outcome written(Committer committer, Fence fence, Change... changes) {
    Outcome outcome = committer.commit(fence, List.of(changes));
    if (outcome instanceof Outcome.Errored errored) {
      throw errored.error();
    }
    return outcome;
  }
}
