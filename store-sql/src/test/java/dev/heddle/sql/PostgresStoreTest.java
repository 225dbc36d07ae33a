package dev.heddle.sql;

import static org.awaitility.Awaitility.await;

import dev.heddle.store.Store;
import dev.heddle.testkit.RemoteStore;
import dev.heddle.testkit.StoreContract;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

class PostgresStoreTest extends StoreContract {
  @TempDir Path folder;

  /** The contract has those buried at once whom it kills. */
  private static final PostgresLeases.Caution AT_ONCE =
      new PostgresLeases.Caution(Duration.ZERO, Duration.ZERO);

  /** Of the test before: its clients are closed by now. */
  private static @Nullable String last;

  private final String url = next();

  String url() {
    return url;
  }

  /** As by default: a claim of the contract is too small for one. */
  int leastBundle() {
    return 32;
  }

  private static String next() {
    if (last != null) {
      TestPostgres.drop(last);
    }
    String store = TestPostgres.store();
    last = store;
    return store;
  }

  @Override
  protected Store open() {
    return PostgresStore.open(
        url, Duration.ofSeconds(15), AT_ONCE, leastBundle(), InstantSource.system());
  }

  @Override
  protected Store openMortal() {
    return RemoteStore.open(url, folder);
  }

  @Override
  public boolean killed(Store client) {
    RemoteStore.kill(client);
    // The server frees what a session held as soon as it sees that its socket is closed.
    await().atMost(Duration.ofSeconds(20)).until(() -> !TestPostgres.hasSessionsOfDead(url));
    return true;
  }
}
