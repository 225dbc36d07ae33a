package dev.heddle.sql;

import java.util.HashMap;
import java.util.Map;

/** A set of ids. They come from blocks, so they lie close together, and a bit each is enough. */
final class IdSet {
  private static final int PAGE_BITS = 12;
  private static final int MASK = (1 << PAGE_BITS) - 1;

  private final Map<Long, long[]> pages = new HashMap<>();

  /** Returns whether it was not there before. */
  boolean add(long id) {
    long[] page = pages.computeIfAbsent(id >> PAGE_BITS, at -> new long[(MASK + 1) / Long.SIZE]);
    int bit = (int) id & MASK;
    long word = page[bit / Long.SIZE];
    page[bit / Long.SIZE] = word | 1L << bit;
    return page[bit / Long.SIZE] != word;
  }

  boolean contains(long id) {
    long[] page = pages.get(id >> PAGE_BITS);
    int bit = (int) id & MASK;
    return page != null && (page[bit / Long.SIZE] & 1L << bit) != 0;
  }
}
