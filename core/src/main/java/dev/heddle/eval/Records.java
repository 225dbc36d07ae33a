package dev.heddle.eval;

import dev.heddle.HeddleException;
import dev.heddle.store.CallNode;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.FatalStoreException;
import dev.heddle.store.Ids;
import dev.heddle.store.Outcome;
import dev.heddle.store.StoredError;
import dev.heddle.store.Totals;
import dev.heddle.value.StoredValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation tells the store, each thing once, under the fence of its execution. The loop
 * goes on at once; only the end of an execution waits for its commit. Confined to the loop.
 */
final class Records {
  private static final int USED_AT_ONCE = 1000;

  private final Engine engine;
  private final Evaluation evaluation;
  private final EvaluationRoot source;
  private final Set<CallCell> open = new LinkedHashSet<>();
  private List<Long> used = new ArrayList<>();
  private long execution;
  private ChangeSet.Fence fence = ChangeSet.Fence.NONE;

  Records(Engine engine, Evaluation evaluation, EvaluationRoot source) {
    this.engine = engine;
    this.evaluation = evaluation;
    this.source = source;
  }

  long execution() {
    return execution;
  }

  ChangeSet.Fence fence() {
    return fence;
  }

  String executionId() {
    return Ids.text(execution);
  }

  void executionStarted(List<String> commandLine) {
    execution = source.execution();
    fence = new ChangeSet.Fence(execution, source.epoch());
    submit(
        new Change.ExecutionStarted(
            execution, source.epoch(), source.label(), commandLine, engine.clock.millis()));
  }

  /** A body is about to begin, or runs for a while; {@code told} hears what the store says. */
  void started(CallCell call, boolean exclusive, @Nullable Consumer<Outcome> told) {
    Change change = new Change.Started(call.head(execution), exclusive, call.known, call.startedAt);
    if (told == null) {
      submit(change);
    } else {
      engine.committer.submit(fence, List.of(change), told);
    }
  }

  /** Notes that a call has a row that must be ended one way or another. */
  void isOpen(CallCell call) {
    call.onRecord = true;
    open.add(call);
  }

  void reduced(CallCell call, long now) {
    byte[] expression = java.util.Objects.requireNonNull(call.expression);
    submit(new Change.Reduced(call.head(execution), expression, call.startedAt, now));
    isOpen(call);
  }

  void succeeded(CallCell call, CallNode node, long now) {
    submit(new Change.Succeeded(call.head(execution), node, call.hits(), call.startedAt, now));
    ended(call);
  }

  void replayed(CallCell call, @Nullable CallNode node, @Nullable StoredError error, long now) {
    byte[] expression = java.util.Objects.requireNonNull(call.expression);
    submit(
        new Change.Replayed(
            call.head(execution), expression, node, call.hits(), error, call.startedAt, now));
    ended(call);
  }

  void failed(CallCell call, StoredError error, long now) {
    submit(new Change.Failed(call.head(execution), error, call.hits(), call.startedAt, now));
    ended(call);
  }

  void cancelled(CallCell call, String reason) {
    submit(
        new Change.Cancelled(
            call.head(execution), reason, call.hits(), call.startedAt, engine.clock.millis()));
    ended(call);
  }

  private void ended(CallCell call) {
    if (call.onRecord) {
      open.remove(call);
    }
  }

  /** Calls that have a row and did not end. */
  List<CallCell> open() {
    return List.copyOf(open);
  }

  /** Notes a hit; such notes travel together. */
  void used(long node) {
    used.add(node);
    if (used.size() == USED_AT_ONCE) {
      submitUsed();
    }
  }

  private void submitUsed() {
    if (!used.isEmpty()) {
      submit(new Change.Used(used, engine.clock.millis()));
      used = new ArrayList<>();
    }
  }

  /** Ends the execution and waits until that, and so all before it, is durable. */
  Outcome executionEnded(
      ExecutionState state,
      Totals totals,
      Map<String, Long> reused,
      Frame.Children children,
      @Nullable StoredValue result,
      @Nullable Throwable error)
      throws InterruptedException {
    submitUsed();
    CompletableFuture<Outcome> told = new CompletableFuture<>();
    Change.ExecutionEnded ended =
        new Change.ExecutionEnded(
            execution,
            state,
            engine.clock.millis(),
            totals,
            CallCell.hits(children, null),
            result,
            error == null ? null : Errors.store(error),
            reused);
    List<Change> changes = source.end(ended, children, error);
    if (changes.isEmpty()) {
      return new Outcome.Applied();
    }
    engine.committer.submit(fence, changes, told::complete);
    try {
      return told.get(60, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new HeddleException(
          "The end of execution "
              + executionId()
              + " could not be recorded within a minute. What finished before is kept; run the same"
              + " again.",
          e);
    }
  }

  private void submit(Change change) {
    engine.committer.submit(fence, List.of(change), this::told);
  }

  /** On the committer's thread. */
  private void told(Outcome outcome) {
    if (!(outcome instanceof Outcome.Applied || outcome instanceof Outcome.AlreadyApplied)) {
      evaluation.post(() -> isApplied(outcome));
    }
  }

  /** Whether a set is in; if not, the evaluation can't go on. */
  boolean isApplied(Outcome outcome) {
    if (outcome instanceof Outcome.Rejected rejected) {
      evaluation.breakOffWith(
          new HeddleException(
              "Execution "
                  + executionId()
                  + " was ended by another process ("
                  + rejected.reason()
                  + "), so this one stops. What had finished is kept; run the same again."));
    } else if (outcome instanceof Outcome.Errored errored) {
      if (errored.error() instanceof FatalStoreException fatal) {
        evaluation.breakOffWith(fatal);
      } else {
        evaluation.breakWith(errored.error());
      }
    } else {
      return true;
    }
    return false;
  }
}
