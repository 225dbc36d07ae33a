package dev.heddle.store;

import java.nio.file.Path;
import java.util.Optional;

/** Opens stores of one kind of URL; found by {@link java.util.ServiceLoader}. */
public interface StoreProvider {
  /** Whether this provider serves the URL, by its scheme. */
  boolean serves(String url);

  /**
   * Opens the store, creating it if need be.
   *
   * @param home the project's {@code .heddle} folder, made when needed
   */
  Store open(String url, Path home);

  /**
   * What looks after the store as a whole; nothing if its kind has no schema and is not kept.
   * Touches nothing.
   *
   * @param home as for {@link #open}
   * @throws StoreException if the URL is malformed
   */
  default Optional<StoreAdmin> admin(String url, Path home) {
    return Optional.empty();
  }
}
