package dev.heddle.store;

import java.util.List;

/**
 * Changes that are applied wholly or not at all, under one fence.
 *
 * @param number made by the client, rising by one with each set it sends; a set whose number the
 *     store has seen from this client is not applied again
 * @param fence what must still be true for any of it to be applied
 */
public record ChangeSet(long number, Fence fence, List<Change> changes) {
  /** The execution must be at this epoch and not ended; execution 0 is no fence. */
  public record Fence(long execution, long epoch) {
    public static final Fence NONE = new Fence(0, 0);
  }
}
