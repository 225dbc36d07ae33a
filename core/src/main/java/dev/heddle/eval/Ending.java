package dev.heddle.eval;

import dev.heddle.ExecutionCancelledException;
import dev.heddle.ExecutionListener;
import dev.heddle.TaskChainException;
import dev.heddle.TaskFailedException;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.Outcome;
import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import dev.heddle.value.StoredValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of an execution: its last records, its report, and what the caller gets. */
final class Ending {
  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

  private final Records records;
  private final Account account;
  private final EvaluationRoot source;
  private final Evaluation.Root root;
  private final Slots slots;
  private final Store store;
  private final Executor reader;
  private final @Nullable Throwable broken;
  private final @Nullable String cancelled;

  Ending(
      Records records,
      Account account,
      EvaluationRoot source,
      Evaluation.Root root,
      Slots slots,
      Engine engine,
      @Nullable Throwable broken,
      @Nullable String cancelled) {
    this.records = records;
    this.account = account;
    this.source = source;
    this.root = root;
    this.slots = slots;
    this.store = engine.store;
    this.reader = engine.reader;
    this.broken = broken;
    this.cancelled = cancelled;
  }

  /** Records the end, tells the listener, and returns the value or throws. */
  Val end(long nanos) {
    List<String> abandoned = slots.runningTasks();
    countReused();
    for (CallCell call : records.open()) {
      records.cancelled(call, cancelled == null ? "its execution had ended" : cancelled);
      account.cancelled(call);
    }
    Throwable error = error(abandoned);
    StoredValue result = null;
    if (error == null) {
      try {
        result = source.recorded(root.value());
      } catch (RuntimeException | Error e) {
        error = e; // a value that can't be recorded, of an execution that has to
      }
    }
    error = recordEnd(state(error), result, error);
    ExecutionListener.Failure report = error == null ? null : report(error);
    account.ended(
        new ExecutionListener.ExecutionReport(
            records.executionId(),
            state(error).name(),
            nanos / 1e6,
            account.totals().run(),
            account.totals().cached(),
            account.totals().failed(),
            account.totals().cancelled(),
            java.util.Map.copyOf(account.reused().byTask()),
            result == null || error != null
                ? null
                : new String(result.bytes(), StandardCharsets.UTF_8),
            report));
    if (error == null) {
      return root.value();
    }
    throw report == null || report.chain().isEmpty() ? Thrown.sneaky(error) : thrown(report);
  }

  /** The chain of calls only where it is one of them that failed. */
  private ExecutionListener.Failure report(Throwable error) {
    Failure failure = root.failure();
    boolean called = failure != null && failure.error() == error;
    return new ExecutionListener.Failure(
        called ? Calls.chain(java.util.Objects.requireNonNull(failure).origin()) : List.of(),
        error);
  }

  private void countReused() {
    Reused.Opening opening = account.reused().opening();
    if (broken == null && opening.isNeeded()) {
      try {
        account
            .reused()
            .add(CompletableFuture.supplyAsync(() -> opening.read(store), reader).join());
      } catch (CompletionException e) {
        LOG.warn("The calls under what was reused could not be counted", e);
      }
    }
  }

  private ExecutionState state(@Nullable Throwable error) {
    if (error == null) {
      return ExecutionState.SUCCEEDED;
    }
    return cancelled != null && broken == null ? ExecutionState.CANCELLED : ExecutionState.FAILED;
  }

  private @Nullable Throwable error(List<String> abandoned) {
    if (broken != null) {
      return broken;
    }
    if (cancelled != null) {
      return new ExecutionCancelledException(
          "Execution "
              + records.executionId()
              + " was cancelled: "
              + cancelled
              + "."
              + (abandoned.isEmpty()
                  ? ""
                  : " Given up, as they did not return when interrupted: "
                      + String.join(", ", abandoned)
                      + ".")
              + " What had finished is kept; run the same again to go on from there.");
    }
    Failure failure = root.failure();
    return failure == null ? null : failure.error();
  }

  private @Nullable Throwable recordEnd(
      ExecutionState state, @Nullable StoredValue result, @Nullable Throwable error) {
    boolean interrupted = Thread.interrupted();
    try {
      Outcome outcome =
          records.executionEnded(
              state, account.totals(), account.answered(), root.children(), result, error);
      if (error == null && outcome instanceof Outcome.Errored errored) {
        return errored.error();
      }
      if (error == null && outcome instanceof Outcome.Rejected rejected) {
        return new StoreException(
            "Execution "
                + records.executionId()
                + " was ended by another process: "
                + rejected.reason(),
            null);
      }
      return error;
    } catch (InterruptedException e) {
      interrupted = true;
      return error == null
          ? new ExecutionCancelledException("Interrupted while the end was being recorded.")
          : error;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Unchecked: as it is, with the chain as a suppressed note. Checked: wrapped. */
  private static RuntimeException thrown(ExecutionListener.Failure report) {
    String message = Calls.message(report);
    Throwable error = report.error();
    if (error instanceof RuntimeException || error instanceof Error) {
      for (Throwable note : error.getSuppressed()) {
        if (note instanceof TaskChainException) {
          return Thrown.sneaky(error); // Thrown to another caller before.
        }
      }
      error.addSuppressed(new TaskChainException(message));
      return Thrown.sneaky(error);
    }
    return new TaskFailedException(message, error);
  }
}
