package dev.heddle.store;

import java.nio.file.Path;

/** Serves {@code memory:}; every opening is a store of its own. */
public final class MemoryStoreProvider implements StoreProvider {
  /** For {@link java.util.ServiceLoader}. */
  public MemoryStoreProvider() {}

  @Override
  public boolean serves(String url) {
    return url.startsWith("memory:");
  }

  @Override
  public Store open(String url, Path home) {
    return new MemoryStore();
  }
}
