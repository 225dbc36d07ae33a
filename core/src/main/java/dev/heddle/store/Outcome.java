package dev.heddle.store;

import java.util.List;
import java.util.Map;

/** What became of a {@link ChangeSet}. */
public sealed interface Outcome {
  /** It is durable. */
  record Applied() implements Outcome {}

  /** It had been applied before; nothing was done now. */
  record AlreadyApplied() implements Outcome {}

  /**
   * It is durable, but some of the invocations it ordered were on record before: by the proposed
   * id, the id they stand under.
   */
  record Adopted(Map<Long, Long> ids) implements Outcome {
    public Adopted {
      ids = Map.copyOf(ids);
    }
  }

  /**
   * Nothing of it was applied: the invocation would wait for itself. First and last are the same.
   */
  record Cycle(List<Long> invocations) implements Outcome {
    public Cycle {
      invocations = List.copyOf(invocations);
    }
  }

  /** Nothing of it was applied: its fence no longer holds. */
  record Rejected(String reason) implements Outcome {}

  /**
   * Nothing of it was applied: this live invocation of another execution computes the same call.
   */
  record InFlight(long execution, long invocation) implements Outcome {}

  /** Nothing of it was applied: a result for the same call was recorded meanwhile; look it up. */
  record Answered(long node) implements Outcome {}

  /** Nothing of it was applied: the store failed on this set alone. */
  record Errored(StoreException error) implements Outcome {}
}
