package dev.heddle.testkit;

import dev.heddle.store.MemoryStore;
import dev.heddle.store.Store;

class MemoryStoreTest extends OpenedStore implements StoreContract {
  private final MemoryStore memory = new MemoryStore();

  @Override
  protected Store open() {
    return memory.peer();
  }

  @Override
  public boolean killed(Store client) {
    ((MemoryStore) client).die();
    return true;
  }

  /** Steps are cheap here. */
  @Override
  public int steps() {
    return 5_000;
  }
}
