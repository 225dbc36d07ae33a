package dev.heddle.eval;

import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.Committer;
import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import dev.heddle.value.DigestMemory;
import dev.heddle.value.FileStamp;
import dev.heddle.value.Hash;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Digests of files, remembered in the store, so that an unchanged file is hashed once. */
public final class RememberedDigests implements DigestMemory, AutoCloseable {
  private final Store store;
  private final Committer committer;
  private final InstantSource clock;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          body -> {
            Thread thread = new Thread(body, "heddle-digests");
            thread.setDaemon(true);
            return thread;
          });

  /** A memory over this store; closing it closes nothing but its thread. */
  public RememberedDigests(Store store, Committer committer, InstantSource clock) {
    this.store = store;
    this.committer = committer;
    this.clock = clock;
  }

  /** On a thread of its own: a body on a virtual thread must not wait in a database. */
  @Override
  public Map<FileStamp, Hash> get(Collection<FileStamp> stamps) {
    try {
      return CompletableFuture.supplyAsync(() -> store.digests(stamps), reader).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreException known) {
        throw known;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    reader.shutdown();
  }

  @Override
  public void put(FileStamp stamp, Hash digest) {
    // Losing it costs a second hashing, so nobody waits for the commit.
    committer.submit(
        ChangeSet.Fence.NONE, List.of(new Change.FileHashed(stamp, digest, clock.millis())), null);
  }
}
