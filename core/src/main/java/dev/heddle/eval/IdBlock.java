package dev.heddle.eval;

import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Ids for invocations, handed out from blocks that the store reserved. The next block is fetched
 * when half of the present one is used up: reserving waits its turn among the commits, and whoever
 * waits for an id holds up a whole evaluation. Blocks grow, so that a short run takes one and a
 * long one few. Thread-safe.
 */
final class IdBlock {
  private static final int FIRST = 1 << 10;
  private static final int GROWTH = 8;
  private static final int LARGEST = 1 << 16;

  private final Store store;
  private final Executor reserving;
  private long next;
  private long end;
  private int present;
  private int size = FIRST;
  private @Nullable CompletableFuture<Long> coming;

  IdBlock(Store store, Executor reserving) {
    this.store = store;
    this.reserving = reserving;
  }

  synchronized long next() {
    if (coming == null && end - next <= present / 2) {
      int wanted = size;
      // On a thread of its own: the caller may be a virtual thread, which must not wait in a
      // database.
      coming = CompletableFuture.supplyAsync(() -> store.reserveIds(wanted), reserving);
    }
    if (next == end && coming != null) {
      CompletableFuture<Long> block = coming;
      coming = null; // Also if it failed: whoever asks next tries again.
      next = join(block);
      present = size;
      end = next + present;
      size = Math.min(LARGEST, size * GROWTH);
    }
    return next++;
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
