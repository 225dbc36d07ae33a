package dev.heddle.monitor.page;

import dev.heddle.monitor.http.Asked;
import dev.heddle.store.WorkerRecord;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Tells what an id is of: every kind of thing has its ids from one row of numbers. */
final class Known {
  /** The kinds, as the API names them. */
  static final String INVOCATION = "invocation";

  static final String EXECUTION = "execution";
  static final String WORKER = "worker";

  private static final int LOOKS_AT_WORKERS = 5_000;

  private Known() {}

  /** The kinds of those that are on record. */
  static Map<Long, String> kinds(Asked asked, Collection<Long> ids) {
    Map<Long, String> kinds = new LinkedHashMap<>();
    if (ids.isEmpty()) {
      return kinds;
    }
    Set<Long> workers = new HashSet<>();
    for (WorkerRecord worker : asked.store().workers(LOOKS_AT_WORKERS)) {
      workers.add(worker.id());
    }
    Set<Long> ordered = asked.store().states(ids).keySet();
    for (long id : ids) {
      if (ordered.contains(id) || Legible.invocation(asked.store(), id).isPresent()) {
        kinds.put(id, INVOCATION);
      } else if (asked.store().execution(id).isPresent()) {
        kinds.put(id, EXECUTION);
      } else if (workers.contains(id)) {
        kinds.put(id, WORKER);
      }
    }
    return kinds;
  }

  /** Where a thing's page is, below the monitor's own path; empty for no kind. */
  static String path(String kind, String id) {
    return kind.isEmpty() ? "" : '/' + kind + "s/" + id;
  }
}
