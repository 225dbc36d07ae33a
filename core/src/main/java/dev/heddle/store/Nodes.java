package dev.heddle.store;

import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The call nodes of a {@link Memory}: by id, by key, by the files they used. */
final class Nodes {
  /** How many candidates a look-up answers for one key. */
  private static final int CANDIDATES = 8;

  private static final Comparator<Node> NEWEST_FIRST =
      Comparator.comparingLong((Node n) -> n.finishedAt).thenComparingLong(n -> n.id).reversed();

  static final class Node {
    final long id;
    final InvocationHead head;
    byte @Nullable [] expression;
    @Nullable CallNode call;
    long finishedAt;
    long lastUsedDay;

    /** The next older one of the same key. */
    @Nullable Node older;

    Node(InvocationHead head) {
      this.id = head.id();
      this.head = head;
    }

    private RecordedCall recorded() {
      return call == null
          ? new RecordedCall(id, expression, null, null, null, 0, false)
          : new RecordedCall(
              id,
              expression,
              call.result(),
              call.hash(),
              call.subtree(),
              call.subtreeCalls(),
              call.replayable());
    }

    private NodeRecord record(TaskVersion task) {
      return new NodeRecord(
          id,
          task,
          head.key(),
          head.arguments(),
          expression,
          call == null ? null : call.result(),
          call == null ? null : call.hash(),
          call == null ? new long[0] : call.children(),
          call == null ? List.of() : call.files(),
          finishedAt);
    }
  }

  private final Map<Long, Node> byId = new HashMap<>();
  private final Map<Hash, Node> reusable = new HashMap<>();

  /** By name, oldest first; each with every mark that was ever made on it. */
  private final Map<String, Map<TaskVersion, TaskVersion>> tasks = new HashMap<>();

  private final Map<String, NavigableSet<Long>> readers = new HashMap<>();
  private final Map<String, NavigableSet<Long>> writers = new HashMap<>();

  void record(InvocationHead head, byte @Nullable [] expression, @Nullable CallNode call, long at) {
    Node node = byId.get(head.id());
    if (node == null) {
      node = new Node(head);
      byId.put(head.id(), node);
      if (head.reusable()) {
        node.older = reusable.put(head.key(), node);
      }
    }
    if (expression != null) {
      node.expression = expression;
    }
    node.finishedAt = at;
    node.lastUsedDay = TimeUnit.MILLISECONDS.toDays(at);
    if (call != null && node.call == null) {
      node.call = call;
      call.subtree().tasks().forEach(this::remember);
      for (FileUse use : call.files()) {
        users(use).computeIfAbsent(use.location(), l -> new TreeSet<>()).add(node.id);
      }
    }
  }

  private Map<String, NavigableSet<Long>> users(FileUse use) {
    return use.written() ? writers : readers;
  }

  void remember(TaskVersion task) {
    tasks
        .computeIfAbsent(task.name(), name -> new LinkedHashMap<>())
        .merge(task, task, (known, again) -> known.and(again.sensitivity()));
  }

  /** The task as it is on record: marks count for what was recorded before them, too. */
  TaskVersion known(TaskVersion task) {
    return tasks.getOrDefault(task.name(), Map.of()).getOrDefault(task, task);
  }

  void used(Change.Used used) {
    long day = TimeUnit.MILLISECONDS.toDays(used.at());
    for (long id : used.nodes()) {
      Node node = byId.get(id);
      if (node != null) {
        node.lastUsedDay = Math.max(node.lastUsedDay, day);
      }
    }
  }

  @Nullable Node get(long id) {
    return byId.get(id);
  }

  /** The finished record of this call, if it has one. */
  @Nullable CallNode call(long id) {
    Node node = byId.get(id);
    return node == null ? null : node.call;
  }

  Collection<Node> all() {
    return byId.values();
  }

  void remove(Collection<Node> gone) {
    Set<Hash> keys = new LinkedHashSet<>();
    for (Node node : gone) {
      byId.remove(node.id);
      keys.add(node.head.key());
      if (node.call != null) {
        for (FileUse use : node.call.files()) {
          forget(users(use), use.location(), node.id);
        }
      }
    }
    keys.forEach(this::unlinkRemoved);
  }

  private static void forget(Map<String, NavigableSet<Long>> users, String location, long id) {
    NavigableSet<Long> of = users.get(location);
    if (of != null) {
      of.remove(id);
      if (of.isEmpty()) {
        users.remove(location);
      }
    }
  }

  private void unlinkRemoved(Hash key) {
    Node newest = null;
    Node last = null;
    for (Node n = reusable.remove(key); n != null; n = n.older) {
      if (byId.get(n.id) != n) {
        continue;
      }
      if (last == null) {
        newest = n;
      } else {
        last.older = n;
      }
      last = n;
    }
    if (last != null && newest != null) {
      last.older = null;
      reusable.put(key, newest);
    }
  }

  List<RecordedCall> find(Hash key) {
    Node newest = reusable.get(key);
    if (newest == null) {
      return List.of();
    }
    if (newest.older == null) {
      return List.of(newest.recorded());
    }
    List<Node> candidates = new ArrayList<>();
    for (Node n = newest; n != null && candidates.size() < CANDIDATES; n = n.older) {
      candidates.add(n);
    }
    candidates.sort(NEWEST_FIRST);
    return candidates.stream().map(Node::recorded).toList();
  }

  List<NodeRecord> records(Collection<Long> ids) {
    List<NodeRecord> found = new ArrayList<>(ids.size());
    for (long id : ids) {
      Node node = byId.get(id);
      if (node != null) {
        found.add(node.record(known(node.head.task())));
      }
    }
    return found;
  }

  List<NodeRecord> using(String location, boolean written, int limit) {
    NavigableSet<Long> users = (written ? writers : readers).get(location);
    return users == null
        ? List.of()
        : records(users.descendingSet().stream().limit(limit).toList());
  }

  List<TaskVersion> taskVersions(String name) {
    List<TaskVersion> versions = new ArrayList<>(tasks.getOrDefault(name, Map.of()).values());
    Collections.reverse(versions);
    return versions;
  }
}
