package dev.heddle.sql;

import dev.heddle.store.Store;
import dev.heddle.store.StoreAdmin;
import dev.heddle.store.StoreProvider;
import java.nio.file.Path;
import java.util.Optional;

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

  @Override
  public Optional<StoreAdmin> admin(String url, Path home) {
    return Optional.of(new PostgresAdmin(PostgresUrl.parse(url)));
  }
}
