package dev.heddle.store;

import java.util.List;

/**
 * A piece of what was searched.
 *
 * @param next from where to go on, as {@code before}; 0 if all was looked at
 * @param searchedTo the time of the oldest row that was looked at, epoch milliseconds; 0 if none
 */
public record Found<T>(List<T> found, long next, long searchedTo) {
  public Found {
    found = List.copyOf(found);
  }
}
