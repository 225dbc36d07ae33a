package dev.heddle.eval;

import dev.heddle.store.NodeRecord;
import dev.heddle.store.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts the calls an execution took from earlier ones, each once. Subtrees taken whole may
 * overlap, so they are opened, level by level, to see what is in them; beyond a bound their
 * recorded sizes are added up instead, which may count a shared call more than once. Confined to
 * the loop.
 */
final class Reused {
  /** Opening subtrees must not cost more than taking them whole saved. */
  private static final int MOST_OPENED = 1_000;

  private final Map<String, Long> byTask = new TreeMap<>();
  private final Set<Long> counted = new HashSet<>();
  private final List<Whole> wholes = new ArrayList<>();
  private long total;

  /** A subtree that was taken whole. */
  record Whole(long node, String task, int calls) {}

  /** A call of which nothing had to be run; with more than one call it is a subtree. */
  void add(String task, long node, int calls) {
    if (calls > 1) {
      wholes.add(new Whole(node, task, calls));
    }
    if (counted.add(node)) {
      count(task, 1);
    }
  }

  private void count(String task, long calls) {
    total += calls;
    byTask.merge(task, calls, Long::sum);
  }

  /** How many calls, as far as known; exact once an opening was added. */
  long total() {
    return total;
  }

  Map<String, Long> byTask() {
    return byTask;
  }

  /** The subtrees to be opened, as they are now, for a thread that may read the store. */
  Opening opening() {
    return new Opening(List.copyOf(wholes), Set.copyOf(counted));
  }

  /** Adds what an opening found. */
  void add(Map<String, Long> found) {
    found.forEach(this::count);
  }

  /** Reads subtrees; runs on a thread that may wait for the store. */
  record Opening(List<Whole> wholes, Set<Long> counted) {
    boolean isNeeded() {
      return !wholes.isEmpty();
    }

    /** The calls under the subtrees' roots, by task, leaving out those counted already. */
    Map<String, Long> read(Store store) {
      Map<String, Long> found = new TreeMap<>();
      long size = wholes.stream().mapToLong(Whole::calls).sum();
      if (size > MOST_OPENED) {
        wholes.forEach(whole -> found.merge(whole.task(), whole.calls() - 1L, Long::sum));
        return found;
      }
      Set<Long> seen = new HashSet<>(counted);
      List<Long> level = new ArrayList<>();
      wholes.forEach(whole -> level.add(whole.node()));
      Set<Long> opened = new HashSet<>(level);
      while (!level.isEmpty()) {
        List<NodeRecord> nodes = store.nodes(level);
        level.clear();
        for (NodeRecord node : nodes) {
          if (seen.add(node.id())) {
            found.merge(node.task().name(), 1L, Long::sum);
          }
          for (long child : node.children()) {
            if (opened.add(child)) {
              level.add(child);
            }
          }
        }
      }
      return found;
    }
  }
}
