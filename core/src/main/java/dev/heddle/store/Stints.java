package dev.heddle.store;

import dev.heddle.InvocationState;
import dev.heddle.StateChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the stints of an ordered invocation off its history. */
public final class Stints {
  /** By the epoch first: lines of one may be dated by several clocks. */
  private static final Comparator<StateChange> AS_TOLD =
      Comparator.comparingLong(StateChange::epoch).thenComparing(line -> line.state().isFinal());

  private final long invocation;
  private final long parent;
  private final String task;
  private final List<Stint> ended = new ArrayList<>(1);

  /** The line that the present stint began with; null while nobody has it. */
  private @Nullable StateChange claim;

  private final List<Stint.Pause> pauses = new ArrayList<>(0);
  private long beganAt;

  /** When the present pause began; 0 while there is none. */
  private long pausedAt;

  private InvocationState state = InvocationState.QUEUED;

  private Stints(long invocation, long parent, String task) {
    this.invocation = invocation;
    this.parent = parent;
    this.task = task;
  }

  /**
   * In their order; the last one goes on if somebody has it now.
   *
   * @param history as {@link Store#history} answers it
   */
  public static List<Stint> of(
      long invocation, long parent, String task, List<StateChange> history) {
    Stints stints = new Stints(invocation, parent, task);
    List<StateChange> lines = new ArrayList<>(history);
    lines.sort(AS_TOLD);
    lines.forEach(stints::add);
    if (stints.claim != null) {
      stints.end(stints.claim, 0, stints.state, "");
    }
    return stints.ended;
  }

  /** The newest of these, at most so many, in the order of their beginning. */
  public static List<Stint> newest(Collection<Stint> stints, int limit) {
    List<Stint> sorted = new ArrayList<>(stints);
    sorted.sort(
        Comparator.comparingLong(Stint::claimedAt)
            .thenComparingLong(Stint::invocation)
            .thenComparingLong(Stint::epoch));
    return List.copyOf(sorted.subList(Math.max(0, sorted.size() - limit), sorted.size()));
  }

  private void add(StateChange line) {
    state = line.state();
    resume(line.at().toEpochMilli());
    switch (state.kind()) {
      case OWNED -> owned(line);
      case AVAILABLE, FINAL -> {
        if (claim != null) {
          end(claim, line.at().toEpochMilli(), state, line.why());
          claim = null;
        }
      }
    }
  }

  private void owned(StateChange line) {
    if (claim == null) {
      claim = line;
      beganAt = 0;
      pauses.clear();
    }
    if (state == InvocationState.RUNNING && beganAt == 0) {
      beganAt = line.at().toEpochMilli();
    }
    if (state == InvocationState.PAUSED) {
      pausedAt = line.at().toEpochMilli();
    }
  }

  /** Ends the pause that there is, if any; at 0 it goes on. */
  private void resume(long at) {
    if (pausedAt != 0) {
      pauses.add(new Stint.Pause(pausedAt, at));
      pausedAt = 0;
    }
  }

  private void end(StateChange from, long at, InvocationState outcome, String why) {
    resume(at);
    ended.add(
        new Stint(
            invocation,
            parent,
            task,
            Ids.parse(from.worker()).orElse(0),
            from.attempt(),
            from.epoch(),
            from.at().toEpochMilli(),
            beganAt,
            at,
            outcome,
            why,
            pauses));
  }
}
