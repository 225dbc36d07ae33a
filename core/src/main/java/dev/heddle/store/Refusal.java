package dev.heddle.store;

import dev.heddle.InvocationState;
import dev.heddle.store.ChangeSet.Fence;
import org.jspecify.annotations.Nullable;

/** Why a set is not applied, in the words of every store. */
public final class Refusal {
  private Refusal() {}

  /**
   * Of a fence that is that of an ordered invocation: the one who owns it must say it, under the
   * epoch of its claim.
   *
   * @param owner the worker that owns it, 0 for none
   * @return null if the fence holds
   */
  public static Outcome.@Nullable Rejected ofFence(
      Fence fence, InvocationState state, long owner, long epoch) {
    if (state.isFinal()) {
      return hasEnded(fence.id(), state);
    }
    if (owner == 0) {
      return new Outcome.Rejected("invocation " + fence.id() + " is " + state + ": nobody owns it");
    }
    return epoch == fence.epoch() ? null : atEpoch("invocation", fence, epoch);
  }

  /** Of a fence that is that of an execution alone; null if it holds. */
  public static Outcome.@Nullable Rejected ofFence(Fence fence, ExecutionState state, long epoch) {
    if (state != ExecutionState.RUNNING) {
      return executionHasEnded(fence.id(), state);
    }
    return epoch == fence.epoch() ? null : atEpoch("execution", fence, epoch);
  }

  private static Outcome.Rejected atEpoch(String kind, Fence fence, long epoch) {
    return new Outcome.Rejected(
        kind + " " + fence.id() + " is at epoch " + epoch + ", not " + fence.epoch());
  }

  public static Outcome.Rejected hasEnded(long invocation, InvocationState state) {
    return new Outcome.Rejected("invocation " + invocation + " has ended: " + state);
  }

  public static Outcome.Rejected isUnknown(long invocation) {
    return new Outcome.Rejected("invocation " + invocation + " is unknown");
  }

  public static Outcome.Rejected isOnRecord(long invocation) {
    return new Outcome.Rejected("invocation " + invocation + " is on record");
  }

  public static Outcome.Rejected isNotItsOwner(long invocation) {
    return new Outcome.Rejected(
        "only its owner may say that of invocation " + invocation + ", under its fence");
  }

  /** Of a move in a state in which it is not allowed. */
  public static Outcome.Rejected ofMove(Move move, long invocation, InvocationState state) {
    InvocationState to = move.to();
    return new Outcome.Rejected(
        "invocation "
            + invocation
            + " is "
            + state
            + (to == null ? ": its body does not run" : " and can't become " + to));
  }

  public static Outcome.Rejected executionIsUnknown(long execution) {
    return new Outcome.Rejected("execution " + execution + " is unknown");
  }

  public static Outcome.Rejected executionHasEnded(long execution, ExecutionState state) {
    return new Outcome.Rejected("execution " + execution + " has ended: " + state);
  }

  public static Outcome.Rejected executionHasBegun(long execution) {
    return new Outcome.Rejected("execution " + execution + " has begun before");
  }

  /** Of an execution that is that of an ordered invocation, and is begun by somebody else. */
  public static Outcome.Rejected executionIsItsOwners(long execution) {
    return new Outcome.Rejected(
        "only its owner may begin the execution " + execution + ", under its fence");
  }

  /**
   * Of an execution that would end while its invocation goes on: nobody could end that any more.
   */
  public static Outcome.Rejected executionEndsAlone(long execution) {
    return new Outcome.Rejected(
        "execution " + execution + " is an invocation too: both end in one set or none");
  }

  public static Outcome.Rejected workerHasJoined(long worker) {
    return new Outcome.Rejected("worker " + worker + " has joined before");
  }

  /** Of a worker that is not here, in whatever state it is; null for one that is. */
  public static Outcome.@Nullable Rejected ofWorker(long worker, @Nullable WorkerState state) {
    return state == WorkerState.ALIVE || state == WorkerState.STOPPING
        ? null
        : new Outcome.Rejected(
            "worker " + worker + " is " + (state == null ? "unknown" : state.toString()));
  }
}
