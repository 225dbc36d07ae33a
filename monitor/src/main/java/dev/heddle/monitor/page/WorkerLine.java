package dev.heddle.monitor.page;

import dev.heddle.store.WorkerRecord;
import dev.heddle.store.WorkerState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker as a list shows it.
 *
 * @param process pid and host
 * @param queues those it serves; empty for all
 * @param tasks how many it knows
 * @param silent whether it counts as living and has not beaten for longer than it should
 */
public record WorkerLine(
    String id,
    WorkerState state,
    String process,
    int slots,
    List<String> queues,
    int tasks,
    int running,
    int claimed,
    int paused,
    boolean silent,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Instant beatAt) {
  /** Twice the time after which others may take what it has. */
  private static final long SILENT_MILLIS = 30_000;

  /** Whether its process has not beaten for longer than it should. */
  static boolean isSilent(WorkerRecord w, long now) {
    return w.beatAt() != 0 && now - w.beatAt() > SILENT_MILLIS;
  }

  static WorkerLine of(WorkerRecord w, long now) {
    boolean here = w.state() == WorkerState.ALIVE || w.state() == WorkerState.STOPPING;
    return new WorkerLine(
        Shown.id(w.id()),
        w.state(),
        w.process(),
        w.slots(),
        w.queues(),
        w.tasks().size(),
        w.running(),
        w.claimed(),
        w.paused(),
        here && isSilent(w, now),
        Instant.ofEpochMilli(w.startedAt()),
        Shown.at(w.endedAt()),
        Shown.at(w.beatAt()));
  }

  /** Whether it lives by all that is known, so that it notices who does not. */
  public boolean alive() {
    return here() && !silent;
  }

  /** How many invocations it has. */
  public int has() {
    return running + claimed + paused;
  }

  /** Whether it works, or finishes what it has. */
  public boolean here() {
    return state == WorkerState.ALIVE || state == WorkerState.STOPPING;
  }
}
