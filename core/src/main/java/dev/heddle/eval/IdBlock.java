package dev.heddle.eval;

import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Ids for invocations, handed out from blocks that the store reserved. The next block is fetched
 * before the present one is used up, so that nobody waits for it but the first. Thread-safe.
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
    if (coming == null && end - next <= size / 8) {
      int wanted = size;
      // On the reader: the caller may be a virtual thread, which must not wait in a database.
      coming = CompletableFuture.supplyAsync(() -> store.reserveIds(wanted), reader);
    }
    if (next == end && coming != null) {
      next = join(coming);
      end = next + size;
      size = Math.min(LARGEST, size * 4);
      coming = null;
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
