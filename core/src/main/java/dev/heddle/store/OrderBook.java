package dev.heddle.store;

import dev.heddle.store.Submission.Identity;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was ordered in a {@link Memory}, found by id, identity, key and parent. */
final class OrderBook {
  private record TaskKey(String task, String key) {}

  private final NavigableMap<Long, Ordered> byId = new TreeMap<>();
  private final Map<Identity, Ordered> byIdentity = new HashMap<>();
  private final Map<TaskKey, Ordered> byKey = new HashMap<>();
  private final Map<Long, NavigableMap<Long, Ordered>> byParent = new HashMap<>();
  private final Map<Long, NavigableMap<Long, Ordered>> byExecution = new HashMap<>();
  private final NavigableMap<Long, Ordered> live = new TreeMap<>();

  void add(Ordered ordered) {
    Submission submission = ordered.submission;
    byId.put(ordered.id(), ordered);
    live.put(ordered.id(), ordered);
    put(byExecution, submission.execution(), ordered);
    if (submission.identity() != null) {
      byIdentity.put(submission.identity(), ordered);
      put(byParent, submission.parent(), ordered);
    }
    TaskKey key = key(submission);
    if (key != null) {
      byKey.putIfAbsent(key, ordered);
    }
  }

  void ended(Ordered ordered) {
    live.remove(ordered.id());
  }

  void remove(Ordered ordered) {
    Submission submission = ordered.submission;
    byId.remove(ordered.id());
    live.remove(ordered.id());
    remove(byExecution, submission.execution(), ordered);
    if (submission.identity() != null) {
      byIdentity.remove(submission.identity(), ordered);
      remove(byParent, submission.parent(), ordered);
    }
    TaskKey key = key(submission);
    if (key != null) {
      byKey.remove(key, ordered);
    }
  }

  private static void put(
      Map<Long, NavigableMap<Long, Ordered>> index, long under, Ordered ordered) {
    index.computeIfAbsent(under, u -> new TreeMap<>()).put(ordered.id(), ordered);
  }

  private static void remove(
      Map<Long, NavigableMap<Long, Ordered>> index, long under, Ordered ordered) {
    NavigableMap<Long, Ordered> of = index.get(under);
    if (of != null) {
      of.remove(ordered.id());
      if (of.isEmpty()) {
        index.remove(under);
      }
    }
  }

  private static @Nullable TaskKey key(Submission submission) {
    String key = submission.order().key();
    return key == null ? null : new TaskKey(submission.task().name(), key);
  }

  @Nullable Ordered get(long id) {
    return byId.get(id);
  }

  @Nullable Ordered live(long id) {
    return live.get(id);
  }

  Collection<Ordered> live() {
    return live.values();
  }

  /** The one on record that ordering this would order again, by its identity or its key. */
  @Nullable Ordered same(Submission submission) {
    if (submission.identity() != null) {
      Ordered same = byIdentity.get(submission.identity());
      if (same != null) {
        return same;
      }
    }
    TaskKey key = key(submission);
    return key == null ? null : byKey.get(key);
  }

  /** In the order of their ids; a copy. */
  List<Ordered> children(long parent) {
    NavigableMap<Long, Ordered> children = byParent.get(parent);
    return children == null ? List.of() : List.copyOf(children.values());
  }

  /** Those of a tree, in the order of their ids. */
  NavigableMap<Long, Ordered> ofExecution(long execution) {
    return byExecution.getOrDefault(execution, new TreeMap<>());
  }

  /** All, the newest first, below an id. */
  Collection<Ordered> before(long id) {
    return byId.headMap(id, false).descendingMap().values();
  }

  Collection<Ordered> all() {
    return byId.values();
  }
}
