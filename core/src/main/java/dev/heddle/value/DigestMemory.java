package dev.heddle.value;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers the digest of a file's content by what stat said of it, as git's index does. A store
 * implements it. Thread-safe. Forgetting costs a read of the file, never an error.
 */
public interface DigestMemory {

  /** The digests remembered for these exact stamps. */
  Map<FileStamp, Hash> get(Collection<FileStamp> stamps);

  /** The content of a file was read and hashed while its stat was this, before and after. */
  void put(FileStamp stamp, Hash digest);

  /** One that lives as long as the process. */
  static DigestMemory inMemory() {
    Map<FileStamp, Hash> known = new ConcurrentHashMap<>();
    return new DigestMemory() {
      @Override
      public Map<FileStamp, Hash> get(Collection<FileStamp> stamps) {
        Map<FileStamp, Hash> found = new java.util.HashMap<>();
        for (FileStamp stamp : stamps) {
          Hash digest = known.get(stamp);
          if (digest != null) {
            found.put(stamp, digest);
          }
        }
        return found;
      }

      @Override
      public void put(FileStamp stamp, Hash digest) {
        known.put(stamp, digest);
      }
    };
  }
}
