package dev.heddle.store;

import java.nio.ByteBuffer;
import java.util.TreeSet;

/**
 * Which numbered {@link ChangeSet}s of one client a store has applied: the highest number, and the
 * numbers below it that were not applied (refused, or not arrived yet). A refused set leaves a
 * hole, so telling it again after a lost answer judges it again instead of calling it applied.
 *
 * <p>Numbers more than {@link #WINDOW} below the highest count as applied: a client tells again
 * only what it told last. Not thread-safe; a store keeps one per client inside its transaction.
 */
public final class SetNumbers {
  /** How far below the highest number a hole is remembered. */
  public static final int WINDOW = 10_000;

  private long highest;
  private final TreeSet<Long> holes = new TreeSet<>();

  /** Of a client that has told nothing yet. */
  public SetNumbers() {}

  /** Reads what {@link #holes()} wrote. */
  public SetNumbers(long highest, byte[] holes) {
    this.highest = highest;
    ByteBuffer buffer = ByteBuffer.wrap(holes);
    while (buffer.hasRemaining()) {
      this.holes.add(buffer.getLong());
    }
  }

  /** Whether the set of this number was applied before. */
  public boolean contains(long number) {
    return number <= highest && !holes.contains(number);
  }

  /** Notes that the set of this number is applied. */
  public void add(long number) {
    if (number <= highest) {
      holes.remove(number);
      return;
    }
    for (long hole = Math.max(highest + 1, number - WINDOW); hole < number; hole++) {
      holes.add(hole);
    }
    highest = number;
    while (!holes.isEmpty() && holes.first() < highest - WINDOW) {
      holes.pollFirst();
    }
  }

  public long highest() {
    return highest;
  }

  /** The holes, eight bytes each. */
  public byte[] holes() {
    ByteBuffer buffer = ByteBuffer.allocate(holes.size() * Long.BYTES);
    holes.forEach(buffer::putLong);
    return buffer.array();
  }
}
