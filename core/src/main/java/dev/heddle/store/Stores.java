package dev.heddle.store;

import dev.heddle.config.Passwords;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/** Opens a store by its URL, with whatever providers are on the class path. */
public final class Stores {
  private Stores() {}

  /**
   * Opens it.
   *
   * @param home the project's {@code .heddle} folder
   * @throws StoreException if no provider serves the URL, or the one that does can't open it
   */
  public static Store open(String url, Path home) {
    return provider(url).open(url, home);
  }

  /**
   * What looks after the store as a whole; nothing if its kind has no schema and is not kept.
   *
   * @param home the project's {@code .heddle} folder
   * @throws StoreException if no provider serves the URL, or it is malformed
   */
  public static Optional<StoreAdmin> admin(String url, Path home) {
    return provider(url).admin(url, home);
  }

  private static StoreProvider provider(String url) {
    for (StoreProvider provider :
        ServiceLoader.load(StoreProvider.class, Stores.class.getClassLoader())) {
      if (provider.serves(url)) {
        return provider;
      }
    }
    throw new StoreException(
        "No store for \""
            + Passwords.hide(url)
            + "\" is on the class path. Known are memory: and, with heddle-store-sql on the class"
            + " path, sqlite:PATH and postgresql://USER:PASSWORD@HOST:PORT/DATABASE.",
        null);
  }
}
