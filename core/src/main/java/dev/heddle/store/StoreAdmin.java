package dev.heddle.store;

/**
 * Looks after a store as a whole: what is there, and its schema. Obtained by {@link Stores#admin};
 * holds nothing open. Every method throws {@link StoreException} with a message fit for a user.
 */
public interface StoreAdmin {
  /** Whether there is a store; creates none. Quick. */
  boolean exists();

  /** What is there; creates and changes nothing, and works on a newer store too. */
  StoreInfo info();

  /**
   * What {@link #migrate} has done.
   *
   * @param from the version of the schema before, 0 if there was none
   * @param to the version now
   */
  record Migrated(int from, int to) {}

  /**
   * Creates the store, or brings its schema to what this program knows.
   *
   * @throws StoreException if the schema is newer, or this user may not create or change it
   */
  Migrated migrate();

  /**
   * The SQL that does what {@link #migrate} would, to be run by hand; a comment alone if there is
   * nothing to do.
   *
   * @param whole whether for a store that is not there at all, without looking for one
   */
  String sql(boolean whole);
}
