package dev.heddle.sql;

import static org.awaitility.Awaitility.await;

import dev.heddle.store.ChangeSet;
import dev.heddle.store.Claimed;
import dev.heddle.store.Outcome;
import dev.heddle.store.Store;
import dev.heddle.store.Teller;
import dev.heddle.testkit.OpenedStore;
import dev.heddle.testkit.Orders;
import dev.heddle.testkit.RemoteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A database for each test. */
abstract class PostgresUnderTest extends OpenedStore {
  /** The contract has those buried at once whom it kills. */
  private static final PostgresLeases.Caution AT_ONCE =
      new PostgresLeases.Caution(Duration.ZERO, Duration.ZERO);

  @TempDir Path folder;

  private final String url = TestPostgres.store();
  private final int leastBundle;

  /** With bundles of as many invocations at least. */
  PostgresUnderTest(int leastBundle) {
    this.leastBundle = leastBundle;
  }

  String url() {
    return url;
  }

  @Override
  protected Store open() {
    return PostgresStore.open(
        url, Duration.ofSeconds(15), AT_ONCE, leastBundle, InstantSource.system());
  }

  @Override
  protected Store openMortal() {
    return RemoteStore.open(url, folder);
  }

  @Override
  protected void discard() {
    TestPostgres.drop(url);
  }

  @Override
  public boolean killed(Store client) {
    RemoteStore.kill(client);
    // The server frees what a session held as soon as it sees that its socket is closed.
    await().atMost(Duration.ofSeconds(20)).until(() -> !TestPostgres.hasSessionsOfDead(url));
    return true;
  }

  /** What each was answered, all told as one group. */
  static List<Outcome> end(Teller teller, Orders orders, List<Claimed> claimed) {
    return teller.apply(
        claimed.stream()
            .map(
                one ->
                    new ChangeSet(
                        teller.reserveNumbers(1),
                        Orders.fence(one),
                        List.of(orders.succeeded(one, "1"))))
            .toList());
  }
}
