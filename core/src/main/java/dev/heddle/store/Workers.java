package dev.heddle.store;

import dev.heddle.InvocationState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The workers of a {@link Memory}, and what each of them owns. */
final class Workers {
  static final class Worker {
    final Change.WorkerJoined joined;
    final Object client;
    final String process;
    final Set<String> tasks;
    final NavigableMap<Long, Ordered> owned = new TreeMap<>();
    WorkerState state = WorkerState.ALIVE;
    long endedAt;
    long beatAt;

    Worker(Change.WorkerJoined joined, Object client, String process) {
      this.joined = joined;
      this.client = client;
      this.process = process;
      this.tasks = new LinkedHashSet<>(joined.tasks());
    }

    boolean isAlive() {
      return state == WorkerState.ALIVE;
    }

    /** Whether it has neither left nor died. */
    boolean isHere() {
      return isAlive() || state == WorkerState.STOPPING;
    }

    void end(WorkerState how, long at) {
      state = how;
      endedAt = at;
    }

    private int count(InvocationState of) {
      return (int) owned.values().stream().filter(o -> o.state == of).count();
    }

    WorkerRecord record() {
      return new WorkerRecord(
          joined.worker(),
          state,
          process,
          joined.slots(),
          joined.queues(),
          List.copyOf(tasks),
          joined.at(),
          endedAt,
          beatAt,
          count(InvocationState.CLAIMED),
          count(InvocationState.RUNNING),
          count(InvocationState.PAUSED));
    }
  }

  private final NavigableMap<Long, Worker> byId = new TreeMap<>();

  void join(Change.WorkerJoined joined, Object client, String process) {
    byId.put(joined.worker(), new Worker(joined, client, process));
  }

  @Nullable Worker get(long id) {
    return byId.get(id);
  }

  /** Whether there is one of this id that takes work. */
  boolean isAlive(long id) {
    Worker worker = byId.get(id);
    return worker != null && worker.isAlive();
  }

  List<Worker> hereOf(Object client) {
    return byId.values().stream().filter(w -> w.client == client && w.isHere()).toList();
  }

  /** Notes who owns it now. */
  void own(Ordered ordered) {
    Worker worker = byId.get(ordered.owner);
    if (worker != null) {
      worker.owned.put(ordered.id(), ordered);
    }
  }

  /** Nobody owns it any more. */
  void disown(Ordered ordered) {
    Worker worker = byId.get(ordered.owner);
    if (worker != null) {
      worker.owned.remove(ordered.id());
    }
    ordered.owner = 0;
  }

  List<Owned> owned(long id) {
    Worker worker = byId.get(id);
    return worker == null
        ? List.of()
        : worker.owned.values().stream().map(o -> new Owned(o.id(), o.epoch, o.state)).toList();
  }

  Set<Long> beat(Collection<Long> ids, long at) {
    Set<Long> dead = new LinkedHashSet<>();
    for (long id : ids) {
      Worker worker = byId.get(id);
      if (worker != null && worker.state == WorkerState.DEAD) {
        dead.add(id);
      } else if (worker != null) {
        worker.beatAt = at;
      }
    }
    return dead;
  }

  List<WorkerRecord> newest(int limit) {
    List<Worker> shown = new ArrayList<>(byId.values().stream().filter(Worker::isHere).toList());
    byId.descendingMap().values().stream()
        .filter(w -> !w.isHere())
        .limit(Math.max(0, limit - shown.size()))
        .forEach(shown::add);
    shown.sort(Comparator.comparingLong((Worker w) -> w.joined.worker()).reversed());
    return shown.stream().map(Worker::record).toList();
  }
}
