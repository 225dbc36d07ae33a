package dev.heddle.eval;

import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.Committer;
import dev.heddle.store.Store;
import dev.heddle.value.DigestMemory;
import dev.heddle.value.FileStamp;
import dev.heddle.value.Hash;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Digests of files, remembered in the store, so that an unchanged file is hashed once. */
public final class RememberedDigests implements DigestMemory {
  private final Store store;
  private final Committer committer;
  private final InstantSource clock;

  public RememberedDigests(Store store, Committer committer, InstantSource clock) {
    this.store = store;
    this.committer = committer;
    this.clock = clock;
  }

  @Override
  public Map<FileStamp, Hash> get(Collection<FileStamp> stamps) {
    return store.digests(stamps);
  }

  @Override
  public void put(FileStamp stamp, Hash digest) {
    // Losing it costs a second hashing, so nobody waits for the commit.
    committer.submit(
        ChangeSet.Fence.NONE, List.of(new Change.FileHashed(stamp, digest, clock.millis())), null);
  }
}
