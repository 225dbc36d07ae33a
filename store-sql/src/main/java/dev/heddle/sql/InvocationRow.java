package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.store.CallNode;
import dev.heddle.store.Hits;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.StoredError;
import org.jspecify.annotations.Nullable;

/** The changes of one invocation in one group, folded in their order into what its rows become. */
final class InvocationRow {
  final InvocationHead head;
  final long startedAt;
  InvocationState state = InvocationState.RUNNING;
  long endedAt;
  Hits hits = Hits.NONE;
  @Nullable StoredError error;
  byte @Nullable [] expression;
  @Nullable CallNode call;
  long finishedAt;

  /** Whether no node of its id can be on record: nobody had it before. */
  boolean fresh;

  InvocationRow(InvocationHead head, long startedAt) {
    this.head = head;
    this.startedAt = startedAt;
  }

  boolean ended() {
    return state != InvocationState.RUNNING;
  }

  boolean hasNode() {
    return expression != null || call != null;
  }

  /** Whether it holds what a caller of the same call could use. */
  boolean answers(InvocationHead other) {
    return hasNode()
        && head.reusable()
        && head.id() != other.id()
        && head.key().equals(other.key());
  }

  void reduced(byte[] expression, long at) {
    this.expression = expression;
    if (call == null) {
      finishedAt = at;
    }
  }

  /** The first outcome stays (law 4). */
  void end(
      InvocationState state,
      Hits hits,
      @Nullable StoredError error,
      byte @Nullable [] expression,
      @Nullable CallNode call,
      long endedAt) {
    if (ended()) {
      return;
    }
    this.state = state;
    this.hits = hits;
    this.error = error;
    this.endedAt = endedAt;
    if (call != null) {
      this.call = call;
      this.finishedAt = endedAt;
      if (expression != null) {
        this.expression = expression;
      }
    }
  }
}
