package dev.heddle.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who waits for whom: an edge from a paused invocation to each that its body awaits. */
final class Edges {
  private final Map<Long, Set<Long>> awaited = new HashMap<>();
  private final Map<Long, Set<Long>> waiters = new HashMap<>();

  void add(long waiter, Collection<Long> waitsFor) {
    for (long id : waitsFor) {
      awaited.computeIfAbsent(waiter, w -> new LinkedHashSet<>()).add(id);
      waiters.computeIfAbsent(id, a -> new LinkedHashSet<>()).add(waiter);
    }
  }

  /** It waits no more. */
  void removeFrom(long waiter) {
    remove(waiter, awaited, waiters);
  }

  /** It has ended: nobody waits for it any more. */
  void removeTo(long ended) {
    remove(ended, waiters, awaited);
  }

  private static void remove(long id, Map<Long, Set<Long>> there, Map<Long, Set<Long>> back) {
    Set<Long> others = there.remove(id);
    if (others == null) {
      return;
    }
    for (long other : others) {
      Set<Long> mutual = back.get(other);
      if (mutual != null) {
        mutual.remove(id);
        if (mutual.isEmpty()) {
          back.remove(other);
        }
      }
    }
  }

  /** The waiters and what each of them waits for. */
  Map<Long, Set<Long>> all() {
    return awaited;
  }

  List<Long> of(long waiter) {
    return List.copyOf(awaited.getOrDefault(waiter, Set.of()));
  }

  /**
   * The way back to {@code waiter} if it waited for these, first and last the same; empty if there
   * is none.
   */
  List<Long> cycle(long waiter, Collection<Long> waitsFor) {
    Map<Long, Long> reachedFrom = new HashMap<>();
    Deque<Long> open = new ArrayDeque<>();
    for (long id : waitsFor) {
      if (reachedFrom.putIfAbsent(id, waiter) == null) {
        open.add(id);
      }
    }
    while (!open.isEmpty() && !reachedFrom.containsKey(waiter)) {
      long at = open.remove();
      for (long next : awaited.getOrDefault(at, Set.of())) {
        if (reachedFrom.putIfAbsent(next, at) == null) {
          open.add(next);
        }
      }
    }
    List<Long> back = new ArrayList<>(List.of(waiter));
    for (Long at = reachedFrom.get(waiter); at != null; at = reachedFrom.get(at)) {
      back.add(at);
      if (at == waiter) {
        Collections.reverse(back);
        return List.copyOf(back);
      }
    }
    return List.of();
  }
}
