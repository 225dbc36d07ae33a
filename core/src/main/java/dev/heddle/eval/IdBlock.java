package dev.heddle.eval;

import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Ids for invocations, handed out from blocks that the store reserved. The next block is fetched
 * before the present one is used up, so that nobody waits for it. Thread-safe.
 */
final class IdBlock {
  private static final int FIRST = 256;
  private static final int LARGEST = 1 << 16;

  private final Store store;
  private final Executor reader;
  private long next;
  private long end;
  private int size = FIRST;
  private @Nullable CompletableFuture<Long> coming;

  IdBlock(Store store, Executor reader) {
    this.store = store;
    this.reader = reader;
  }

  synchronized long next() {
    if (next == end) {
      int taken = size;
      next = coming == null ? store.reserveIds(taken) : join(coming);
      end = next + taken;
      coming = null;
      size = Math.min(LARGEST, size * 4);
    } else if (coming == null && end - next <= size / 8) {
      prefetch(); // Blocks grow fourfold, so this is half of the present one, or late in a large
      // one.
    }
    return next++;
  }

  private void prefetch() {
    int wanted = size;
    coming = CompletableFuture.supplyAsync(() -> store.reserveIds(wanted), reader);
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
