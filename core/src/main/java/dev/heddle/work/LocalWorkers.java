package dev.heddle.work;

import dev.heddle.store.Claimed;
import dev.heddle.store.Submission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The workers of this app in this process. Thread-safe. */
final class LocalWorkers {
  private final List<LocalWorker> workers = new CopyOnWriteArrayList<>();
  private final Set<Long> held = ConcurrentHashMap.newKeySet();

  /** A slot that is kept for an order until the store has answered. */
  interface Place {
    /** The worker whose slot it is. */
    long worker();

    /** The order is claimed: its body begins. */
    void begin(Claimed claimed);

    /** The order went another way. */
    void release();
  }

  /** The invocations that some worker here holds: who waits for one will be told by it. */
  Set<Long> held() {
    return held;
  }

  void add(LocalWorker worker) {
    workers.add(worker);
  }

  void remove(LocalWorker worker) {
    workers.remove(worker);
  }

  boolean isEmpty() {
    return workers.isEmpty();
  }

  List<LocalWorker> all() {
    return List.copyOf(workers);
  }

  /** A free slot of a worker that would claim this order as soon as it saw it. */
  Optional<Place> reserve(Submission submission) {
    for (LocalWorker worker : workers) {
      Optional<Place> place = worker.reserve(submission);
      if (place.isPresent()) {
        return place;
      }
    }
    return Optional.empty();
  }

  /** Something was ordered in this process: no need to wait until the store says so. */
  void ordered() {
    workers.forEach(worker -> worker.signal().give());
  }

  /** Has each look after what it holds; on the patrol's thread. */
  void look() {
    workers.forEach(worker -> worker.check().look());
  }
}
