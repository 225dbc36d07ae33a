package dev.heddle.task;

import java.util.Optional;

/**
 * Where code walks are remembered between processes. An entry is only a shortcut: the walk checks
 * it against the class files, so a memory may lose or overwrite entries at any time.
 * Implementations are thread-safe.
 */
public interface CodeMemory {
  /** What was last put under this key, if it is still there and whole. */
  Optional<byte[]> get(String key);

  /** Remembers the value; failing to is not an error. */
  void put(String key, byte[] value);

  /** A memory that forgets everything. */
  static CodeMemory none() {
    return new CodeMemory() {
      @Override
      public Optional<byte[]> get(String key) {
        return Optional.empty();
      }

      @Override
      public void put(String key, byte[] value) {}
    };
  }
}
