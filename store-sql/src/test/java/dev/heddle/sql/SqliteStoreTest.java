package dev.heddle.sql;

import dev.heddle.store.Store;
import dev.heddle.testkit.StoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {
  @TempDir Path folder;

  @Override
  protected Store open() {
    return SqliteStore.open(folder.resolve(".heddle/heddle.db"), false);
  }
}
