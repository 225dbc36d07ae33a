package dev.heddle.store;

import dev.heddle.value.FileStamp;
import dev.heddle.value.Hash;
import dev.heddle.value.StoredValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened. Changes are the only way anything gets into a store (law 2): they travel
 * in {@link ChangeSet}s. All times are epoch milliseconds, all ids were made by the client from a
 * block the store gave it.
 */
public sealed interface Change {

  /** An evaluation of a root expression began, owned by the process that tells it. */
  record ExecutionStarted(
      long execution, long epoch, String label, List<String> commandLine, long startedAt)
      implements Change {}

  /**
   * The evaluation ended.
   *
   * @param hits what the root's expression took from earlier executions
   * @param result the root's value where it has a declared type, for display
   */
  record ExecutionEnded(
      long execution,
      ExecutionState state,
      long endedAt,
      Totals totals,
      Hits hits,
      @Nullable StoredValue result,
      @Nullable StoredError error)
      implements Change {}

  /**
   * A body is about to begin, or began a while ago and still runs: its row becomes durable. With
   * {@code exclusive} the call's key is taken in the table of calls in flight; if another live
   * execution holds it, the whole set is rejected with {@link Outcome.InFlight}, and if a reusable
   * call node of that key is on record that the caller did not know, with {@link Outcome.Answered}.
   * So of two processes that both missed, one runs the call.
   *
   * @param known the candidates that the caller's last look-up answered, none of which would do
   */
  record Started(InvocationHead invocation, boolean exclusive, List<Long> known, long startedAt)
      implements Change {}

  /** A body returned an expression: the single reduction, recorded before any child runs. */
  record Reduced(InvocationHead invocation, byte[] expression, long startedAt, long reducedAt)
      implements Change {}

  /** A call is all concrete. For one that returned a plain value this is its only change. */
  record Succeeded(
      InvocationHead invocation, CallNode node, Hits hits, long startedAt, long endedAt)
      implements Change {}

  /**
   * A call whose body was not run, since its single reduction was on record, but something under it
   * was run again: it becomes a row of this execution and, if it succeeded, a new call node.
   *
   * @param expression the single reduction it was replayed from
   * @param node null if something under it failed
   */
  record Replayed(
      InvocationHead invocation,
      byte[] expression,
      @Nullable CallNode node,
      Hits hits,
      @Nullable StoredError error,
      long startedAt,
      long endedAt)
      implements Change {}

  /** A body, or something under it, threw. Never reused by another execution. */
  record Failed(
      InvocationHead invocation, StoredError error, Hits hits, long startedAt, long endedAt)
      implements Change {}

  /** A call that had started was given up: by Ctrl-C, or as its execution failed fast. */
  record Cancelled(
      InvocationHead invocation, String reason, Hits hits, long startedAt, long endedAt)
      implements Change {}

  /** The content of a file was read and hashed while its stat was this. */
  record FileHashed(FileStamp stamp, Hash digest, long at) implements Change {}

  /** A recorded result was used; keeps the coarse {@code last_used} day of retention. */
  record Used(List<Long> nodes, long at) implements Change {}
}
