package dev.heddle;

import java.util.EnumSet;
import java.util.Set;

/**
 * The state of an invocation, and the one table of what may follow what.
 *
 * <p>A state's {@link Kind} says who may move an invocation on: nobody owns an available one, a
 * claim takes it; an owned one is moved by its owner alone, under the epoch of its claim; a final
 * one is never moved again. A cancel or a recovery takes an owned one away by raising its epoch, so
 * whatever its owner says later is refused. Every store checks each transition against {@link
 * #mayBecome}. {@code heddle states} prints the table.
 */
public enum InvocationState {
  /** Ordered for later: nobody may take it before its time. */
  SCHEDULED(Kind.AVAILABLE, "waits for its time"),
  /** Ready: the next free worker that knows its task takes it. */
  QUEUED(Kind.AVAILABLE, "waits for a worker"),
  /** Held back by concurrency control. */
  BLOCKED(Kind.AVAILABLE, "held back by concurrency control"),
  /** It failed, and will be tried again at a time that is on record. */
  RETRYING(Kind.AVAILABLE, "waits for its next attempt"),
  /** A worker has taken it; its body has not begun. */
  CLAIMED(Kind.OWNED, "a worker took it"),
  /** Its body runs. */
  RUNNING(Kind.OWNED, "its body runs"),
  /** Its body waits for other invocations and holds no slot. */
  PAUSED(Kind.OWNED, "its body waits for others and holds no slot"),
  /** It has a result. */
  SUCCEEDED(Kind.FINAL, "it has a result"),
  /** It has an error, and no attempt is left. */
  FAILED(Kind.FINAL, "it has an error"),
  /** It was given up. */
  CANCELLED(Kind.FINAL, "it was given up"),
  /** Its result came from an earlier execution; only in the records of executions. */
  CACHED(Kind.FINAL, "its result came from an earlier execution");

  /** Who may move an invocation on. */
  public enum Kind {
    /** Nobody owns it. Anyone may cancel it; a claim gives it an owner. */
    AVAILABLE("nobody; a claim gives it an owner"),
    /** A worker owns it under an epoch; a cancel or a recovery raises that. */
    OWNED("its owner, under the epoch of its claim"),
    /** Nobody moves it any more. */
    FINAL("nobody, ever");

    private final String rule;

    Kind(String rule) {
      this.rule = rule;
    }

    /** Who may move it on, in words. */
    public String ownerRule() {
      return rule;
    }
  }

  private final Kind kind;
  private final String meaning;

  InvocationState(Kind kind, String meaning) {
    this.kind = kind;
    this.meaning = meaning;
  }

  /** Whether it is available, owned or final. */
  public Kind kind() {
    return kind;
  }

  /** What it means, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** Whether nothing follows. */
  public boolean isFinal() {
    return kind == Kind.FINAL;
  }

  /** Whether an invocation may begin its life in this state. */
  public boolean mayBegin() {
    return switch (this) {
      case SCHEDULED, QUEUED -> true;
      // In the submitter's own process, or in that of an evaluator: it begins where it is ordered.
      case RUNNING, CACHED -> true;
      case BLOCKED, RETRYING, CLAIMED, PAUSED, SUCCEEDED, FAILED, CANCELLED -> false;
    };
  }

  /** The states that may follow this one. */
  public Set<InvocationState> next() {
    return switch (this) {
      case SCHEDULED, RETRYING -> EnumSet.of(QUEUED, CANCELLED);
      case QUEUED -> EnumSet.of(CLAIMED, RUNNING, BLOCKED, CANCELLED);
      case BLOCKED -> EnumSet.of(QUEUED, CANCELLED);
      case CLAIMED -> EnumSet.of(RUNNING, QUEUED, BLOCKED, CANCELLED);
      case RUNNING -> EnumSet.of(PAUSED, SUCCEEDED, FAILED, RETRYING, QUEUED, CANCELLED);
      case PAUSED -> EnumSet.of(RUNNING, QUEUED, CANCELLED);
      case SUCCEEDED, FAILED, CANCELLED, CACHED -> EnumSet.noneOf(InvocationState.class);
    };
  }

  /** Whether the other state may follow this one. */
  public boolean mayBecome(InvocationState other) {
    return next().contains(other);
  }
}
