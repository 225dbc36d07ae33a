package dev.heddle.monitor.http;

/** Makes a view from the store. Pages and API ask the same one. */
@FunctionalInterface
public interface Query<V> {
  /**
   * Asks the store.
   *
   * @throws Refused if there is no such thing, or the question can't be read
   * @throws dev.heddle.store.StoreException if the store does not answer
   */
  V ask(Asked asked);
}
