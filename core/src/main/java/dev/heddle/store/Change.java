package dev.heddle.store;

import dev.heddle.value.FileStamp;
import dev.heddle.value.Hash;
import dev.heddle.value.StoredValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened. Changes are the only way anything gets into a store (law 2): they travel
 * in {@link ChangeSet}s. All times are epoch milliseconds, all ids were made by the client from a
 * block the store gave it.
 */
public sealed interface Change {

  /** Of a call: one of an execution, or one that was ordered, of which its owner tells it. */
  sealed interface OfCall extends Change {
    InvocationHead invocation();
  }

  /** Of an ordered invocation, told by its owner. */
  sealed interface OfOrdered extends Change {
    long invocation();
  }

  /**
   * An evaluation of a root expression began, owned by the process that tells it. Where the
   * execution is that of a claimed invocation, it has its id, and an epoch above the recorded one
   * takes it over.
   */
  record ExecutionStarted(
      long execution, long epoch, String label, List<String> commandLine, long startedAt)
      implements Change {}

  /**
   * The evaluation ended.
   *
   * @param hits what the root's expression took from earlier executions
   * @param result the root's value where it has a declared type, for display
   * @param reused how many calls were answered from the record, by the name of their task; without
   *     those that are rows of this execution
   */
  record ExecutionEnded(
      long execution,
      ExecutionState state,
      long endedAt,
      Totals totals,
      Hits hits,
      @Nullable StoredValue result,
      @Nullable StoredError error,
      Map<String, Long> reused)
      implements Change {
    public ExecutionEnded {
      reused = Map.copyOf(reused);
    }

    /** One that took nothing from the record. */
    public ExecutionEnded(
        long execution,
        ExecutionState state,
        long endedAt,
        Totals totals,
        Hits hits,
        @Nullable StoredValue result,
        @Nullable StoredError error) {
      this(execution, state, endedAt, totals, hits, result, error, Map.of());
    }
  }

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
      implements OfCall {}

  /** A body returned an expression: the single reduction, recorded before any child runs. */
  record Reduced(InvocationHead invocation, byte[] expression, long startedAt, long reducedAt)
      implements OfCall {}

  /** A call is all concrete. For one that returned a plain value this is its only change. */
  record Succeeded(
      InvocationHead invocation, CallNode node, Hits hits, long startedAt, long endedAt)
      implements OfCall {}

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
      implements OfCall {}

  /** A body, or something under it, threw. Never reused by another execution. */
  record Failed(
      InvocationHead invocation, StoredError error, Hits hits, long startedAt, long endedAt)
      implements OfCall {}

  /** A call that had started was given up: by Ctrl-C, or as its execution failed fast. */
  record Cancelled(
      InvocationHead invocation, String reason, Hits hits, long startedAt, long endedAt)
      implements OfCall {}

  /** The content of a file was read and hashed while its stat was this. */
  record FileHashed(FileStamp stamp, Hash digest, long at) implements Change {}

  /** A recorded result was used; keeps the coarse {@code last_used} day of retention. */
  record Used(List<Long> nodes, long at) implements Change {}

  // ---- ordered invocations: docs/design/invocations.md -------------------------------------

  /**
   * Invocations were ordered. One that is on record already, by its identity or its key, is not
   * ordered again: the outcome is {@link Outcome.Adopted}, and the rest of the set stands.
   *
   * @param claimant a worker of this process that has a free slot for each of them and takes them
   *     in the same transaction, as begun under epoch 1; 0 for none
   * @param why the reason that their histories begin with; empty in the regular course
   */
  record Submitted(List<Submission> submissions, long claimant, String why) implements Change {
    public Submitted {
      submissions = List.copyOf(submissions);
    }

    /** In the regular course. */
    public Submitted(List<Submission> submissions, long claimant) {
      this(submissions, claimant, "");
    }
  }

  /** The body of a claimed invocation is about to begin; it begins only after the commit. */
  record Begun(long invocation, long at) implements OfOrdered {}

  /**
   * The body waits for other invocations; its slot serves others. Those that are available go to
   * the front of their queue. Refused with {@link Outcome.Cycle} if they wait for it in turn.
   */
  record Paused(long invocation, List<Long> waitsFor, long at) implements OfOrdered {}

  /** What the body waited for is there; it goes on. */
  record Resumed(long invocation, long at) implements OfOrdered {}

  /** An attempt failed and there will be another. */
  record RetryPlanned(long invocation, StoredError error, long due, long at) implements OfOrdered {}

  /** Its owner gives it back unfinished; nothing of the body runs any more. */
  record GivenBack(long invocation, String reason, long at) implements OfOrdered {}

  /**
   * Someone wants these given up, with every invocation they ordered. Needs no fence: it takes from
   * an owner what is owned. Those that are final stay as they are.
   */
  record CancelRequested(List<Long> invocations, String reason, long at) implements Change {}

  /** A body said something. */
  record Logged(long invocation, List<LogLine> lines) implements OfOrdered {}

  /** A body said how far it is; the newest counts. */
  record Progressed(long invocation, long done, long total) implements OfOrdered {}

  /** A worker of this process begins to claim. Its id is the client's choice, from a block. */
  record WorkerJoined(long worker, int slots, List<String> queues, List<String> tasks, long at)
      implements Change {}

  /** A worker met more tasks. */
  record WorkerLearned(long worker, List<String> tasks) implements Change {}

  /** A worker claims no more. */
  record WorkerStopping(long worker, long at) implements Change {}

  /** A worker has ended and owns nothing; what it still owns all the same is given back. */
  record WorkerLeft(long worker, long at) implements Change {}
}
