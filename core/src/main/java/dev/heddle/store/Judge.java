package dev.heddle.store;

import dev.heddle.InvocationState;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Executions.Execution;
import dev.heddle.store.Executions.Holder;
import java.util.EnumSet;
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

  private void refuse(String reason) {
    if (refusal == null) {
      refusal = new Outcome.Rejected(reason);
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
      judgeFenceOf(ordered);
    }
    if (refusal != null || startsItsExecution()) {
      return;
    }
    Execution execution = memory.executions.get(fence.id());
    if (execution == null && ordered == null) {
      refuse("execution " + fence.id() + " is unknown");
    } else if (execution != null && !execution.isRunning()) {
      refuse("execution " + fence.id() + " has ended: " + execution.state);
    } else if (execution != null
        // That of an ordered invocation is at the epoch of its claim, which was compared above.
        && ordered == null
        && execution.started.epoch() != fence.epoch()) {
      refuse(
          "execution "
              + fence.id()
              + " is at epoch "
              + execution.started.epoch()
              + ", not "
              + fence.epoch());
    }
  }

  private void judgeFenceOf(Ordered ordered) {
    long epoch = set.fence().epoch();
    if (!ordered.isLive()) {
      refuse("invocation " + ordered.id() + " has ended: " + ordered.state);
    } else if (ordered.owner == 0) {
      refuse("invocation " + ordered.id() + " is " + ordered.state + ": nobody owns it");
    } else if (ordered.epoch != epoch) {
      refuse("invocation " + ordered.id() + " is at epoch " + ordered.epoch + ", not " + epoch);
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
    if (change instanceof Change.ExecutionStarted c) {
      judgeStart(c);
    } else if (change instanceof Change.ExecutionEnded c) {
      Execution execution = memory.executions.get(c.execution());
      if (execution == null || !execution.isRunning()) {
        refuse("execution " + c.execution() + (execution == null ? " is unknown" : " has ended"));
      }
    } else if (change instanceof Change.Started c) {
      judgeInFlight(c);
    } else if (change instanceof Change.Reduced c) {
      judgeMove(c.invocation().id(), EnumSet.of(InvocationState.RUNNING), null);
    } else if (change instanceof Change.Succeeded c) {
      judgeEnd(c.invocation(), InvocationState.SUCCEEDED);
    } else if (change instanceof Change.Replayed c) {
      judgeEnd(
          c.invocation(), c.node() == null ? InvocationState.FAILED : InvocationState.SUCCEEDED);
    } else if (change instanceof Change.Failed c) {
      judgeEnd(c.invocation(), InvocationState.FAILED);
    } else if (change instanceof Change.Cancelled c) {
      judgeEnd(c.invocation(), InvocationState.CANCELLED);
    } else if (change instanceof Change.Submitted c) {
      c.submissions().forEach(this::judgeSubmission);
    } else if (change instanceof Change.Begun c) {
      judgeOwned(c.invocation(), EnumSet.of(InvocationState.CLAIMED), InvocationState.RUNNING);
    } else if (change instanceof Change.Paused c) {
      judgeOwned(c.invocation(), EnumSet.of(InvocationState.RUNNING), InvocationState.PAUSED);
      judgeCycle(c);
    } else if (change instanceof Change.Resumed c) {
      judgeOwned(c.invocation(), EnumSet.of(InvocationState.PAUSED), InvocationState.RUNNING);
    } else if (change instanceof Change.RetryPlanned c) {
      judgeOwned(c.invocation(), EnumSet.of(InvocationState.RUNNING), InvocationState.RETRYING);
    } else if (change instanceof Change.GivenBack c) {
      judgeOwned(
          c.invocation(),
          EnumSet.of(InvocationState.CLAIMED, InvocationState.RUNNING, InvocationState.PAUSED),
          InvocationState.QUEUED);
    } else if (change instanceof Change.Logged c) {
      judgeWord(c.invocation());
    } else if (change instanceof Change.Progressed c) {
      judgeWord(c.invocation());
    } else if (change instanceof Change.WorkerJoined c) {
      if (memory.workers.get(c.worker()) != null) {
        refuse("worker " + c.worker() + " has joined before");
      }
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
    } else if (change instanceof Change.CancelRequested c) {
      c.invocations().forEach(this::supposeCancelled);
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
      refuse("execution " + c.execution() + " has begun before");
    }
  }

  private void judgeInFlight(Change.Started c) {
    InvocationHead head = c.invocation();
    judgeMove(head.id(), EnumSet.of(InvocationState.RUNNING), null);
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
  private void judgeEnd(InvocationHead head, InvocationState to) {
    EnumSet<InvocationState> from =
        to == InvocationState.CANCELLED
            ? EnumSet.of(InvocationState.RUNNING, InvocationState.PAUSED)
            : EnumSet.of(InvocationState.RUNNING);
    judgeMove(head.id(), from, to);
  }

  /** Of a change that may be about a call of an execution, which has no such course. */
  private void judgeMove(long id, Set<InvocationState> from, @Nullable InvocationState to) {
    if (memory.book.get(id) != null) {
      judgeOwned(id, from, to);
    }
  }

  private void judgeOwned(long id, Set<InvocationState> from, @Nullable InvocationState to) {
    Ordered ordered = memory.book.get(id);
    if (ordered == null) {
      refuse("invocation " + id + " is unknown");
      return;
    }
    judgeWord(id);
    InvocationState state = supposed.getOrDefault(id, ordered.state);
    if (!from.contains(state) || (to != null && !state.mayBecome(to))) {
      refuse(
          "invocation "
              + id
              + " is "
              + state
              + (to == null ? ": its body does not run" : " and can't become " + to));
    }
    if (to != null) {
      supposed.put(id, to);
    }
  }

  /** What is said of an owned invocation is said by its owner. */
  private void judgeWord(long id) {
    if (memory.book.get(id) != null && set.fence().id() != id) {
      refuse("only its owner may say that of invocation " + id + ", under its fence");
    }
  }

  private void judgeSubmission(Submission submission) {
    long id = submission.id();
    if (memory.book.get(id) != null || !submitted.add(id)) {
      refuse("invocation " + id + " is on record");
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
    if (worker == null || !worker.isHere()) {
      refuse("worker " + id + " is " + (worker == null ? "unknown" : worker.state.toString()));
    }
  }

  /** An execution that ends while its invocation goes on could be ended by nobody any more. */
  private void judgeEndsTogether() {
    for (Change change : set.changes()) {
      if (change instanceof Change.ExecutionEnded c) {
        Ordered ordered = memory.book.live(c.execution());
        if (ordered != null && !supposed.getOrDefault(ordered.id(), ordered.state).isFinal()) {
          refuse(
              "execution " + c.execution() + " is an invocation too: both end in one set or none");
        }
      }
    }
  }
}
