package dev.heddle.monitor.page;

import dev.heddle.InvocationState;
import dev.heddle.store.Waiting;
import dev.heddle.store.WorkerRecord;
import dev.heddle.store.WorkerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A queue now.
 *
 * @param ready could begin now
 * @param later waits for its time or its next attempt, or is held back
 * @param owned a worker has
 * @param moreReady whether there are more: {@code ready} is what was counted of them; likewise the
 *     other two
 * @param oldest when the oldest that is ready was ordered; null if none is
 * @param workers that serve it, without those that are silent
 * @param unserved tasks that no living worker of this queue would take
 */
public record QueueLine(
    String queue,
    long ready,
    long later,
    long owned,
    boolean moreReady,
    boolean moreLater,
    boolean moreOwned,
    @Nullable Instant oldest,
    int workers,
    List<String> unserved) {
  static List<QueueLine> of(List<Waiting> waiting, List<WorkerRecord> workers, long now) {
    Map<String, List<Waiting>> byQueue = new TreeMap<>();
    waiting.forEach(w -> byQueue.computeIfAbsent(w.queue(), q -> new ArrayList<>()).add(w));
    List<QueueLine> queues = new ArrayList<>();
    byQueue.forEach(
        (queue, its) -> {
          List<WorkerRecord> serving =
              workers.stream()
                  .filter(w -> w.state() == WorkerState.ALIVE && !WorkerLine.isSilent(w, now))
                  .filter(w -> w.queues().isEmpty() || w.queues().contains(queue))
                  .toList();
          queues.add(of(queue, its, serving));
        });
    return List.copyOf(queues);
  }

  private static QueueLine of(String queue, List<Waiting> its, List<WorkerRecord> serving) {
    long ready = 0;
    long later = 0;
    long owned = 0;
    boolean moreReady = false;
    boolean moreLater = false;
    boolean moreOwned = false;
    long oldest = Long.MAX_VALUE;
    List<String> unserved = new ArrayList<>();
    for (Waiting w : its) {
      if (w.state() == InvocationState.QUEUED) {
        ready += w.count();
        moreReady |= w.more();
        oldest = Math.min(oldest, w.since());
      } else if (w.state().kind() == InvocationState.Kind.AVAILABLE) {
        later += w.count();
        moreLater |= w.more();
      } else {
        owned += w.count();
        moreOwned |= w.more();
      }
      if (w.state().kind() == InvocationState.Kind.AVAILABLE
          && serving.stream().noneMatch(worker -> worker.tasks().contains(w.task()))
          && !unserved.contains(w.task())) {
        unserved.add(w.task());
      }
    }
    return new QueueLine(
        queue,
        ready,
        later,
        owned,
        moreReady,
        moreLater,
        moreOwned,
        oldest == Long.MAX_VALUE ? null : Instant.ofEpochMilli(oldest),
        serving.size(),
        List.copyOf(unserved));
  }
}
