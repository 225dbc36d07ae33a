package dev.heddle.store;

import dev.heddle.store.Executions.Execution;
import dev.heddle.store.Nodes.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Removes from a {@link Memory} what ended before a moment, and the call nodes that were not used
 * since that day and that nothing retained refers to (PROTOCOL §7).
 */
final class Retention {
  private final Memory memory;
  private final long before;
  private final List<Execution> executions = new ArrayList<>();
  private final List<Ordered> ordered = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();

  Retention(Memory memory, long before) {
    this.memory = memory;
    this.before = before;
  }

  Pruned prune(boolean dryRun) {
    choose();
    long invocations = ordered.size();
    for (Execution execution : executions) {
      invocations += execution.rows.size();
    }
    long history = 0;
    for (Ordered one : ordered) {
      history += one.departures.size() + memory.logs.count(one.id());
    }
    if (!dryRun) {
      remove();
    }
    return new Pruned(executions.size(), invocations, nodes.size(), 0, 0, history);
  }

  private void choose() {
    for (Execution execution : memory.executions.all().values()) {
      if (!execution.isRunning() && execution.endedAt() < before) {
        executions.add(execution);
      }
    }
    for (Ordered one : memory.book.all()) {
      if (!one.isLive() && one.endedAt < before && !mayBeAdopted(one)) {
        ordered.add(one);
      }
    }
    Set<Long> retained = retainedNodes();
    for (Node node : memory.nodes.all()) {
      if (!retained.contains(node.id)) {
        nodes.add(node);
      }
    }
  }

  /** Whether its parent may be recovered and ask for it again. */
  private boolean mayBeAdopted(Ordered child) {
    long parent = child.submission.parent();
    if (parent == 0 || memory.book.live(parent) != null) {
      return parent != 0;
    }
    Executions.Row row = memory.executions.row(parent);
    Execution execution = row == null ? null : memory.executions.get(row.head.execution());
    return execution != null && execution.isRunning();
  }

  /** Marks from what stays, through the children of each node. */
  private Set<Long> retainedNodes() {
    Deque<Long> open = new ArrayDeque<>();
    Set<Execution> goneExecutions = new HashSet<>(executions);
    long oldestLiveStart = Long.MAX_VALUE;
    for (Execution execution : memory.executions.all().values()) {
      if (execution.isRunning()) {
        oldestLiveStart = Math.min(oldestLiveStart, execution.started.startedAt());
      }
      if (!goneExecutions.contains(execution)) {
        mark(open, execution.ended == null ? Hits.NONE : execution.ended.hits());
        execution.rows.forEach(
            (id, row) -> {
              open.add(id);
              mark(open, row.hits);
            });
      }
    }
    Set<Ordered> goneOrdered = new HashSet<>(ordered);
    for (Ordered one : memory.book.all()) {
      if (!goneOrdered.contains(one)) {
        open.add(one.id());
        mark(open, one.hits);
      }
    }
    long day = TimeUnit.MILLISECONDS.toDays(before);
    for (Node node : memory.nodes.all()) {
      // What finished since the oldest live execution began, that one may be about to refer to.
      if (node.lastUsedDay >= day || node.finishedAt >= oldestLiveStart) {
        open.add(node.id);
      }
    }
    return closure(open);
  }

  private static void mark(Deque<Long> open, Hits hits) {
    for (long node : hits.nodes()) {
      open.add(node);
    }
  }

  private Set<Long> closure(Deque<Long> open) {
    Set<Long> marked = new HashSet<>();
    while (!open.isEmpty()) {
      long id = open.remove();
      CallNode call = marked.add(id) ? memory.nodes.call(id) : null;
      if (call != null) {
        for (long child : call.children()) {
          open.add(child);
        }
      }
    }
    return marked;
  }

  private void remove() {
    for (Execution execution : executions) {
      execution.rows.keySet().forEach(memory.logs::remove);
      memory.executions.remove(execution);
    }
    for (Ordered one : ordered) {
      memory.logs.remove(one.id());
      memory.book.remove(one);
    }
    memory.nodes.remove(nodes);
  }
}
