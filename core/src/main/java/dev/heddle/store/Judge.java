package dev.heddle.store;

import dev.heddle.InvocationState;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Executions.Execution;
import dev.heddle.store.Executions.Holder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges one set whole before any of it is applied, so that what is refused leaves nothing behind.
 * It follows the changes of the set in their order: a set may begin an invocation and end it.
 */
final class Judge {
  private final Memory memory;
  private final ChangeSet set;

  /** What the changes looked at so far make of ordered invocations. */
  private final Map<Long, InvocationState> supposed = new HashMap<>();

  private final Set<Long> submitted = new HashSet<>();
  private @Nullable Outcome refusal;

  private Judge(Memory memory, ChangeSet set) {
    this.memory = memory;
    this.set = set;
  }

  /** Why nothing of the set may be applied, or null. */
  static @Nullable Outcome refusal(Memory memory, ChangeSet set) {
    Judge judge = new Judge(memory, set);
    judge.judgeFence();
    for (Change change : set.changes()) {
      if (judge.refusal == null) {
        judge.judge(change);
      }
    }
    if (judge.refusal == null) {
      judge.judgeEndsTogether();
    }
    return judge.refusal;
  }

  /** The first refusal counts; null is none. */
  private void refuse(@Nullable Outcome reason) {
    if (refusal == null) {
      refusal = reason;
    }
  }

  // ---- the fence

  private void judgeFence() {
    Fence fence = set.fence();
    if (fence.id() == 0) {
      return;
    }
    Ordered ordered = memory.book.get(fence.id());
    if (ordered != null) {
      refuse(Refusal.ofFence(fence, ordered.state, ordered.owner, ordered.epoch));
    }
    if (refusal != null || startsItsExecution()) {
      return;
    }
    Execution execution = memory.executions.get(fence.id());
    if (execution == null) {
      refuse(ordered == null ? Refusal.executionIsUnknown(fence.id()) : null);
    } else if (ordered == null || !execution.isRunning()) {
      // That of an ordered invocation is at the epoch of its claim, which was compared above.
      refuse(Refusal.ofFence(fence, execution.state, execution.started.epoch()));
    }
  }

  private boolean startsItsExecution() {
    return set.changes().stream()
        .anyMatch(
            change ->
                change instanceof Change.ExecutionStarted started
                    && started.execution() == set.fence().id()
                    && started.epoch() == set.fence().epoch());
  }

  // ---- the changes

  private void judge(Change change) {
    if (change instanceof Change.OfCall c) {
      judgeCall(c);
    } else if (change instanceof Change.OfOrdered c) {
      judgeOrdered(c);
    } else if (change instanceof Change.ExecutionStarted c) {
      judgeStart(c);
    } else if (change instanceof Change.ExecutionEnded c) {
      judgeEnd(c);
    } else if (change instanceof Change.Submitted c) {
      c.submissions().forEach(this::judgeSubmission);
    } else if (change instanceof Change.CancelRequested c) {
      c.invocations().forEach(this::supposeCancelled);
    } else if (change instanceof Change.WorkerJoined c) {
      refuse(memory.workers.get(c.worker()) == null ? null : Refusal.workerHasJoined(c.worker()));
    } else if (change instanceof Change.WorkerLearned c) {
      judgeWorker(c.worker());
    } else if (change instanceof Change.WorkerStopping c) {
      judgeWorker(c.worker());
    } else if (change instanceof Change.WorkerLeft c) {
      judgeWorker(c.worker());
      Workers.@Nullable Worker worker = memory.workers.get(c.worker());
      if (worker != null) {
        worker.owned.keySet().forEach(id -> supposed.put(id, InvocationState.QUEUED));
      }
    }
  }

  private void supposeCancelled(long id) {
    Ordered top = memory.book.live(id);
    if (top == null || supposed.getOrDefault(id, top.state).isFinal()) {
      return;
    }
    for (Ordered ordered : memory.course.withDescendants(top)) {
      if (ordered.isLive()) {
        supposed.merge(
            ordered.id(), InvocationState.CANCELLED, (was, then) -> was.isFinal() ? was : then);
      }
    }
  }

