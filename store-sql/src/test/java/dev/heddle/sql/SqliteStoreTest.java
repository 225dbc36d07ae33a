package dev.heddle.sql;

import dev.heddle.store.Store;
import dev.heddle.testkit.OpenedStore;
import dev.heddle.testkit.RemoteStore;
import dev.heddle.testkit.StoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends OpenedStore implements StoreContract {
  /** Made once and copied for each test, since making a store takes most of a second. */
  @TempDir static Path template;

  @TempDir Path folder;

  @BeforeAll
  static void makeTemplate() {
    SqliteStore.open(template.resolve("heddle.db"), false).close();
  }

  @Override
  protected Store open() {
    return SqliteStore.open(file(), false);
  }

  private Path file() {
    Path file = folder.resolve("heddle.db");
    try {
      if (!Files.exists(file)) {
        Files.copy(template.resolve("heddle.db"), file);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return file;
  }

  @Override
  protected Store openMortal() {
    return RemoteStore.open("sqlite:" + file(), folder);
  }

  @Override
  public boolean killed(Store client) {
    RemoteStore.kill(client);
    return true;
  }
}
