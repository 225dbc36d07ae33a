package dev.heddle.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.store.Store;

/**
 * What the parts of {@link StoreContract} need: clients of one store that is empty when a test
 * begins. Each part is an interface with a subject of its own; a store's test gets them all from
 * {@link StoreContract}.
 */
public interface StoreUnderTest {
  /** The client that most tests make do with. */
  Store store();

  /** One more client, closed after the test. */
  Store another();

  /** One more client, whose process {@link #killed} can kill. */
  Store mortal();

  /**
   * Kills the process of a client that {@link #mortal} answered, as a kill -9 would: nothing of
   * what {@link Store#close} does is done. Returns once it is dead.
   *
   * @return false if this store's test can't do it
   */
  boolean killed(Store client);

  /** Kills it, or skips the test where that can't be done. */
  default void kill(Store client) {
    assumeTrue(killed(client), "a client of this store can't be killed here");
  }

  /** Makes executions and calls in the name of {@link #store}. */
  default Calls calls() {
    return new Calls(store());
  }

  /** Makes orders in the name of {@link #store}. */
  default Orders orders() {
    return new Orders(store());
  }
}
