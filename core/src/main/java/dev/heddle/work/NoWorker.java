package dev.heddle.work;

import dev.heddle.store.Store;
import dev.heddle.store.WorkerRecord;
import dev.heddle.store.WorkerState;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells who waits in vain that no living worker would take what he waits for. Says so once. */
final class NoWorker {
  private static final int WORKERS = 0;
  private static final Logger LOG = LoggerFactory.getLogger("dev.heddle.Invocation");

  private final Store store;
  private final Set<Where> told = new HashSet<>();

  NoWorker(Store store) {
    this.store = store;
  }

  /** Where an invocation waits. */
  record Where(String queue, String task) {}

  /** Whether a living worker would take it. */
  static boolean isServed(Store store, Where where) {
    return store.workers(WORKERS).stream()
        .anyMatch(
            worker ->
                worker.state() == WorkerState.ALIVE
                    && serves(worker, where.queue())
                    && worker.tasks().contains(where.task()));
  }

  private static boolean serves(WorkerRecord worker, String queue) {
    return worker.queues().isEmpty() || worker.queues().contains(queue);
  }

  void look(Collection<Where> waiting) {
    Map<String, List<Where>> byQueue =
        waiting.stream()
            .collect(Collectors.groupingBy(Where::queue, TreeMap::new, Collectors.toList()));
    List<WorkerRecord> alive =
        store.workers(WORKERS).stream().filter(w -> w.state() == WorkerState.ALIVE).toList();
    byQueue.forEach((queue, all) -> look(queue, all, alive));
  }

  private void look(String queue, List<Where> waiting, List<WorkerRecord> alive) {
    List<WorkerRecord> serving = alive.stream().filter(w -> serves(w, queue)).toList();
    if (serving.isEmpty()) {
      if (told.add(new Where(queue, ""))) {
        LOG.warn(
            "{} in queue {}; no worker serves it; start one with"
                + " ./heddle worker FILE.java, or heddle.worker(…) in a program",
            count(waiting.size()),
            queue);
      }
      return;
    }
    told.remove(new Where(queue, ""));
    waiting.stream()
        .filter(w -> serving.stream().noneMatch(s -> s.tasks().contains(w.task())))
        .collect(Collectors.groupingBy(w -> w, Collectors.counting()))
        .forEach(
            (where, count) -> {
              if (told.add(where)) {
                LOG.warn(
                    "{} of task {} in queue {}; the workers that serve it do not know that task."
                        + " It may have been renamed: @Task(name = …) keeps a name",
                    count(count),
                    where.task(),
                    where.queue());
              }
            });
  }

  private static String count(long waiting) {
    return waiting == 1 ? "1 invocation waits" : waiting + " invocations wait";
  }
}
