package dev.heddle.store;

import java.util.List;

/**
 * Changes that are applied wholly or not at all, under one fence.
 *
 * @param number from {@link Store#reserveNumbers}; a set whose number the store has applied for
 *     this client is not applied again, one that it refused is judged anew
 * @param fence what must still be true for any of it to be applied
 */
public record ChangeSet(long number, Fence fence, List<Change> changes) {
  /**
   * The execution must be at this epoch and not ended when the set begins to be applied; a set that
   * itself starts the execution at this epoch satisfies its own fence. Execution 0 is no fence.
   */
  public record Fence(long execution, long epoch) {
    public static final Fence NONE = new Fence(0, 0);
  }
}
