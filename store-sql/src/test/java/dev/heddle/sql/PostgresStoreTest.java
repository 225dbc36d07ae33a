package dev.heddle.sql;

import dev.heddle.testkit.StoreContract;

class PostgresStoreTest extends PostgresUnderTest implements StoreContract {
  /** As by default: a claim of the contract is too small for a bundle. */
  PostgresStoreTest() {
    super(PostgresStore.LEAST_BUNDLE);
  }
}
