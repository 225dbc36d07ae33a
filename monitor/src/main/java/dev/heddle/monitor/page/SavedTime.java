package dev.heddle.monitor.page;

import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.Hits;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an execution did not have to do again: for each hit, how long the earlier invocation had
 * taken from its beginning to its end, those under it included. It is work, not waiting: hits that
 * would have run side by side count each.
 *
 * @param millis the sum over those that are on record
 * @param hits how many were looked at; one may stand for a call with all under it
 * @param counted of how many the earlier invocation is still on record
 * @param complete whether all hits were looked at
 */
public record SavedTime(long millis, long hits, long counted, boolean complete) {
  private static final int LOOKS_AT = 1_000;

  static SavedTime of(Store store, @Nullable ExecutionRecord execution, Reached reached) {
    Map<Long, Integer> nodes = new LinkedHashMap<>();
    boolean complete = reached.next() == 0;
    if (execution != null) {
      complete &= add(nodes, execution.hits());
    }
    for (InvocationRecord invocation : reached.invocations()) {
      complete &= add(nodes, invocation.hits());
    }
    long millis = 0;
    long counted = 0;
    for (InvocationRecord earlier : ended(store, List.copyOf(nodes.keySet()))) {
      if (earlier.startedAt() != 0 && earlier.endedAt() != 0) {
        int times = nodes.getOrDefault(earlier.id(), 0);
        millis += times * Math.max(0, earlier.endedAt() - earlier.startedAt());
        counted += times;
      }
    }
    long hits = nodes.values().stream().mapToLong(Integer::longValue).sum();
    return new SavedTime(millis, hits, counted, complete);
  }

  private static boolean add(Map<Long, Integer> nodes, Hits hits) {
    for (long node : hits.nodes()) {
      if (nodes.size() == LOOKS_AT && !nodes.containsKey(node)) {
        return false;
      }
      nodes.merge(node, 1, Integer::sum);
    }
    return true;
  }

  /** Those of them that are on record and can be read. */
  private static List<InvocationRecord> ended(Store store, List<Long> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    try {
      return store.ended(ids);
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException damaged) {
      if (ids.size() == 1) {
        return List.of();
      }
      int half = ids.size() / 2;
      List<InvocationRecord> all = new ArrayList<>(ended(store, ids.subList(0, half)));
      all.addAll(ended(store, ids.subList(half, ids.size())));
      return all;
    }
  }
}
