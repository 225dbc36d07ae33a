package dev.heddle.sql;

import dev.heddle.store.Store;
import dev.heddle.store.StoreProvider;
import java.nio.file.Path;

/** Serves {@code postgresql://USER:PASSWORD@HOST:PORT/DATABASE}, and {@code postgres://…}. */
public final class PostgresStoreProvider implements StoreProvider {
  /** For {@link java.util.ServiceLoader}. */
  public PostgresStoreProvider() {}

  @Override
  public boolean serves(String url) {
    return PostgresUrl.isOne(url);
  }

  @Override
  public Store open(String url, Path home) {
    return PostgresStore.open(url);
  }
}
