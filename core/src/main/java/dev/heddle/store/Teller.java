package dev.heddle.store;

import java.util.List;

/**
 * A way to tell a store what has changed, one group after another. A store is one itself, and may
 * have more of them ({@link Store#moreTellers}) for who has much to tell: groups told through two
 * of them are applied side by side, each as if alone.
 *
 * <p>Thread-safe.
 */
public interface Teller {
  /**
   * Applies a group of sets in one transaction, durable when this returns, and answers for each in
   * order. Throws if the transaction as a whole failed; then nothing, or (answer lost) everything
   * was applied: telling the same group again, through this same teller, is safe.
   */
  List<Outcome> apply(List<ChangeSet> group);

  /**
   * Reserves {@code count} set numbers of this teller and returns the first. Rising from 1, taken
   * without touching the disk. Everyone who makes {@link ChangeSet}s for it takes their numbers
   * here; two that counted on their own would be taken for repeats of each other.
   */
  long reserveNumbers(int count);
}
