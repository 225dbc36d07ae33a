package dev.heddle.testkit;

import dev.heddle.InvocationState;
import dev.heddle.store.Outcome;
import dev.heddle.store.Store;
import dev.heddle.store.Submission;
import dev.heddle.store.WorkerState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a store has to make of ordered invocations, said as plainly as can be: a map of rows, and
 * every rule as a loop over it. {@link RandomCourse} compares a store with it.
 */
final class CourseModel {
  static final class Row {
    final Submission submission;
    InvocationState state;
    long owner;
    long epoch;
    int attempt = 1;
    long due;
    long parentEpoch;
    final Set<Long> waitsFor = new LinkedHashSet<>();
    final List<Long> deaths = new ArrayList<>();
    int sharedDeaths;

    /** Whether it was available when a body that still waits came to wait for it. */
    boolean atTheFront;

    boolean everAwaited;

    Row(Submission submission, InvocationState state) {
      this.submission = submission;
      this.state = state;
      this.due = submission.order().due();
    }

    long id() {
      return submission.id();
    }

    boolean isLive() {
      return !state.isFinal();
    }

    boolean isSuspect() {
      return sharedDeaths >= 2;
    }

    int priority() {
      return submission.order().priority();
    }
  }

  static final class Worker {
    final long id;
    final Store client;
    WorkerState state = WorkerState.ALIVE;

    Worker(long id, Store client) {
      this.id = id;
      this.client = client;
    }
  }

  final TreeMap<Long, Row> rows = new TreeMap<>();
  final TreeMap<Long, Worker> workers = new TreeMap<>();

  boolean isAlive(long worker) {
    Worker known = workers.get(worker);
    return known != null && known.state == WorkerState.ALIVE;
  }

  /** Whether the word of the owner of this claim counts. */
  boolean holds(long id, long epoch) {
    Row row = rows.get(id);
    return row != null && row.isLive() && row.owner != 0 && row.epoch == epoch;
  }

  @Nullable Row same(Submission submission) {
    for (Row row : rows.values()) {
      Submission s = row.submission;
      if (submission.identity() != null && submission.identity().equals(s.identity())) {
        return row;
      }
    }
    for (Row row : rows.values()) {
      String key = submission.order().key();
      if (key != null && key.equals(row.submission.order().key())) {
        return row;
      }
    }
    return null;
  }

  Class<? extends Outcome> submit(Submission submission, long claimant) {
    Row same = same(submission);
    Row row = same == null ? born(submission, claimant) : same;
    Row parent = rows.get(submission.parent());
    if (parent != null && row.submission.parent() == submission.parent()) {
      row.parentEpoch = parent.epoch;
    }
    return same == null ? Outcome.Applied.class : Outcome.Adopted.class;
  }

  private Row born(Submission submission, long claimant) {
    Row row = new Row(submission, InvocationState.QUEUED);
    if (row.due > submission.submittedAt()) {
      row.state = InvocationState.SCHEDULED;
    } else if (isAlive(claimant)) {
      row.state = InvocationState.RUNNING;
      row.owner = claimant;
      row.epoch = 1;
    }
    rows.put(row.id(), row);
    return row;
  }

  // Claims

  /** What may be claimed at this time, the first to be claimed first but for who is awaited. */
  List<Row> candidates(long now, boolean suspects) {
    return rows.values().stream()
        .filter(row -> row.state == InvocationState.QUEUED || isDue(row, now))
        .filter(row -> row.isSuspect() == suspects)
        .sorted(Comparator.comparing((Row row) -> -row.priority()).thenComparing(Row::id))
        .toList();
  }

  boolean isDue(Row row, long now) {
    return (row.state == InvocationState.SCHEDULED || row.state == InvocationState.RETRYING)
        && row.due <= now;
  }

  void claimed(Row row, long worker, boolean begun) {
    row.state = begun ? InvocationState.RUNNING : InvocationState.CLAIMED;
    row.owner = worker;
    row.epoch++;
    row.atTheFront = false;
  }

  boolean isAwaited(Row row) {
    return rows.values().stream().anyMatch(other -> other.waitsFor.contains(row.id()));
  }

  // What becomes of one

  boolean waitsInACircle(Row row, List<Long> waitsFor) {
    Set<Long> reached = new LinkedHashSet<>(waitsFor);
    for (List<Long> open = List.copyOf(waitsFor); !open.isEmpty(); ) {
      List<Long> next = new ArrayList<>();
      for (long id : open) {
        Row other = rows.get(id);
        if (other != null) {
          other.waitsFor.stream().filter(reached::add).forEach(next::add);
        }
      }
      open = next;
    }
    return reached.contains(row.id());
  }

  void pause(Row row, List<Long> waitsFor) {
    row.state = InvocationState.PAUSED;
    for (long id : waitsFor) {
      Row awaited = rows.get(id);
      if (awaited == null || awaited.isLive()) {
        row.waitsFor.add(id);
      }
      if (awaited != null && awaited.isLive()) {
        awaited.everAwaited = true;
        awaited.atTheFront = awaited.state.kind() == InvocationState.Kind.AVAILABLE;
      }
    }
  }

  void release(Row row, InvocationState to) {
    row.state = to;
    row.owner = 0;
    row.waitsFor.clear();
  }

  void end(Row row, InvocationState how) {
    release(row, how);
    rows.values().forEach(other -> other.waitsFor.remove(row.id()));
    for (Row child : childrenOf(row)) {
      if (child.parentEpoch < row.epoch) {
        cancel(child);
      }
    }
  }

  private List<Row> childrenOf(Row parent) {
    return rows.values().stream().filter(r -> r.submission.parent() == parent.id()).toList();
  }

  void cancel(Row row) {
    if (row.isLive()) {
      List<Row> all = new ArrayList<>(List.of(row));
      for (int i = 0; i < all.size(); i++) {
        all.addAll(childrenOf(all.get(i)));
      }
      all.stream().filter(Row::isLive).forEach(one -> end(one, InvocationState.CANCELLED));
    }
  }

  // Workers that go

  private List<Row> ownedBy(long worker) {
    return rows.values().stream().filter(row -> row.owner == worker).toList();
  }

  void left(Worker worker) {
    ownedBy(worker.id).forEach(row -> release(row, InvocationState.QUEUED));
    worker.state = WorkerState.LEFT;
  }

  private List<Worker> hereOf(Store client) {
    return workers.values().stream()
        .filter(w -> w.client == client)
        .filter(w -> w.state == WorkerState.ALIVE || w.state == WorkerState.STOPPING)
        .toList();
  }

  void closed(Store client) {
    hereOf(client).forEach(this::left);
  }

  void died(Store client) {
    List<Row> owned = new ArrayList<>();
    hereOf(client).forEach(worker -> owned.addAll(ownedBy(worker.id)));
    owned.sort(Comparator.comparing(Row::id));
    long running = owned.stream().filter(r -> r.state == InvocationState.RUNNING).count();
    for (Row row : owned) {
      if (row.state.isFinal()) {
        continue; // cancelled with a parent that died once too often
      }
      row.epoch++;
      boolean fails = false;
      if (row.state == InvocationState.RUNNING && running == 1) {
        row.deaths.add(row.owner);
        fails = row.deaths.size() >= row.submission.order().maxRecoveries();
      } else if (row.state == InvocationState.RUNNING) {
        row.sharedDeaths++;
      }
      if (fails) {
        end(row, InvocationState.FAILED);
      } else {
        release(row, InvocationState.QUEUED);
      }
    }
    hereOf(client).forEach(worker -> worker.state = WorkerState.DEAD);
  }
}
