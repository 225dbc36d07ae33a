package dev.heddle.sql;

import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What this process has claimed and begun for the first time, as far as it knows: so that the ends
 * of those need not be looked for before they are told. It may be out of date; the store says what
 * is. Thread-safe.
 */
final class KnownClaims {
  /** Of a store whose claims make none. */
  static final KnownClaims NONE = new KnownClaims(Integer.MAX_VALUE);

  /** More bundles than workers of one process have at a time. */
  private static final int MOST = 100;

  /** Likewise of those that have rows of their own. */
  private static final int MOST_ALONE = 2_000;

  private final int least;
  private final Map<Bundle.Key, Known> known = new ConcurrentHashMap<>();

  /** By their ids, those that are in no bundle. */
  private final Map<Long, LiveRow> alone = new ConcurrentHashMap<>();

  /** The lanes in which any waited when a claim looked last. */
  private final Set<Long> waiting = ConcurrentHashMap.newKeySet();

  private record Known(Bundle bundle, BitSet left) {
    /** Whether none is in it any more. */
    synchronized boolean leave(BitSet places) {
      left.or(places);
      return left.cardinality() >= bundle.members().size();
    }
  }

  /**
   * @param least how many a claim has to take and begin at once to make them a bundle
   */
  KnownClaims(int least) {
    this.least = least;
  }

  /** Whether a claim of so many makes a bundle. */
  boolean isWorth(int count) {
    return count >= least;
  }

  /** Others may have taken apart some of those that are known: too many are all forgotten. */
  void know(Bundle bundle) {
    if (known.size() >= MOST) {
      known.clear();
    }
    known.put(bundle.key, new Known(bundle, new BitSet()));
  }

  /** These places of it are empty now, or will be if a transaction does not fail. */
  void left(Bundle bundle, BitSet places) {
    Known one = known.get(bundle.key);
    if (one != null && one.leave(places)) {
      known.remove(bundle.key);
    }
  }

  /**
   * That a claim, or its order, has begun this one, which has a row of its own. Too many are all
   * forgotten.
   *
   * @param row of which nobody else has this instance
   */
  void begun(LiveRow row) {
    if (this == NONE) { // which many share
      return;
    }
    if (alone.size() >= MOST_ALONE) {
      alone.clear();
    }
    alone.put(row.id, row);
  }

  /** The row of one that has its own, as it was begun, to keep; null if that is not known. */
  @Nullable LiveRow takeAlone(long id) {
    return alone.remove(id);
  }

  /** Whether any may wait in a lane: the last claim that looked saw some. */
  boolean mayWait(long lane) {
    return waiting.contains(lane);
  }

  void sawWaiting(long lane, boolean any) {
    if (any) {
      waiting.add(lane);
    } else {
      waiting.remove(lane);
    }
  }

  /** The row of this one in the bundle in which it was; null if it was in none. */
  @Nullable LiveRow row(long id) {
    for (Known one : known.values()) {
      LiveRow row = one.bundle.row(id);
      if (row != null) {
        return row;
      }
    }
    return null;
  }
}
