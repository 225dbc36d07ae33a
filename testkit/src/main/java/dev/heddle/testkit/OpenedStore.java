package dev.heddle.testkit;

import dev.heddle.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * Opens clients of a store for a test and closes them after it. A store's tests extend this, say
 * how one is opened and how a client of it dies, and implement {@link StoreContract} or parts of
 * it; each test then runs on an empty store.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
public abstract class OpenedStore implements StoreUnderTest {
  private final List<Store> opened = new ArrayList<>();
  private Store store;

  /** For subclasses. */
  protected OpenedStore() {}

  /** Opens one more client of the store of this test. */
  protected abstract Store open();

  /**
   * Opens one more client whose process {@link #killed} can kill. That is {@link #open} where a
   * client can die without its process; else a {@link RemoteStore}.
   */
  protected Store openMortal() {
    return open();
  }

  /** Does what is to be done with the store when all its clients are closed. */
  protected void discard() {}

  @BeforeEach
  final void openOne() {
    store = another();
  }

  @AfterEach
  final void closeAll() {
    try {
      opened.forEach(Store::close);
    } finally {
      discard();
    }
  }

  @Override
  public final Store store() {
    return store;
  }

  @Override
  public final Store another() {
    Store one = open();
    opened.add(one);
    return one;
  }

  @Override
  public final Store mortal() {
    Store one = openMortal();
    opened.add(one);
    return one;
  }
}
