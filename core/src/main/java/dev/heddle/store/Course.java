package dev.heddle.store;

import dev.heddle.InvocationState;
import dev.heddle.store.ChangeSet.Fence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The course of ordered invocations in a {@link Memory}: what each change makes of them. Whether it
 * may be was judged before (see {@link Judge}).
 */
final class Course {
  private final OrderBook book;
  private final Lanes lanes = new Lanes();
  private final Edges edges;
  private final Workers workers;
  private final Executions executions;

  Course(OrderBook book, Edges edges, Workers workers, Executions executions) {
    this.book = book;
    this.edges = edges;
    this.workers = workers;
    this.executions = executions;
  }

  /** Orders them, and answers which were on record: by the proposed id, the one it stands under. */
  Map<Long, Long> submit(Change.Submitted c, Fence fence) {
    Map<Long, Long> adopted = new HashMap<>();
    long claimant = workers.isAlive(c.claimant()) ? c.claimant() : 0;
    for (Submission submission : c.submissions()) {
      Ordered same = book.same(submission);
      if (same == null) {
        same = begin(submission, claimant, c.why());
      } else {
        adopted.put(submission.id(), same.id());
      }
      if (same.submission.parent() == submission.parent()) {
        same.parentEpoch = epoch(submission.parent(), fence);
      }
    }
    return adopted;
  }

  private long epoch(long parent, Fence fence) {
    Ordered ordered = book.live(parent);
    return ordered == null ? fence.epoch() : ordered.epoch;
  }

  private Ordered begin(Submission submission, long claimant, String why) {
    boolean later = submission.order().due() > submission.submittedAt();
    InvocationState born =
        later
            ? InvocationState.SCHEDULED
            : claimant == 0 ? InvocationState.QUEUED : InvocationState.RUNNING;
    Ordered ordered = new Ordered(submission, born, later ? 0 : claimant, why);
    book.add(ordered);
    lanes.add(ordered);
    if (ordered.owner != 0) {
      workers.own(ordered);
    }
    return ordered;
  }

  /** Those on record of what was submitted by a set that is told again. */
  Map<Long, Long> adoptedBefore(Change.Submitted c) {
    Map<Long, Long> adopted = new HashMap<>();
    for (Submission submission : c.submissions()) {
      Ordered same = book.get(submission.id()) == null ? book.same(submission) : null;
      if (same != null) {
        adopted.put(submission.id(), same.id());
      }
    }
    return adopted;
  }

  List<Claimed> claim(Claim claim) {
    Workers.@Nullable Worker worker = workers.get(claim.worker());
    if (worker == null || !worker.isAlive()) {
      return List.of();
    }
    List<Ordered> again =
        worker.owned.values().stream()
            .filter(o -> o.token == claim.token() && o.isFreshlyClaimed())
            .sorted(Ordered.firstToClaim())
            .toList();
    if (again.isEmpty()) {
      lanes.makeReady(claim.at());
      again = lanes.first(claim);
      int begun = 0;
      for (Ordered ordered : again) {
        boolean begins = begun++ < claim.begin();
        move(ordered, begins ? InvocationState.RUNNING : InvocationState.CLAIMED);
        ordered.claimed(claim.worker(), claim, begins);
        workers.own(ordered);
      }
    }
    return again.stream().map(Ordered::asClaimed).toList();
  }

  Availability available(Claim claim) {
    return workers.isAlive(claim.worker())
        ? lanes.available(claim)
        : new Availability(false, false, Long.MAX_VALUE);
  }

  /** Every change of a state passes here. */
  private void move(Ordered ordered, InvocationState to) {
    if (!ordered.state.mayBecome(to)) {
      throw new IllegalStateException(ordered.state + " can't become " + to);
    }
    lanes.remove(ordered);
    ordered.state = to;
    lanes.add(ordered);
  }

  void begin(Ordered ordered, long at) {
    move(ordered, InvocationState.RUNNING);
    ordered.startedAt = at;
  }

  void pause(Ordered ordered, List<Long> waitsFor, long at) {
    move(ordered, InvocationState.PAUSED);
    List<Long> open = waitsFor.stream().filter(id -> !hasEnded(id)).toList();
    edges.add(ordered.id(), open);
    for (long id : open) {
      Ordered awaited = book.live(id);
      if (awaited != null) {
        lanes.remove(awaited);
        awaited.front = true;
        lanes.add(awaited);
      }
    }
    ordered.departed(at, "waits for " + open.size());
  }

  private boolean hasEnded(long id) {
    Ordered ordered = book.get(id);
    Executions.@Nullable Row row = executions.row(id);
    return ordered != null ? !ordered.isLive() : row != null && row.state.isFinal();
  }

