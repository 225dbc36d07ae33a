package dev.heddle.eval;

import dev.heddle.Cache;
import dev.heddle.store.Hits;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.RecordedCall;
import dev.heddle.store.TaskSet;
import dev.heddle.task.TaskDef;
import dev.heddle.value.Hash;
import dev.heddle.value.StoredValue;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of an execution, and its invocation. Equal calls of an execution are one cell, unless
 * the task is not cached at all.
 */
final class CallCell extends Cell implements Frame.Caller {
  private static final StoredValue[] DROPPED = new StoredValue[0];

  final TaskDef task;
  final Hash key;
  final Cache cache;
  final @Nullable CallCell parent;
  final long position;

  /** Whether its failure may be caught; else it ends the execution, and may come at once. */
  private final boolean mayBeCaught;

  private StoredValue[] arguments;

  /** Set when the call is not answered by one whole hit. */
  long id;

  /** Whether its row is durable already. */
  boolean onRecord;

  /** What this call was before its execution was taken over from an evaluator that died. */
  @Nullable InvocationRecord adopted;

  /** The reduction on record that is being replayed, if its body need not run. */
  @Nullable RecordedCall replayed;

  /** What is under it, once its body returned an expression. */
  private Frame.@Nullable Children children;

  boolean externalConstants;
  byte @Nullable [] expression;

  /** When its body began, or was about to; the body's own thread sets it. */
  volatile long startedAt;

  long startedNanos;
  double bodyMillis;

  /** What its last look-up found that would not do. */
  List<Long> known = List.of();

  boolean lookedUpTwice;

  /** Its call node, once it has one. */
  long node;

  @Nullable Hash nodeHash;
  @Nullable TaskSet subtree;
  int subtreeCalls;
  boolean replayable;

  /** Whether nothing was run for it: it and all under it came from earlier executions. */
  boolean wholeHit;

  CallCell(
      TaskDef task,
      Hash key,
      StoredValue[] arguments,
      Cache cache,
      @Nullable CallCell parent,
      long position,
      boolean mayBeCaught) {
    this.task = task;
    this.key = key;
    this.arguments = arguments;
    this.cache = cache;
    this.parent = parent;
    this.position = position;
    this.mayBeCaught = mayBeCaught;
  }

  @Override
  void start(Evaluation evaluation) {
    evaluation.lookUp(this);
  }

  @Override
  void settled(Cell dependency, int slot, Evaluation evaluation) {
    evaluation.reductionSettled(this, dependency);
  }

  @Override
  public CallCell invocation() {
    return this;
  }

  @Override
  public boolean mayBeCaught() {
    return mayBeCaught;
  }

  @Override
  public void addChild(long at, CallCell child) {
    Frame.Children known = children;
    if (known == null) {
      known = new Frame.Children();
      children = known;
    }
    known.add(at, child);
  }

  Frame.@Nullable Children children() {
    return children;
  }

  StoredValue[] arguments() {
    return arguments;
  }

  /** The arguments and children of a finished call are on record; memory need not keep them. */
  void forget() {
    arguments = DROPPED;
    children = null;
    expression = null;
    replayed = null;
  }

  InvocationHead head(long execution) {
    return new InvocationHead(
        id,
        execution,
        parent == null ? 0 : parent.id,
        position,
        task.version(),
        key,
        List.of(arguments),
        onRecord,
        cache == Cache.STORE);
  }

  /** What this call took from elsewhere: earlier executions, or another branch of this one. */
  Hits hits() {
    return children == null ? Hits.NONE : hits(children, this);
  }

  static Hits hits(Frame.Children children, @Nullable CallCell owner) {
    long[] positions = new long[children.size()];
    long[] nodes = new long[children.size()];
    int n = 0;
    for (int i : children.ordered()) {
      CallCell child = children.call(i);
      if (child.node != 0 && (child.wholeHit || child.parent != owner)) {
        positions[n] = children.position(i);
        nodes[n++] = child.node;
      }
    }
    return n == 0 ? Hits.NONE : new Hits(Arrays.copyOf(positions, n), Arrays.copyOf(nodes, n));
  }
}
