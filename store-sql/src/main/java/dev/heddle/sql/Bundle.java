package dev.heddle.sql;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What one claim took of a lane and began, and what never changes of it: all that the rows of those
 * invocations would say. Which of them are still in it is in the store alone.
 */
final class Bundle {
  final Key key;
  private final long lane;
  private final long claimedAt;

  /** In rising order; the others in the order of these. */
  private final long[] ids;

  private final long[] ranks;
  private final long[] dues;

  /**
   * Tells it from others.
   *
   * @param token of the claim
   * @param first the lowest id in it
   */
  record Key(long owner, long token, long first) implements Comparable<Key> {
    private static final Comparator<Key> IN_ORDER =
        Comparator.comparingLong(Key::first)
            .thenComparingLong(Key::owner)
            .thenComparingLong(Key::token);

    @Override
    public int compareTo(Key other) {
      return IN_ORDER.compare(this, other);
    }
  }

  /** One of those in it. */
  record Member(long id, long rank, long due) {}

  Bundle(Key key, long lane, long claimedAt, long[] ids, long[] ranks, long[] dues) {
    this.key = key;
    this.lane = lane;
    this.claimedAt = claimedAt;
    this.ids = ids;
    this.ranks = ranks;
    this.dues = dues;
  }

  /** That of these, at least one. */
  static Bundle of(long owner, long token, long lane, long claimedAt, Collection<Member> members) {
    List<Member> sorted = members.stream().sorted(Comparator.comparingLong(Member::id)).toList();
    return new Bundle(
        new Key(owner, token, sorted.get(0).id),
        lane,
        claimedAt,
        sorted.stream().mapToLong(Member::id).toArray(),
        sorted.stream().mapToLong(Member::rank).toArray(),
        sorted.stream().mapToLong(Member::due).toArray());
  }

  int size() {
    return ids.length;
  }

  /** A bit each for those at these places, as PostgreSQL reads it. */
  String bits(BitSet places) {
    char[] bits = new char[ids.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = places.get(i) ? '1' : '0';
    }
    return new String(bits);
  }

  /** The places whose bits are set. */
  static BitSet places(String bits) {
    BitSet places = new BitSet(bits.length());
    for (int i = bits.indexOf('1'); i >= 0; i = bits.indexOf('1', i + 1)) {
      places.set(i);
    }
    return places;
  }

  long id(int place) {
    return ids[place];
  }

  /** Where this one was in it from the first; negative if it is not. */
  int place(long id) {
    boolean within = id >= ids[0] && id <= ids[ids.length - 1];
    return within ? Arrays.binarySearch(ids, id) : -1;
  }

  /** The row of one in it. */
  LiveRow row(int place) {
    return LiveRow.bundled(this, ids[place], lane, ranks[place], dues[place], claimedAt);
  }
}
