package dev.heddle.cli;

import dev.heddle.config.Passwords;
import dev.heddle.config.Settings;
import dev.heddle.store.Store;
import dev.heddle.store.StoreAdmin;
import dev.heddle.store.StoreProvider;
import dev.heddle.store.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.ToIntFunction;

/** Opens the store of a project to be read. */
final class StoreDoor {
  /** Where a store may be, for the help of commands that make do with one that is not kept. */
  static final String ANY = "memory:, sqlite:PATH or postgresql://USER@HOST/DATABASE";

  /** The same for commands that need one that is. */
  static final String KEPT = "sqlite:PATH or postgresql://USER@HOST/DATABASE";

  private static final String MEMORY = "memory:";
  private static final String SQLITE = "sqlite:";

  private StoreDoor() {}

  /**
   * Reads the store that the option names, or else the project's.
   *
   * @param option what stands behind {@code --store}
   * @param nothing does what there is to do, given the URL, if nothing was ever recorded there:
   *     reading creates no store
   * @return what either of them returns
   */
  static int read(
      Session session,
      Optional<String> option,
      ToIntFunction<Store> reading,
      ToIntFunction<String> nothing) {
    Settings settings = settings(session, option);
    String url = settings.store();
    requireServed(url);
    if (isMissing(url, settings.project().home())) {
      return nothing.applyAsInt(url);
    }
    try (Store store = Stores.open(url, settings.project().home())) {
      return reading.applyAsInt(store);
    }
  }

  /**
   * The same where there is nothing to do without a store.
   *
   * @throws UsageException if nothing was ever recorded there
   */
  static int read(Session session, Optional<String> option, ToIntFunction<Store> reading) {
    return read(
        session,
        option,
        reading,
        url -> {
          throw new UsageException(nothingIn(url));
        });
  }

  /** The settings of the project, with this store if one is named. */
  static Settings settings(Session session, Optional<String> option) {
    return session.settings(option.map(url -> Map.of("store", url)).orElse(Map.of()));
  }

  static String nothingIn(String url) {
    return "Nothing is recorded yet in " + Passwords.hide(url);
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
    throw new UsageException("No store serves " + Passwords.hide(url) + ". Known are " + ANY);
  }

  /** Whether the URL names a file that exists. */
  static boolean isFile(String url) {
    return url.startsWith(SQLITE) && Files.exists(file(url));
  }

  /** A file is looked for without the classes of its store, which cost a short command time. */
  private static boolean isMissing(String url, Path home) {
    return url.startsWith(SQLITE)
        ? !Files.exists(file(url))
        : !Stores.admin(url, home).map(StoreAdmin::exists).orElse(true);
  }

  /** The file of a SQLite URL, without the options behind it. */
  private static Path file(String url) {
    String path = url.substring(SQLITE.length());
    int options = path.lastIndexOf('?');
    return Path.of(options < 0 ? path : path.substring(0, options));
  }
}
