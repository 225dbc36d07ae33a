package dev.heddle.eval;

import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ids for invocations, handed out from blocks that the store reserved. The next block is fetched
 * when half of the present one is used up: reserving waits its turn among the commits, and whoever
 * waits for an id holds up a whole evaluation. Blocks grow, so that a short run takes one and a
 * long one few. Thread-safe.
 *
 * <p>What is left of a block goes unused when the block is a minute old. So ids rise with time but
 * for a minute, over all processes, and a moment is found among them by halving.
 */
final class IdBlock {
  private static final int FIRST = 1 << 10;
  private static final int GROWTH = 8;
  private static final int LARGEST = 1 << 16;
  private static final long OLDEST_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Store store;
  private final Executor reserving;
  private final LongSupplier nanos;
  private long next;
  private long end;
  private int present;
  private long since;
  private int size = FIRST;
  private @Nullable Coming coming;

  /**
   * A block that is on its way.
   *
   * @param since a moment before which it was not reserved
   */
  private record Coming(CompletableFuture<Long> first, int size, long since) {}

  /**
   * Ids of a store.
   *
   * @param nanos a clock that never goes back, as {@link System#nanoTime}
   */
  IdBlock(Store store, Executor reserving, LongSupplier nanos) {
    this.store = store;
    this.reserving = reserving;
    this.nanos = nanos;
  }

  synchronized long next() {
    dropOld(nanos.getAsLong());
    if (coming == null && end - next <= present / 2) {
      coming = reserve(size);
    }
    if (next == end && coming != null) {
      Coming block = coming;
      coming = null; // Also if it failed: whoever asks next tries again.
      next = join(block.first);
      present = block.size;
      since = block.since;
      end = next + present;
      size = Math.min(LARGEST, present * GROWTH);
    }
    return next++;
  }

  private void dropOld(long now) {
    if (next < end && now - since > OLDEST_NANOS) {
      // It was too large for its minute; the next one is for twice what was used of it.
      long used = present - (end - next);
      size = (int) Math.max(FIRST, Math.min(LARGEST, 2 * used));
      next = end;
    }
    if (coming != null && now - coming.since > OLDEST_NANOS) {
      coming = null;
    }
  }

  private Coming reserve(int wanted) {
    long now = nanos.getAsLong();
    // On a thread of its own: the caller may be a virtual thread, which must not wait in a
    // database.
    return new Coming(
        CompletableFuture.supplyAsync(() -> store.reserveIds(wanted), reserving), wanted, now);
  }

  private static long join(CompletableFuture<Long> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreException known) {
        throw known;
      }
      throw e;
    }
  }
}
