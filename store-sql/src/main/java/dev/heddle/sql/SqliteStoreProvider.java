package dev.heddle.sql;

import dev.heddle.store.Store;
import dev.heddle.store.StoreAdmin;
import dev.heddle.store.StoreException;
import dev.heddle.store.StoreProvider;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Serves {@code sqlite:PATH}, absolute or relative to the current folder; without a path, {@code
 * heddle.db} in the project's {@code .heddle} folder. {@code ?singleProcess=true} after the path
 * allows file systems without sound locks.
 */
public final class SqliteStoreProvider implements StoreProvider {
  private static final String SCHEME = "sqlite:";
  private static final String SINGLE = "singleProcess=";

  /** For {@link java.util.ServiceLoader}. */
  public SqliteStoreProvider() {}

  @Override
  public boolean serves(String url) {
    return url.startsWith(SCHEME);
  }

  @Override
  public Store open(String url, Path home) {
    SqliteAdmin place = place(url, home);
    return SqliteStore.open(place.path(), place.singleProcess());
  }

  @Override
  public Optional<StoreAdmin> admin(String url, Path home) {
    return Optional.of(place(url, home));
  }

  private static SqliteAdmin place(String url, Path home) {
    String path = url.substring(SCHEME.length());
    boolean single = false;
    int question = path.lastIndexOf('?');
    if (question >= 0) {
      String option = path.substring(question + 1);
      if (!option.equals(SINGLE + "true") && !option.equals(SINGLE + "false")) {
        throw new StoreException(
            "The store "
                + url
                + " has the option '"
                + option
                + "', which is unknown."
                + " There is one: ?singleProcess=true",
            null);
      }
      single = option.equals(SINGLE + "true");
      path = path.substring(0, question);
    }
    return new SqliteAdmin(path.isEmpty() ? home.resolve("heddle.db") : Path.of(path), single);
  }
}
