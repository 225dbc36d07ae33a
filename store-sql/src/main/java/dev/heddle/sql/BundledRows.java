package dev.heddle.sql;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The bundles that one transaction has locked, and what it takes out of them. What is in a bundle
 * stands nowhere else; whoever changes it takes it out, and may put it into the table of live rows.
 */
final class BundledRows {
  /** So many ids are compared with those of a bundle by the server. */
  private static final int FEW = 8;

  private static final String IN_ORDER = " ORDER BY first, owner, token FOR UPDATE";

  static final String KNOWN =
      "SELECT first, owner, token, gone FROM bundle WHERE first = ANY (?)" + IN_ORDER;

  private static final String WHOLE =
      "SELECT first, owner, token, gone, lane, claimed_at, ids, ranks, dues FROM bundle WHERE ";

  static final String BETWEEN = WHOLE + "last >= ? AND first <= ?" + IN_ORDER;

  static final String CONTAINING = WHOLE + "last >= ? AND first <= ? AND ids && ?" + IN_ORDER;

  static final String OF_OWNER = WHOLE + "owner = ?" + IN_ORDER;

  private static final String ONE = "WHERE first = ? AND owner = ? AND token = ?";

  static final String TAKE_OUT = "UPDATE bundle SET gone = CAST(? AS VARBIT) " + ONE;

  /** Fails with a division by zero unless all of these are there. */
  static final String TAKE_OUT_IF_THERE =
      "WITH done AS (UPDATE bundle SET gone = gone | CAST(? AS VARBIT) "
          + ONE
          + " AND bit_count(gone & CAST(? AS VARBIT)) = 0 RETURNING 1)"
          + " SELECT 1 / count(*) FROM done";

  static final String DELETE_IF_EMPTY =
      "DELETE FROM bundle " + ONE + " AND bit_count(gone) = length(gone)";

  private final Session session;
  private final Map<Bundle.Key, Locked> locked = new HashMap<>(0);

  /** What is taken out of bundles that are not locked, by their places. */
  private final Map<Bundle, BitSet> unlocked = new HashMap<>(0);

  /** As this transaction leaves it, which nobody else changes until it ends. */
  private static final class Locked {
    final Bundle bundle;
    final BitSet gone;
    boolean changed;

    Locked(Bundle bundle, String gone) {
      this.bundle = bundle;
      this.gone = Bundle.places(gone);
    }
  }

  BundledRows(Session session) {
    this.session = session;
  }

  /** Locks these, of which only what is gone is read. */
  Deferred.Question lock(Collection<Bundle> known) throws SQLException {
    Map<Bundle.Key, Bundle> byKey = new HashMap<>();
    known.forEach(bundle -> byKey.put(bundle.key, bundle));
    return session.about(
        KNOWN,
        known.stream().map(bundle -> bundle.key.first()).toList(),
        row -> {
          Bundle bundle = byKey.get(key(row));
          if (bundle != null) {
            locked.putIfAbsent(bundle.key, new Locked(bundle, row.getString(4)));
          }
        });
  }

  /** Locks those that these, at least one, may be in. */
  Deferred.Question lockThoseOf(Collection<Long> ids) throws SQLException {
    long lowest = Collections.min(ids);
    long highest = Collections.max(ids);
    boolean few = ids.size() <= FEW;
    Array sorted = few ? session.sorted(ids) : null;
    return new Deferred.Question(
        few ? CONTAINING : BETWEEN,
        few ? 3 : 2,
        (select, from) -> {
          select.setLong(from, lowest);
          select.setLong(from + 1, highest);
          if (sorted != null) {
            select.setArray(from + 2, sorted);
          }
        },
        this::read);
  }

  /** Locks those of a worker. */
  Deferred.Question lockThoseOfOwner(long owner) {
    return new Deferred.Question(
        OF_OWNER, 1, (select, from) -> select.setLong(from, owner), this::read);
  }

  private static Bundle.Key key(ResultSet row) throws SQLException {
    return new Bundle.Key(row.getLong(2), row.getLong(3), row.getLong(1));
  }

  private void read(ResultSet row) throws SQLException {
    Bundle bundle =
        new Bundle(
            key(row),
            row.getLong(5),
            row.getLong(6),
            longs(row.getArray(7)),
            longs(row.getArray(8)),
            longs(row.getArray(9)));
    if (locked.putIfAbsent(bundle.key, new Locked(bundle, row.getString(4))) == null) {
      session.bundles().know(bundle);
    }
  }

  private static long[] longs(Array array) throws SQLException {
    return Stream.of((Long[]) array.getArray()).mapToLong(Long::longValue).toArray();
  }

  /** The row of this one, if it is in one of those that are locked. */
  @Nullable LiveRow find(long id) {
    for (Locked one : locked.values()) {
      int place = one.bundle.place(id);
      if (place >= 0 && !one.gone.get(place)) {
        return one.bundle.row(place);
      }
    }
    return null;
  }

  /** Those of a worker in what is locked, in no particular order. */
  List<Long> ownedBy(long worker) {
    List<Long> owned = new ArrayList<>();
    for (Locked one : locked.values()) {
      if (one.bundle.key.owner() == worker) {
        int size = one.bundle.size();
        for (int i = one.gone.nextClearBit(0); i < size; i = one.gone.nextClearBit(i + 1)) {
          owned.add(one.bundle.id(i));
        }
      }
    }
    return owned;
  }

  /**
   * From now on it is not in its bundle any more. If that is not locked, {@link #flush} makes the
   * transaction fail should it not have been there.
   */
  void takeOut(Bundle bundle, long id) {
    Locked one = locked.get(bundle.key);
    int place = bundle.place(id);
    if (one == null) {
      unlocked.computeIfAbsent(bundle, key -> new BitSet()).set(place);
    } else if (one.gone.get(place)) {
      throw new LiveRows.AgainException("invocation " + id + " has left its bundle");
    } else {
      one.gone.set(place);
      one.changed = true;
    }
  }

  /** Writes what was taken out; every transaction locks bundles in the same order. */
  void flush() throws SQLException {
    for (Locked one : locked.values()) {
      if (one.changed) {
        one.changed = false;
        String gone = one.bundle.bits(one.gone);
        later(TAKE_OUT, one.bundle.key, gone, 1);
        later(DELETE_IF_EMPTY, one.bundle.key, gone, 0);
      }
    }
    List<Bundle> inOrder = new ArrayList<>(unlocked.keySet());
    inOrder.sort(Comparator.comparing(bundle -> bundle.key));
    for (Bundle bundle : inOrder) {
      BitSet places = unlocked.remove(bundle);
      String bits = bundle.bits(places);
      later(TAKE_OUT_IF_THERE, bundle.key, bits, 2);
      later(DELETE_IF_EMPTY, bundle.key, bits, 0);
      session.bundles().left(bundle, places);
    }
  }

  /** One about this bundle, which names the bits so many times, first of all and last. */
  private void later(String sql, Bundle.Key key, String bits, int times) throws SQLException {
    session.later(
        sql,
        3 + times,
        (statement, from) -> {
          int at = from;
          if (times > 0) {
            statement.setString(at++, bits);
          }
          statement.setLong(at++, key.first());
          statement.setLong(at++, key.owner());
          statement.setLong(at++, key.token());
          if (times > 1) {
            statement.setString(at, bits);
          }
        });
  }
}
