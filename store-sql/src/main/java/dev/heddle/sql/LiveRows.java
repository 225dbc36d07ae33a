package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.store.News;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The live rows that one transaction looks at: read once, changed here, and written in one go. The
 * row of one that ended in this transaction stays here, in its final state.
 */
final class LiveRows {
  private final Session session;
  private final Map<Long, @Nullable LiveRow> rows = new HashMap<>();
  private final Set<LiveRow> changed = new LinkedHashSet<>();

  /** Taken for ended when they were read. */
  private final List<LiveRow> taken = new ArrayList<>(0);

  /** The rows of those that no row of the table stands for; of a server only. */
  private final BundledRows bundled;

  /** The transaction has to be rolled back, and made again without taking chances. */
  static final class AgainException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AgainException(String why) {
      super(why);
    }
  }

  LiveRows(Session session) {
    this.session = session;
    this.bundled = new BundledRows(session);
  }

  /** Reads these in few statements, if they were not read yet. */
  void expect(Collection<Long> ids) throws SQLException {
    expect(ids, Map.of());
  }

  /**
   * Likewise.
   *
   * @param ending those that are about to end, and at which epoch. A server deletes their rows as
   *     it reads them, instead of locking them now and looking for them again. Those that this
   *     process has begun at their first epoch it knows, and does not read: their rows are deleted
   *     first of all, if they are as they were, and what is in a bundle is taken out last; else the
   *     transaction fails. If one does not end after all, {@link #flush} throws. To insert it again
   *     would not do, since whoever waits for its lock, as its true owner does for that of a
   *     zombie, would find it gone
   */
  void expect(Collection<Long> ids, Map<Long, Long> ending) throws SQLException {
    List<Long> unread = new ArrayList<>(ids.size());
    for (Long id : ids) {
      if (!rows.containsKey(id)) {
        rows.put(id, null);
        unread.add(id);
      }
    }
    if (unread.isEmpty()) {
      return;
    }
    if (session.isRemote()) {
      lock(unread, ending);
    } else {
      ask(Batches.questions(QueueSql.LIVE_FEW, QueueSql.LIVE_MANY, unread, this::read));
    }
  }

  private void ask(List<Deferred.Question> questions) throws SQLException {
    session.ask(questions.toArray(Deferred.Question[]::new));
  }

  /** Each where it is most likely first, and then those that are not there wherever else. */
  private void lock(List<Long> ids, Map<Long, Long> ending) throws SQLException {
    List<Long> toTake = new ArrayList<>();
    List<LiveRow> begun = new ArrayList<>();
    List<Long> others = new ArrayList<>();
    Set<Bundle> bundles = new LinkedHashSet<>();
    for (long id : ids) {
      LiveRow row = session.known().row(id);
      if (row != null && row.bundle != null) {
        if (ending.getOrDefault(id, 0L) == 1) {
          rows.put(id, row);
          taken.add(row);
        } else {
          bundles.add(row.bundle);
        }
        continue;
      }
      LiveRow alone = session.known().takeAlone(id); // whatever happens here, it is not as it was
      if (alone != null && ending.getOrDefault(id, 0L) == 1) {
        begun.add(alone);
      } else {
        (ending.containsKey(id) ? toTake : others).add(id);
      }
    }
    if (toTake.isEmpty() && others.isEmpty() && bundles.isEmpty()) {
      takeBegun(begun);
    } else { // All in one order, since there is a trip for it anyway.
      begun.forEach(row -> toTake.add(row.id));
    }
    List<Deferred.Question> questions = new ArrayList<>();
    if (!toTake.isEmpty()) {
      questions.add(session.about(PostgresSql.TAKE_LIVE, toTake, this::take));
    }
    if (!others.isEmpty()) {
      questions.add(session.about(PostgresSql.LIVE_OF, others, this::read));
      questions.add(bundled.lockThoseOf(others));
    }
    if (!bundles.isEmpty()) {
      questions.add(bundled.lock(bundles));
    }
    if (!questions.isEmpty()) { // a question is a trip: what ends in bundles needs none here
      ask(questions);
    }
    List<Long> missing = missing(ids);
    missing.removeAll(new HashSet<>(others)); // they were looked for everywhere
    if (!missing.isEmpty()) {
      ask(
          List.of(
              session.about(PostgresSql.LIVE_OF, missing, this::read),
              bundled.lockThoseOf(missing)));
      missing(missing);
    }
  }

  /** Of these, those that are neither in the table nor in the bundles that are locked. */
  private List<Long> missing(List<Long> ids) {
    List<Long> missing = new ArrayList<>();
    for (Long id : ids) {
      if (rows.get(id) == null) {
        LiveRow row = bundled.find(id);
        rows.put(id, row);
        if (row == null) {
          missing.add(id);
        }
      }
    }
    return missing;
  }

  private LiveRow read(ResultSet row) throws SQLException {
    LiveRow live = LiveRow.read(row);
    rows.put(live.id, live);
    return live;
  }

  private void takeBegun(List<LiveRow> begun) throws SQLException {
    if (begun.isEmpty()) {
      return;
    }
    begun.forEach(this::take);
    Array sorted = session.longs(begun.stream().map(row -> row.id).sorted());
    session.later(
        PostgresSql.TAKE_BEGUN,
        2,
        (delete, from) -> {
          delete.setArray(from, sorted);
          delete.setLong(from + 1, begun.size());
        });
  }

  private void take(ResultSet row) throws SQLException {
    take(read(row));
  }

  /** The table has it no more, once this transaction has ended. */
  private void take(LiveRow live) {
    rows.put(live.id, live);
    live.stored = false;
    changed.add(live);
    taken.add(live);
  }

  /** Whether it is live here or was, in this transaction or before. */
  boolean isBorn(long id) {
    return rows.get(id) != null;
  }

  /** The row of this one; null if it was never ordered or ended in an earlier transaction. */
  @Nullable LiveRow get(long id) throws SQLException {
    LiveRow row = rows.get(id);
    if (row == null && !rows.containsKey(id)) {
      if (session.isRemote()) {
        lock(List.of(id), Map.of());
        return rows.get(id);
      }
      PreparedStatement select = session.prepare(QueueSql.LIVE);
      select.setLong(1, id);
      try (ResultSet found = select.executeQuery()) {
        row = found.next() ? LiveRow.read(found) : null;
      }
      rows.put(id, row);
    }
    return row;
  }

  /** The row of this one if it is not final. */
  @Nullable LiveRow live(long id) throws SQLException {
    LiveRow row = get(id);
    return row != null && row.isLive() ? row : null;
  }

  /** What a worker owns, in the order of their ids. */
  List<LiveRow> ownedBy(long worker) throws SQLException {
    flush();
    List<LiveRow> owned = new ArrayList<>();
    PreparedStatement select = session.prepare(QueueSql.LIVE_OF_OWNER);
    select.setLong(1, worker);
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        LiveRow row = rows.get(found.getLong(1));
        if (row == null) {
          row = LiveRow.read(found);
          rows.put(row.id, row);
        }
        owned.add(row);
      }
    }
    if (session.isRemote()) {
      flushBundles();
      session.ask(bundled.lockThoseOfOwner(worker));
      for (long id : bundled.ownedBy(worker)) {
        owned.add(rows.computeIfAbsent(id, bundled::find));
      }
      owned.sort(Comparator.comparingLong(row -> row.id));
    }
    return owned;
  }

  void add(LiveRow row) {
    rows.put(row.id, row);
    changed.add(row);
  }

  /** Has to be called for each that is not as it was read. */
  void changed(LiveRow row) {
    changed.add(row);
  }

  void flush() throws SQLException {
    if (changed.isEmpty()) {
      return;
    }
    for (LiveRow row : taken) {
      if (row.isLive()) {
        throw new AgainException("invocation " + row.id + " did not end");
      }
    }
    taken.clear();
    Batch insertAvailable = session.batch(QueueSql.INSERT_AVAILABLE);
    Batch insert = session.batch(QueueSql.INSERT_LIVE);
    Batch update = session.batch(QueueSql.UPDATE_LIVE);
    Batch delete = session.batch(QueueSql.DELETE_LIVE);
    Set<Batch> used = new LinkedHashSet<>();
    for (LiveRow row : inTable()) {
      Batch statement;
      if (!row.isLive()) {
        if (!row.stored) {
          continue; // it came and went
        }
        statement = delete;
        delete.setLong(1, row.id);
        row.stored = false;
      } else if (row.stored) {
        statement = update;
        update.setLong(row.bind(update), row.id);
      } else {
        statement = isAsOrdered(row) ? insertAvailable : insert;
        if (statement == insert) {
          int next = row.bind(insert);
          insert.setLong(next, row.id);
          insert.setLong(next + 1, row.lane);
        } else {
          insertAvailable.setLong(1, row.id);
          insertAvailable.setLong(2, row.lane);
          insertAvailable.setLong(3, row.rank);
          insertAvailable.setLong(4, row.due);
          insertAvailable.setInt(5, States.of(row.state));
        }
        row.stored = true;
      }
      statement.add();
      used.add(statement);
    }
    changed.clear();
    for (Batch statement : used) {
      statement.execute();
    }
  }

  /**
   * Writes what has left bundles; last of all, since it locks them until the transaction has ended,
   * and others of this process end what is in them, too.
   */
  void flushBundles() throws SQLException {
    bundled.flush();
  }

  /** Those that changed, without those that go into a bundle, or have gone from one for good. */
  private List<LiveRow> inTable() throws SQLException {
    List<LiveRow> rows = new ArrayList<>(changed.size());
    List<LiveRow> waiting = new ArrayList<>();
    for (LiveRow row : changed) {
      if (!row.isLive()) {
        session.tells(News.END);
      } else if (row.owner == 0) {
        session.tells(News.WORK);
      }
      if (row.bundle != null) {
        bundled.takeOut(row.bundle, row);
        row.bundle = null;
      } else if (session.isRemote()
          && !row.stored
          && row.state == InvocationState.QUEUED
          && isAsOrdered(row)) {
        waiting.add(row);
        continue;
      }
      rows.add(row);
    }
    rows.addAll(bundled.insert(waiting));
    return rows;
  }

  /** Whether it has nothing yet that a claim would give it. */
  private static boolean isAsOrdered(LiveRow row) {
    return row.epoch == 0
        && row.flags == 0
        && (row.state == InvocationState.QUEUED || row.state == InvocationState.SCHEDULED);
  }
}