  void resume(Ordered ordered, long at) {
    edges.removeFrom(ordered.id());
    move(ordered, InvocationState.RUNNING);
    ordered.departed(at, "goes on");
  }

  void planRetry(Ordered ordered, Change.RetryPlanned c) {
    move(ordered, InvocationState.RETRYING);
    ordered.departed(c.at(), text(c.error()));
    release(ordered);
    ordered.attempt++;
    lanes.remove(ordered);
    ordered.due = c.due();
    lanes.add(ordered);
  }

  private static String text(StoredError error) {
    String type = error.types().isEmpty() ? "" : error.types().get(0);
    return error.message() == null
        ? type
        : type.isEmpty() ? error.message() : type + ": " + error.message();
  }

  /** Nobody owns it any more, and others may claim it. */
  void giveBack(Ordered ordered, String why, long at) {
    move(ordered, InvocationState.QUEUED);
    ordered.departed(at, why);
    release(ordered);
  }

  /** Gives back all that this worker owns. */
  void giveBackAll(Workers.Worker worker, String why, long at) {
    for (Ordered ordered : List.copyOf(worker.owned.values())) {
      giveBack(ordered, why, at);
    }
  }

  private void release(Ordered ordered) {
    workers.disown(ordered);
    edges.removeFrom(ordered.id());
    executions.freeAll(ordered.id());
  }

  /** Ends one by the word of its owner. */
  void end(
      Ordered ordered,
      InvocationState state,
      InvocationHead ran,
      Hits hits,
      @Nullable StoredError error,
      long startedAt,
      long endedAt) {
    ordered.ran = ran;
    ordered.hits = hits;
    if (startedAt != 0) {
      ordered.startedAt = startedAt;
    }
    end(ordered, state, error, endedAt);
  }

  /** Ends one by the word of somebody else. */
  void endForced(Ordered ordered, InvocationState state, StoredError error, String why, long at) {
    end(ordered, state, error, at);
    ordered.departed(at, why);
  }

  private void end(Ordered ordered, InvocationState state, @Nullable StoredError error, long at) {
    move(ordered, state);
    ordered.error = error;
    ordered.endedAt = at;
    ordered.measured(at);
    book.ended(ordered);
    release(ordered);
    edges.removeTo(ordered.id());
    cancelUnadopted(ordered.id(), ordered.epoch, at);
  }

  /** Cancels what this parent ordered under an older epoch: its successor never asked for it. */
  void cancelUnadopted(long parent, long epoch, long at) {
    for (Ordered child : book.children(parent)) {
      if (child.parentEpoch < epoch) {
        cancel(child, "its parent ended without asking for it again", at);
      }
    }
  }

  /** Gives up one that is live, with all that it ordered. */
  void cancel(Ordered top, String reason, long at) {
    if (!top.isLive()) {
      return;
    }
    List<Ordered> all = withDescendants(top);
    // From the leaves, so that no end finds a child to cancel and the depth is only of memory.
    for (int i = all.size() - 1; i >= 0; i--) {
      Ordered ordered = all.get(i);
      if (ordered.isLive()) {
        StoredError error = new StoredError(List.of(), reason, List.of(), null);
        endForced(ordered, InvocationState.CANCELLED, error, reason, at);
        endExecution(ordered, at);
      }
    }
  }

  /** Itself first. Also what was ordered by the calls that it evaluates, if it is an expression. */
  List<Ordered> withDescendants(Ordered top) {
    List<Ordered> found = new ArrayList<>();
    Deque<Ordered> open = new ArrayDeque<>(List.of(top));
    while (!open.isEmpty()) {
      Ordered next = open.remove();
      found.add(next);
      open.addAll(book.children(next.id()));
      Executions.@Nullable Execution execution = executions.get(next.id());
      if (execution != null) {
        execution.rows.keySet().forEach(row -> open.addAll(book.children(row)));
      }
    }
    return found;
  }

  /** What is an execution too ends as one, if its evaluator did not say so. */
  void endExecution(Ordered ordered, long at) {
    Executions.@Nullable Execution execution = executions.get(ordered.id());
    if (execution == null || !execution.isRunning()) {
      return;
    }
    ExecutionState state =
        switch (ordered.state) {
          case SUCCEEDED -> ExecutionState.SUCCEEDED;
          case FAILED -> ExecutionState.FAILED;
          default -> ExecutionState.CANCELLED;
        };
    StoredError error = ordered.error;
    String why = error == null || error.message() == null ? "its execution ended" : error.message();
    executions.giveUp(execution, state, why, at);
  }
}
