package dev.heddle.store;

/** What became of a {@link ChangeSet}. */
public sealed interface Outcome {
  /** It is durable. */
  record Applied() implements Outcome {}

  /** It had been applied before; nothing was done now. */
  record AlreadyApplied() implements Outcome {}

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
