package dev.heddle.cli;

import dev.heddle.config.Settings;
import dev.heddle.store.Store;
import dev.heddle.store.StoreProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/** Opens the store of a project to be read. */
final class StoreDoor {
  private static final String SQLITE = "sqlite:";

  private StoreDoor() {}

  /** The project's store; empty if nothing was ever recorded there, since reading creates none. */
  static Optional<Store> open(Settings settings) {
    String url = settings.store();
    if (url.startsWith(SQLITE) && !Files.exists(Path.of(url.substring(SQLITE.length())))) {
      return Optional.empty();
    }
    for (StoreProvider provider : ServiceLoader.load(StoreProvider.class)) {
      if (provider.serves(url)) {
        return Optional.of(provider.open(url, settings.project().home()));
      }
    }
    throw new UsageException("No store serves " + url + ". Known are memory: and sqlite:PATH");
  }
}
