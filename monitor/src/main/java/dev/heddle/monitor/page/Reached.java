package dev.heddle.monitor.page;

import dev.heddle.InvocationState;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The invocations of an execution as far as one request looks at them: a bounded number, from one
 * id on, in the order of their ids. An execution may have millions.
 *
 * @param rows those that were read
 * @param next behind which id to go on; 0 if these are all that come after {@code after}
 */
record Reached(List<Legible<InvocationRecord>> rows, long next) {
  /** How many are looked at. */
  static final int LOOKS_AT = 5_000;

  /** How many of what still runs: it is looked at with every change. */
  static final int LOOKS_AT_LIVE = 1_500;

  static Reached of(Store store, long execution, long after, boolean live) {
    int most = live ? LOOKS_AT_LIVE : LOOKS_AT;
    List<Legible<InvocationRecord>> rows = Legible.invocations(store, execution, after, most + 1);
    return rows.size() > most
        ? new Reached(rows.subList(0, most), rows.get(most - 1).id())
        : new Reached(rows, 0);
  }

  /** Those that could be read. */
  List<InvocationRecord> invocations() {
    List<InvocationRecord> invocations = new ArrayList<>(rows.size());
    for (Legible<InvocationRecord> row : rows) {
      InvocationRecord invocation = row.row();
      if (invocation != null) {
        invocations.add(invocation);
      }
    }
    return invocations;
  }

  /** Those that called or ordered another one that was reached. */
  Set<Long> parents() {
    Set<Long> parents = new HashSet<>();
    invocations().forEach(invocation -> parents.add(invocation.parent()));
    return parents;
  }

  /** By parent, in the order of their ids; those whose parent was not reached are under 0. */
  Map<Long, List<InvocationRecord>> byParent() {
    Map<Long, List<InvocationRecord>> byParent = new LinkedHashMap<>();
    Set<Long> known = new HashSet<>();
    List<InvocationRecord> invocations = invocations();
    invocations.forEach(invocation -> known.add(invocation.id()));
    for (InvocationRecord invocation : invocations) {
      boolean below = known.contains(invocation.parent()) && invocation.parent() != invocation.id();
      byParent
          .computeIfAbsent(below ? invocation.parent() : 0L, p -> new ArrayList<>())
          .add(invocation);
    }
    return byParent;
  }

  /** What they came to; hits are those that are known by now. */
  Counts counts(boolean fromTheFirst, int hitsOfRoot) {
    long run = 0;
    long cached = hitsOfRoot;
    long failed = 0;
    long cancelled = 0;
    long going = 0;
    for (InvocationRecord invocation : invocations()) {
      InvocationState state = invocation.state();
      cached += invocation.hits().size();
      switch (state) {
        case SUCCEEDED -> run++;
        case CACHED -> cached++;
        case FAILED -> failed++;
        case CANCELLED -> cancelled++;
        default -> going++;
      }
    }
    return new Counts(run, cached, failed, cancelled, going, fromTheFirst && next == 0);
  }
}
