package dev.heddle.sql;

import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Invocations of one lane that were ordered together and wait, or that one claim took and began;
 * and what never changes of them: all that their rows would say. Which of them are still in it is
 * in the store alone.
 */
final class Bundle {
  final Key key;
  final long lane;
  private final long claimedAt;
  private final int size;

  /** Those that are known, by their ids. */
  private final Member[] members;

  /**
   * Tells it from others.
   *
   * @param owner the worker that claimed it; 0 while it waits
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

  /**
   * One of those in it.
   *
   * @param place from 0
   */
  record Member(int place, long id, long rank, long due) {}

  private Bundle(Key key, long lane, long claimedAt, int size, Member[] members) {
    this.key = key;
    this.lane = lane;
    this.claimedAt = claimedAt;
    this.size = size;
    this.members = members;
  }

  /**
   * That of these, at least one.
   *
   * @param size how many were in it once; 0 if these are all, wherever they say that they are
   */
  static Bundle of(Key key, long lane, long claimedAt, int size, Collection<Member> members) {
    Member[] sorted =
        members.stream().sorted(Comparator.comparingLong(Member::id)).toArray(Member[]::new);
    if (size == 0) {
      for (int i = 0; i < sorted.length; i++) {
        sorted[i] = new Member(i, sorted[i].id, sorted[i].rank, sorted[i].due);
      }
    }
    return new Bundle(key, lane, claimedAt, size == 0 ? sorted.length : size, sorted);
  }

  /** Those that are known: at least those that are in it yet. */
  List<Member> members() {
    return List.of(members);
  }

  /** Whether a worker has it. */
  boolean isOwned() {
    return key.owner != 0;
  }

  /** A bit each for those at these places, as PostgreSQL reads it. */
  String bits(BitSet places) {
    char[] bits = new char[size];
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

  /** The row of this one, if it was in it; null if not. */
  @Nullable LiveRow row(long id) {
    Member member = member(id);
    return member == null ? null : LiveRow.bundled(this, member, lane, claimedAt);
  }

  private @Nullable Member member(long id) {
    int low = 0;
    int high = members.length - 1;
    if (id < members[low].id || id > members[high].id) {
      return null;
    }
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (members[middle].id == id) {
        return members[middle];
      } else if (members[middle].id < id) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }
}
