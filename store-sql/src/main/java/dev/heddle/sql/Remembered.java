package dev.heddle.sql;

/**
 * What the transactions over one connection have made, so that later ones need not look for it.
 *
 * @param numbers the row that says which sets were applied
 */
record Remembered(Names names, Lanes lanes, ClientRow numbers) {
  /** One of them failed: what it had made may not exist. */
  void forget() {
    names.forget();
    lanes.forget();
    numbers.forget();
  }
}
