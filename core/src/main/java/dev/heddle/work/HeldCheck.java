package dev.heddle.work;

import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Owned;
import dev.heddle.store.Store;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Compares what a worker holds with what the store says is its own (PROTOCOL §1.3). What is not its
 * own any more, since it was cancelled or taken over, is interrupted; what is its own and unknown
 * to it, since the answer to a claim was lost, is given back. With each beat it learns whether it
 * was taken for dead. On the patrol's thread.
 */
final class HeldCheck {
  private static final long BEAT_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** After such a gap this process may have been stopped, and taken for dead. */
  private static final long GAP_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final LocalWorker worker;
  private final Store store;
  private long beatAt = System.nanoTime();
  private long lookedAt = System.nanoTime();
  private Set<Long> strangers = Set.of();

  /** What was held at the last look. */
  private Map<Long, Attempt> heldBefore = Map.of();

  /** A claim has failed without a word of what became of it. */
  private volatile boolean doubtful;

  HeldCheck(LocalWorker worker, Store store) {
    this.worker = worker;
    this.store = store;
  }

  void doubt() {
    doubtful = true;
  }

  void look() {
    worker
        .places()
        .removeStale()
        .forEach(attempt -> worker.ends().giveBack(attempt, "not begun within 250 ms"));
    worker.places().removeImpatient().ifPresent(this::giveBack);
    long now = System.nanoTime();
    boolean beats = doubtful || now - beatAt > BEAT_NANOS || now - lookedAt > GAP_NANOS;
    lookedAt = now;
    if (beats) {
      beatAt = now;
      if (wasBuried()) {
        worker.buried();
        return;
      }
    }
    Map<Long, Attempt> before = worker.places().held();
    // What came since the last look was its own a moment ago; of a busy worker that is all.
    boolean anyStays =
        before.entrySet().stream().anyMatch(e -> heldBefore.get(e.getKey()) == e.getValue());
    if (beats || anyStays) {
      compare(before, beats);
    }
    heldBefore = before;
  }

  private void giveBack(Suspects.GivenUp suspect) {
    worker.claiming().leaveSuspects(4 * suspect.waitedNanos());
    worker.ends().giveBack(suspect.attempt(), "other bodies go on where it has to run alone");
  }

  private boolean wasBuried() {
    long id = worker.number();
    return store.beat(List.of(id), worker.engine().clock().millis()).contains(id);
  }

  private void compare(Map<Long, Attempt> before, boolean alsoStrangers) {
    long claims = worker.claiming().claims();
    Map<Long, Long> owned = new HashMap<>();
    for (Owned row : store.owned(worker.number())) {
      owned.put(row.invocation(), row.epoch());
    }
    Map<Long, Attempt> after = worker.places().held();
    before.forEach(
        (id, attempt) -> {
          Long epoch = owned.get(id);
          boolean ours = epoch != null && epoch == attempt.claimed.epoch();
          // One that has told its end is held until the store has answered, and is no row any more.
          if (!ours && after.get(id) == attempt && !attempt.isTold()) {
            worker.taken(attempt);
          }
        });
    if (alsoStrangers) {
      owned.keySet().removeAll(after.keySet());
      owned.keySet().removeAll(before.keySet());
      giveBackStrangers(owned, claims);
    }
  }

  /**
   * Twice in a row, with no claim under way: what a claim brings is a stranger for a moment, too.
   */
  private void giveBackStrangers(Map<Long, Long> found, long claims) {
    if (worker.claiming().claims() != claims || claims % 2 != 0) {
      return;
    }
    Set<Long> again = new HashSet<>(strangers);
    again.retainAll(found.keySet());
    strangers = Set.copyOf(found.keySet());
    doubtful = !strangers.isEmpty();
    for (long id : again) {
      worker
          .engine()
          .committer()
          .submit(
              new Fence(id, found.getOrDefault(id, 0L)),
              List.of(
                  new Change.GivenBack(
                      id, "its claim was never answered", worker.engine().clock().millis())),
              null);
    }
  }
}
