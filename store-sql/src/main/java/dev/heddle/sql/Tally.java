package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.store.Activity;
import dev.heddle.store.Durations;
import dev.heddle.store.FailureGroup;
import dev.heddle.store.Span;
import dev.heddle.store.StoredError;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts what ends in one transaction, and notes what ended badly. It is folded here and written
 * last, in the order of the keys: two transactions of one client then never wait for each other.
 */
final class Tally {
  static final int MINUTE = 1;
  static final int HOUR = 60;

  /** Of what spans there are counts, in minutes. */
  static final List<Integer> SPANS = List.of(MINUTE, HOUR);

  /** What is counted in a span that begins at a minute since the epoch; of all tasks if "". */
  private record Key(int span, long since, String task, int kind, int bucket) {
    static final Comparator<Key> ORDER =
        Comparator.comparingInt(Key::span)
            .thenComparingLong(Key::since)
            .thenComparing(Key::task)
            .thenComparingInt(Key::kind)
            .thenComparingInt(Key::bucket);

    Key in(int wider) {
      return new Key(wider, Math.floorDiv(since, wider) * wider, task, kind, bucket);
    }

    Key ofAll() {
      return new Key(span, since, "", kind, bucket);
    }
  }

  private record Setback(
      long endedAt, long invocation, String task, InvocationState state, StoredError error) {}

  private static final StoredError NOTHING = new StoredError(List.of(), null, List.of(), null);

  private final Session session;
  private final Names names;
  private final long client;
  private final Map<Key, Long> counts = new HashMap<>();
  private final List<Setback> setbacks = new ArrayList<>(0);

  /**
   * An empty one.
   *
   * @param client whose transaction it is
   */
  Tally(Session session, Names names, long client) {
    this.session = session;
    this.names = names;
    this.client = client;
  }

  /**
   * One has ended.
   *
   * @param beganAt when its last attempt began, 0 if it did not
   */
  void ended(
      long invocation,
      String task,
      InvocationState state,
      long beganAt,
      long endedAt,
      @Nullable StoredError error) {
    Activity.Kind kind = Activity.Kind.of(state);
    count(task, kind, beganAt == 0 ? 0 : endedAt - beganAt, endedAt);
    if (kind.isSetback()) {
      setbacks.add(new Setback(endedAt, invocation, task, state, error == null ? NOTHING : error));
    }
  }

  /** One that has ended had waited for its worker. */
  void waited(String task, long millis, long endedAt) {
    count(task, Activity.Kind.WAITED, millis, endedAt);
  }

  /** So many calls were answered from the record. */
  void reused(String task, long calls, long at) {
    count(task, Activity.Kind.CACHED, 0, at, calls);
  }

  private void count(String task, Activity.Kind kind, long millis, long at) {
    count(task, kind, millis, at, 1);
  }

  private void count(String task, Activity.Kind kind, long millis, long at, long many) {
    Key key = new Key(MINUTE, Span.minute(at), task, States.of(kind), Durations.bucket(millis));
    counts.merge(key, many, Long::sum);
  }

  /** Writes it. */
  void flush() throws SQLException {
    if (counts.isEmpty()) {
      return;
    }
    Map<String, Long> tasks = new TreeMap<>();
    counts.keySet().forEach(key -> tasks.put(key.task, 0L));
    for (Map.Entry<String, Long> task : tasks.entrySet()) {
      task.setValue(names.nameId(session, task.getKey()));
    }
    writeCounts(tasks);
    if (!setbacks.isEmpty()) {
      writeSetbacks(tasks);
    }
    counts.clear();
    setbacks.clear();
  }

  private void writeCounts(Map<String, Long> tasks) throws SQLException {
    Map<Key, Long> ofAll = new TreeMap<>(Key.ORDER);
    Map<Key, Long> byTask = new TreeMap<>(Key.ORDER);
    counts.forEach(
        (key, count) -> {
          for (int span : SPANS) {
            Key row = key.in(span);
            byTask.merge(row, count, Long::sum);
            ofAll.merge(row.ofAll(), count, Long::sum);
          }
        });
    Batch all = session.batch(InspectSql.COUNT);
    for (Map.Entry<Key, Long> row : ofAll.entrySet()) {
      bind(all, row.getKey(), row.getValue());
      all.add();
    }
    all.execute();
    Batch ofTask = session.batch(InspectSql.COUNT_BY_TASK);
    for (Map.Entry<Key, Long> row : byTask.entrySet()) {
      bind(ofTask, row.getKey(), row.getValue());
      ofTask.setLong(7, tasks.getOrDefault(row.getKey().task, 0L));
      ofTask.add();
    }
    ofTask.execute();
  }

  private void bind(Batch upsert, Key key, long count) throws SQLException {
    upsert.setInt(1, key.span);
    upsert.setLong(2, key.since);
    upsert.setLong(3, client);
    upsert.setInt(4, key.kind);
    upsert.setInt(5, key.bucket);
    upsert.setLong(6, count);
  }

  private void writeSetbacks(Map<String, Long> tasks) throws SQLException {
    Batch insert = session.batch(InspectSql.INSERT_SETBACK);
    for (Setback setback : setbacks) {
      insert.setLong(1, setback.endedAt);
      insert.setLong(2, setback.invocation);
      insert.setLong(3, tasks.getOrDefault(setback.task, 0L));
      insert.setInt(4, States.of(setback.state));
      insert.setText(5, setback.error.type());
      insert.setText(6, setback.error.firstLine(FailureGroup.LINE));
      insert.add();
    }
    insert.execute();
  }
}
