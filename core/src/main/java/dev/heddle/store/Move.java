package dev.heddle.store;

import dev.heddle.InvocationState;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a change says of an ordered invocation: the states in which its owner may say it, and the
 * one that follows. This is the table that every store judges by; where a store finds the state is
 * its own. A call of an execution has no such course.
 */
public enum Move {
  /** It says something of a body that runs, and moves nothing. */
  TELL(null, InvocationState.RUNNING),
  SUCCEED(InvocationState.SUCCEEDED, InvocationState.RUNNING),
  FAIL(InvocationState.FAILED, InvocationState.RUNNING),
  CANCEL(InvocationState.CANCELLED, InvocationState.RUNNING, InvocationState.PAUSED),
  BEGIN(InvocationState.RUNNING, InvocationState.CLAIMED),
  PAUSE(InvocationState.PAUSED, InvocationState.RUNNING),
  RESUME(InvocationState.RUNNING, InvocationState.PAUSED),
  PLAN_RETRY(InvocationState.RETRYING, InvocationState.RUNNING),
  GIVE_BACK(
      InvocationState.QUEUED,
      InvocationState.CLAIMED,
      InvocationState.RUNNING,
      InvocationState.PAUSED);

  private final @Nullable InvocationState to;
  private final Set<InvocationState> from;

  Move(@Nullable InvocationState to, InvocationState first, InvocationState... others) {
    this.to = to;
    this.from = EnumSet.of(first, others);
  }

  /** The state that follows; null if it stays what it is. */
  public @Nullable InvocationState to() {
    return to;
  }

  /** Whether its owner may say it in this state. */
  public boolean isAllowedIn(InvocationState state) {
    return from.contains(state);
  }

  /** What this change makes of the call, if that was ordered. */
  public static Move of(Change.OfCall change) {
    if (change instanceof Change.Succeeded) {
      return SUCCEED;
    }
    if (change instanceof Change.Failed) {
      return FAIL;
    }
    if (change instanceof Change.Cancelled) {
      return CANCEL;
    }
    if (change instanceof Change.Replayed c) {
      return c.node() == null ? FAIL : SUCCEED;
    }
    return TELL; // Started, Reduced
  }

  /** What this change makes of the invocation; null for what may be said in every state. */
  public static @Nullable Move of(Change.OfOrdered change) {
    if (change instanceof Change.Begun) {
      return BEGIN;
    }
    if (change instanceof Change.Paused) {
      return PAUSE;
    }
    if (change instanceof Change.Resumed) {
      return RESUME;
    }
    if (change instanceof Change.RetryPlanned) {
      return PLAN_RETRY;
    }
    return change instanceof Change.GivenBack ? GIVE_BACK : null; // Logged, Progressed
  }
}