  private void judgeStart(Change.ExecutionStarted c) {
    Execution known = memory.executions.get(c.execution());
    boolean takesOver =
        known != null
            && known.isRunning()
            && memory.book.live(c.execution()) != null
            && set.fence().equals(new Fence(c.execution(), c.epoch()))
            && known.started.epoch() < c.epoch();
    if (known != null && !takesOver) {
      refuse(Refusal.executionHasBegun(c.execution()));
    } else if (set.fence().id() != c.execution() && memory.book.get(c.execution()) != null) {
      refuse(Refusal.executionIsItsOwners(c.execution()));
    }
  }

  private void judgeEnd(Change.ExecutionEnded c) {
    Execution execution = memory.executions.get(c.execution());
    if (execution == null) {
      refuse(Refusal.executionIsUnknown(c.execution()));
    } else if (!execution.isRunning()) {
      refuse(Refusal.executionHasEnded(c.execution(), execution.state));
    }
  }

  private void judgeInFlight(Change.Started c) {
    InvocationHead head = c.invocation();
    if (refusal != null || !c.exclusive()) {
      return;
    }
    Holder holder = memory.executions.holder(head.key());
    if (holder != null && holder.scope() != memory.scope(head)) {
      refusal = new Outcome.InFlight(holder.execution(), holder.invocation());
      return;
    }
    for (RecordedCall candidate : memory.nodes.find(head.key())) {
      if (!c.known().contains(candidate.node()) && candidate.node() != head.id()) {
        refusal = new Outcome.Answered(candidate.node());
        return;
      }
    }
  }

  /** A call of an execution may be ended again, to no effect; an ordered one may not. */
  private void judgeCall(Change.OfCall c) {
    if (memory.book.get(c.invocation().id()) != null) {
      judgeMove(c.invocation().id(), Move.of(c));
    }
    if (c instanceof Change.Started started) {
      judgeInFlight(started);
    }
  }

  private void judgeOrdered(Change.OfOrdered c) {
    Move move = Move.of(c);
    if (move != null) {
      judgeMove(c.invocation(), move);
    } else if (set.fence().id() != c.invocation() && memory.book.get(c.invocation()) != null) {
      refuse(Refusal.isNotItsOwner(c.invocation()));
    }
    if (c instanceof Change.Paused paused) {
      judgeCycle(paused);
    }
  }

  private void judgeMove(long id, Move move) {
    Ordered ordered = memory.book.get(id);
    if (set.fence().id() != id) {
      refuse(Refusal.isNotItsOwner(id));
    } else if (ordered == null) {
      refuse(Refusal.isUnknown(id));
    } else {
      InvocationState state = supposed.getOrDefault(id, ordered.state);
      refuse(move.isAllowedIn(state) ? null : Refusal.ofMove(move, id, state));
      InvocationState to = move.to();
      if (to != null) {
        supposed.put(id, to);
      }
    }
  }

  private void judgeSubmission(Submission submission) {
    long id = submission.id();
    if (memory.book.get(id) != null || !submitted.add(id)) {
      refuse(Refusal.isOnRecord(id));
    }
  }

  private void judgeCycle(Change.Paused c) {
    List<Long> cycle = memory.edges.cycle(c.invocation(), c.waitsFor());
    if (refusal == null && !cycle.isEmpty()) {
      refusal = new Outcome.Cycle(cycle);
    }
  }

  private void judgeWorker(long id) {
    Workers.@Nullable Worker worker = memory.workers.get(id);
    refuse(Refusal.ofWorker(id, worker == null ? null : worker.state));
  }

  /** An execution that ends while its invocation goes on could be ended by nobody any more. */
  private void judgeEndsTogether() {
    for (Change change : set.changes()) {
      if (change instanceof Change.ExecutionEnded c) {
        Ordered ordered = memory.book.live(c.execution());
        if (ordered != null && !supposed.getOrDefault(ordered.id(), ordered.state).isFinal()) {
          refuse(Refusal.executionEndsAlone(c.execution()));
        }
      }
    }
  }
}
