package dev.heddle.store;

import java.nio.file.Path;

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
}
