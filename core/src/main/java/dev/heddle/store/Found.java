package dev.heddle.store;

import java.util.List;

/**
 * A piece of what was searched.
 *
 * @param damaged the places of rows that were met and can't be read, in the same order: whether
 *     they would have been found is not known
 * @param next from where to go on, as {@code before}; 0 if all was looked at
 * @param searchedTo the time of the oldest row that was looked at, epoch milliseconds; 0 if none
 */
public record Found<T>(List<T> found, List<Long> damaged, long next, long searchedTo) {
  public Found {
    found = List.copyOf(found);
    damaged = List.copyOf(damaged);
  }

  /** One in which all that was met could be read. */
  public Found(List<T> found, long next, long searchedTo) {
    this(found, List.of(), next, searchedTo);
  }
}
