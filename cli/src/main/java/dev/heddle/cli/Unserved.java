package dev.heddle.cli;

import dev.heddle.store.Store;
import dev.heddle.store.WorkerRecord;
import dev.heddle.store.WorkerState;
import java.util.List;
import java.util.Optional;

/** Tells of what waits whether any living worker would take it. */
record Unserved(List<WorkerRecord> alive) {
  static Unserved of(Store store) {
    return new Unserved(
        store.workers(0).stream().filter(w -> w.state() == WorkerState.ALIVE).toList());
  }

  /** Why nobody would take an invocation of this task in this queue; empty if somebody would. */
  Optional<String> why(String queue, String task) {
    List<WorkerRecord> serving =
        alive.stream().filter(w -> w.queues().isEmpty() || w.queues().contains(queue)).toList();
    if (serving.isEmpty()) {
      return Optional.of("no worker serves it; start one with heddle worker FILE.java");
    }
    return serving.stream().anyMatch(w -> w.tasks().contains(task))
        ? Optional.empty()
        : Optional.of("no worker that serves it knows task " + task);
  }
}
