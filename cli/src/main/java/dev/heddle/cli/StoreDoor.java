package dev.heddle.cli;

import dev.heddle.config.Settings;
import dev.heddle.store.Store;
import dev.heddle.store.StoreProvider;
import dev.heddle.store.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/** Opens the store of a project to be read. */
final class StoreDoor {
  private static final String MEMORY = "memory:";
  private static final String SQLITE = "sqlite:";

  private StoreDoor() {}

  /** The project's store; empty if nothing was ever recorded there, since reading creates none. */
  static Optional<Store> open(Settings settings) {
    String url = settings.store();
    requireServed(url);
    return isMissingFile(url)
        ? Optional.empty()
        : Optional.of(Stores.open(url, settings.project().home()));
  }

  /**
   * Refuses a URL that is of no store.
   *
   * @throws UsageException naming those there are
   */
  static void requireServed(String url) {
    // These two are always there; to look for others costs a cached run some of its time.
    if (url.startsWith(MEMORY) || url.startsWith(SQLITE)) {
      return;
    }
    for (StoreProvider provider : ServiceLoader.load(StoreProvider.class)) {
      if (provider.serves(url)) {
        return;
      }
    }
    throw new UsageException("No store serves " + url + ". Known are memory: and sqlite:PATH");
  }

  /** Whether the URL names a file that exists. */
  static boolean isFile(String url) {
    return url.startsWith(SQLITE) && Files.exists(file(url));
  }

  private static boolean isMissingFile(String url) {
    return url.startsWith(SQLITE) && !Files.exists(file(url));
  }

  /** The file of a SQLite URL, without the options behind it. */
  private static Path file(String url) {
    String path = url.substring(SQLITE.length());
    int options = path.lastIndexOf('?');
    return Path.of(options < 0 ? path : path.substring(0, options));
  }
}
