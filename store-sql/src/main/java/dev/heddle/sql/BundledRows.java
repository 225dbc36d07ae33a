package dev.heddle.sql;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The bundles that one transaction has locked, and what it takes out of them. What is in a bundle
 * stands nowhere else; whoever changes it takes it out, and may put it into the table of live rows.
 */
final class BundledRows {
  /**
   * So many that are ordered together are one: a claim takes whole ones, and wants some hundreds.
   */
  static final int MOST = 250;

  private final Session session;
  private final Map<Bundle.Key, Locked> locked = new HashMap<>(0);

  /** What is taken out of bundles, and not written yet. */
  private final Map<Bundle.Key, Out> out = new LinkedHashMap<>(0);

  private record Out(Bundle bundle, BitSet places) {
    String bits() {
      return bundle.bits(places);
    }
  }

  /** As this transaction leaves it, which nobody else changes until it ends. */
  private static final class Locked {
    final Bundle bundle;
    final BitSet gone;

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
        BundleSql.KNOWN,
        known.stream().map(bundle -> bundle.key.first()).toList(),
        row -> {
          Bundle bundle = byKey.get(key(row));
          if (bundle != null) {
            locked.putIfAbsent(bundle.key, new Locked(bundle, row.getString(4)));
          }
        });
  }

  /** Locks those that these may be in. */
  Deferred.Question lockThoseOf(List<Long> ids) throws SQLException {
    return session.about(BundleSql.CONTAINING, ids, this::read);
  }

  /** Locks those of a worker. */
  Deferred.Question lockThoseOfOwner(long owner) {
    return new Deferred.Question(
        BundleSql.OF_OWNER, 1, (select, from) -> select.setLong(from, owner), this::read);
  }

  private static Bundle.Key key(ResultSet row) throws SQLException {
    return new Bundle.Key(row.getLong(2), row.getLong(3), row.getLong(1));
  }

  private void read(ResultSet row) throws SQLException {
    String gone = row.getString(4);
    Bundle.Key key = key(row);
    Long[] ids = (Long[]) row.getArray(9).getArray();
    Long[] ranks = (Long[]) row.getArray(10).getArray();
    Long[] dues = (Long[]) row.getArray(11).getArray();
    List<Bundle.Member> members = new ArrayList<>(gone.length());
    for (int i = 0; i < gone.length(); i++) {
      members.add(
          new Bundle.Member(
              i,
              ids.length == 0 ? key.first() + i : ids[i],
              ranks.length == 0 ? row.getLong(7) : ranks[i],
              dues.length == 0 ? row.getLong(8) : dues[i]));
    }
    Bundle bundle = Bundle.of(key, row.getLong(5), row.getLong(6), gone.length(), members);
    if (locked.putIfAbsent(bundle.key, new Locked(bundle, gone)) == null && bundle.isOwned()) {
      session.known().know(bundle);
    }
  }

  /**
   * Writes those of these rows, none of them written yet, that wait in the same lane with the same
   * rank as enough others; answers the rest.
   */
  List<LiveRow> insert(List<LiveRow> waiting) throws SQLException {
    record Kind(long lane, long rank) {}
    if (!session.known().isWorth(waiting.size())) {
      return waiting;
    }
    Map<Kind, List<LiveRow>> kinds = new LinkedHashMap<>();
    List<LiveRow> rest = new ArrayList<>();
    for (LiveRow row : waiting) {
      kinds.computeIfAbsent(new Kind(row.lane, row.rank), kind -> new ArrayList<>()).add(row);
    }
    Batch inserted = session.batch(BundleSql.INSERT);
    boolean any = false;
    for (Map.Entry<Kind, List<LiveRow>> kind : kinds.entrySet()) {
      List<LiveRow> rows = kind.getValue();
      rows.sort(Comparator.comparingLong(row -> row.id));
      int from = 0;
      while (session.known().isWorth(rows.size() - from)) {
        int to = Math.min(rows.size(), from + MOST);
        insert(inserted, kind.getKey().rank, rows.subList(from, to));
        any = true;
        from = to;
      }
      rest.addAll(rows.subList(from, rows.size()));
    }
    if (any) {
      inserted.execute();
    }
    return rest;
  }

  private void insert(Batch inserted, long rank, List<LiveRow> rows) throws SQLException {
    long lane = rows.get(0).lane;
    List<Bundle.Member> members =
        rows.stream().map(row -> new Bundle.Member(0, row.id, row.rank, row.due)).toList();
    Bundle bundle = Bundle.of(new Bundle.Key(0, 0, rows.get(0).id), lane, 0, 0, members);
    String none = bundle.bits(new BitSet());
    locked.put(bundle.key, new Locked(bundle, none));
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).bundle = bundle;
      rows.get(i).place = i;
    }
    long first = rows.get(0).id;
    long last = rows.get(rows.size() - 1).id;
    long due = rows.get(0).due;
    boolean isRange = last - first == rows.size() - 1;
    boolean isAtOnce = rows.stream().allMatch(row -> row.due == due);
    inserted.setLong(1, lane);
    inserted.setLong(2, rank);
    inserted.setLong(3, due);
    inserted.setLong(4, first);
    inserted.setLong(5, last);
    inserted.setText(6, none);
    inserted.setText(7, array(isRange ? Stream.of() : rows.stream().map(row -> row.id)));
    inserted.setText(8, array(isAtOnce ? Stream.of() : rows.stream().map(row -> row.due)));
    inserted.add();
  }

  /** As PostgreSQL reads it. */
  private static String array(Stream<Long> numbers) {
    return numbers.map(Object::toString).collect(Collectors.joining(",", "{", "}"));
  }

  /** The row of this one, if it is in one of those that are locked. */
  @Nullable LiveRow find(long id) {
    for (Locked one : locked.values()) {
      LiveRow row = one.bundle.row(id);
      if (row != null && !one.gone.get(row.place)) {
        return row;
      }
    }
    return null;
  }

  /** Those of a worker in what is locked, in no particular order. */
  List<Long> ownedBy(long worker) {
    List<Long> owned = new ArrayList<>();
    for (Locked one : locked.values()) {
      if (one.bundle.key.owner() == worker) {
        for (Bundle.Member member : one.bundle.members()) {
          if (!one.gone.get(member.place())) {
            owned.add(member.id());
          }
        }
      }
    }
    return owned;
  }

  /**
   * From now on it is not in its bundle any more. If that is not locked, {@link #flush} makes the
   * transaction fail should it not have been there.
   */
  void takeOut(Bundle bundle, LiveRow row) {
    Locked one = locked.get(bundle.key);
    if (one != null) {
      if (one.gone.get(row.place)) {
        throw new LiveRows.AgainException("invocation " + row.id + " has left its bundle");
      }
      one.gone.set(row.place);
    }
    out.computeIfAbsent(bundle.key, key -> new Out(bundle, new BitSet())).places.set(row.place);
  }

  /** Writes what was taken out; every transaction locks bundles in the same order. */
  void flush() throws SQLException {
    if (out.isEmpty()) {
      return;
    }
    List<Bundle.Key> keys = List.copyOf(out.keySet());
    Array firsts = session.longs(keys.stream().map(Bundle.Key::first));
    Array owners = session.longs(keys.stream().map(Bundle.Key::owner));
    Array tokens = session.longs(keys.stream().map(Bundle.Key::token));
    Array bits = session.bits(out.values().stream().map(Out::bits));
    Deferred.Binder which =
        (statement, from) -> {
          statement.setArray(from, firsts);
          statement.setArray(from + 1, owners);
        };
    session.later(BundleSql.LOCK, 2, which);
    session.later(
        BundleSql.TAKE_OUT,
        4,
        (statement, from) -> {
          which.bind(statement, from);
          statement.setArray(from + 2, tokens);
          statement.setArray(from + 3, bits);
        });
    session.later(BundleSql.DELETE_EMPTY, 2, which);
    out.values().forEach(one -> session.known().left(one.bundle, one.places));
    out.clear();
  }
}
