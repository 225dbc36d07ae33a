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
   * Whose word the set is. The execution of this id must be at this epoch and not ended when the
   * set begins to be applied, and so must the claimed invocation of this id be owned at it; what is
   * both must satisfy both, what is neither satisfies nobody. A set that itself starts the
   * execution at this epoch, and whose invocation if any is at it, satisfies its own fence.
   *
   * @param id of an execution, of a claimed invocation, or of both; 0 is no fence
   */
  public record Fence(long id, long epoch) {
    public static final Fence NONE = new Fence(0, 0);
  }
}
