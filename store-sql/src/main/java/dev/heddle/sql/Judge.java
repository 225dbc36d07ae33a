package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.Outcome;
import dev.heddle.store.Submission;
import dev.heddle.store.WorkerState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
  private static final EnumSet<InvocationState> RUNS = EnumSet.of(InvocationState.RUNNING);

  private final Session session;
  private final Group group;
  private final Course course;
  private final Executions executions;
  private final ChangeSet set;

  /** What the changes looked at so far make of ordered invocations. */
  private final Map<Long, InvocationState> supposed = new HashMap<>(0);

  private final Set<Long> submitted = new HashSet<>(0);
  private @Nullable Outcome refusal;

  Judge(Session session, Group group, Course course, Executions executions, ChangeSet set) {
    this.session = session;
    this.group = group;
    this.course = course;
    this.executions = executions;
    this.set = set;
  }

  /** Why nothing of the set may be applied, or null. */
  @Nullable Outcome refusal() throws SQLException {
    judgeFence();
    boolean endsExecution = false;
    for (Change change : set.changes()) {
      if (refusal != null) {
        return refusal;
      }
      judge(change);
      endsExecution |= change instanceof Change.ExecutionEnded;
    }
    if (refusal == null && endsExecution) {
      judgeEndsTogether();
    }
    return refusal;
  }

  private void refuse(String reason) {
    if (refusal == null) {
      refusal = new Outcome.Rejected(reason);
    }
  }

  // ---- the fence

  private void judgeFence() throws SQLException {
    Fence fence = set.fence();
    if (fence.id() == 0) {
      return;
    }
    LiveRow row = course.live.get(fence.id());
    if (row != null) {
      judgeFenceOf(row);
    }
    // One that is no execution has none to look for.
    if (refusal != null || (row != null && !row.has(LiveRow.EVALUATED))) {
      return;
    }
    Executions.Standing execution = executions.get(fence.id());
    if (execution != null && !execution.isRunning()) {
      refuse("execution " + fence.id() + " has ended: " + execution.state());
    } else if (execution == null) {
      judgeFenceOfNothing();
    } else if (row == null && !startsItsExecution() && execution.epoch() != fence.epoch()) {
      // That of an ordered invocation is at the epoch of its claim, which was compared above.
      refuse(
          "execution "
              + fence.id()
              + " is at epoch "
              + execution.epoch()
              + ", not "
              + fence.epoch());
    }
  }

  private void judgeFenceOf(LiveRow row) {
    long epoch = set.fence().epoch();
    if (!row.isLive()) {
      refuse("invocation " + row.id + " has ended: " + row.state);
    } else if (row.owner == 0) {
      refuse("invocation " + row.id + " is " + row.state + ": nobody owns it");
    } else if (row.epoch != epoch) {
      refuse("invocation " + row.id + " is at epoch " + row.epoch + ", not " + epoch);
    }
  }

  /** There is neither a live row of its id nor an execution. */
  private void judgeFenceOfNothing() throws SQLException {
    InvocationState ended = endedOrdered(set.fence().id());
    if (ended != null) {
      refuse("invocation " + set.fence().id() + " has ended: " + ended);
    } else if (!startsItsExecution()) {
      refuse("execution " + set.fence().id() + " is unknown");
    }
  }

  private boolean startsItsExecution() {
    for (Change change : set.changes()) {
      if (change instanceof Change.ExecutionStarted c
          && c.execution() == set.fence().id()
          && c.epoch() == set.fence().epoch()) {
        return true;
      }
    }
    return false;
  }

  /** The state of an ordered one that has no live row; null if none of this id was ordered. */
  private @Nullable InvocationState endedOrdered(long id) throws SQLException {
    PreparedStatement select = session.prepare(QueueSql.STATE);
    select.setLong(1, id);
    try (ResultSet row = select.executeQuery()) {
      return row.next() && row.getBoolean(2) ? States.invocation(row.getInt(1)) : null;
    }
  }

  // ---- the changes

  private void judge(Change change) throws SQLException {
    if (change instanceof Change.Succeeded c) {
      judgeEnd(c.invocation(), InvocationState.SUCCEEDED);
    } else if (change instanceof Change.Failed c) {
      judgeEnd(c.invocation(), InvocationState.FAILED);
    } else if (change instanceof Change.Cancelled c) {
      judgeEnd(c.invocation(), InvocationState.CANCELLED);
    } else if (change instanceof Change.Replayed c) {
      judgeEnd(
          c.invocation(), c.node() == null ? InvocationState.FAILED : InvocationState.SUCCEEDED);
    } else if (change instanceof Change.Reduced c) {
      judgeCall(c.invocation(), RUNS, null);
    } else if (change instanceof Change.Started c) {
      judgeInFlight(c);
    } else if (change instanceof Change.Submitted c) {
      for (Submission submission : c.submissions()) {
        judgeSubmission(submission.id());
      }
    } else if (change instanceof Change.ExecutionStarted c) {
      judgeStart(c);
    } else if (change instanceof Change.ExecutionEnded c) {
      Executions.Standing execution = executions.get(c.execution());
      if (execution == null) {
        refuse("execution " + c.execution() + " is unknown");
      } else if (!execution.isRunning()) {
        refuse("execution " + c.execution() + " has ended: " + execution.state());
      }
    } else if (change instanceof Change.CancelRequested c) {
      for (long id : c.invocations()) {
        supposeCancelled(id);
      }
    } else {
      judgeOwnersWord(change);
    }
  }

  private void judgeOwnersWord(Change change) throws SQLException {
    if (change instanceof Change.Begun c) {
      judgeOwned(c.invocation(), EnumSet.of(InvocationState.CLAIMED), InvocationState.RUNNING);
    } else if (change instanceof Change.Paused c) {
      judgeOwned(c.invocation(), RUNS, InvocationState.PAUSED);
      List<Long> cycle = refusal != null ? List.of() : cycle(c);
      if (!cycle.isEmpty()) {
        refusal = new Outcome.Cycle(cycle);
      }
    } else if (change instanceof Change.Resumed c) {
      judgeOwned(c.invocation(), EnumSet.of(InvocationState.PAUSED), InvocationState.RUNNING);
    } else if (change instanceof Change.RetryPlanned c) {
      judgeOwned(c.invocation(), RUNS, InvocationState.RETRYING);
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
      if (course.workers.state(c.worker()) != null) {
        refuse("worker " + c.worker() + " has joined before");
      }
    } else if (change instanceof Change.WorkerLearned c) {
      judgeWorker(c.worker());
    } else if (change instanceof Change.WorkerStopping c) {
      judgeWorker(c.worker());
    } else if (change instanceof Change.WorkerLeft c) {
      judgeWorker(c.worker());
      for (LiveRow row : course.live.ownedBy(c.worker())) {
        supposed.put(row.id, InvocationState.QUEUED);
      }
    }
  }

  private List<Long> cycle(Change.Paused c) throws SQLException {
    course.live.expect(c.waitsFor());
    return course.edges.cycle(
        c.invocation(),
        c.waitsFor(),
        id -> {
          LiveRow row = course.live.live(id);
          return row != null && row.state == InvocationState.PAUSED;
        });
  }

  private void supposeCancelled(long id) throws SQLException {
    if (set.changes().size() == 1 || course.live.live(id) == null) {
      return; // nothing of the set depends on it
    }
    group.flushCalls();
    for (long one : course.ends.withDescendants(id)) {
      LiveRow row = course.live.live(one);
      if (row != null) {
        supposed.merge(one, InvocationState.CANCELLED, (was, then) -> was.isFinal() ? was : then);
      }
    }
  }

  private void judgeStart(Change.ExecutionStarted c) throws SQLException {
    Executions.Standing known = executions.get(c.execution());
    boolean takesOver =
        known != null
            && known.isRunning()
            && course.live.live(c.execution()) != null
            && set.fence().equals(new Fence(c.execution(), c.epoch()))
            && known.epoch() < c.epoch();
    if (known != null && !takesOver) {
      refuse("execution " + c.execution() + " has begun before");
    } else if (set.fence().id() != c.execution() && course.live.get(c.execution()) != null) {
      refuse("only its owner may begin the execution " + c.execution() + ", under its fence");
    }
  }

  private void judgeInFlight(Change.Started c) throws SQLException {
    judgeCall(c.invocation(), RUNS, null);
    if (refusal == null && c.exclusive()) {
      refusal = group.inFlightRefusal(c, set.fence());
    }
  }

  /** A call of an execution may be ended again, to no effect; an ordered one may not. */
  private void judgeEnd(InvocationHead head, InvocationState to) throws SQLException {
    judgeCall(
        head,
        to == InvocationState.CANCELLED
            ? EnumSet.of(InvocationState.RUNNING, InvocationState.PAUSED)
            : RUNS,
        to);
  }

  /** Of a change that may be about a call of an execution, which has no such course. */
  private void judgeCall(
      InvocationHead head, Set<InvocationState> from, @Nullable InvocationState to)
      throws SQLException {
    if (head.id() == set.fence().id()) {
      judgeOwned(head.id(), from, to);
    } else if (head.onRecord() && head.arguments().isEmpty()) {
      judgeWord(head.id()); // it looks like an ordered one, and under this fence it may not be
    }
  }

  private void judgeOwned(long id, Set<InvocationState> from, @Nullable InvocationState to)
      throws SQLException {
    if (set.fence().id() != id) {
      refuse("only its owner may say that of invocation " + id + ", under its fence");
      return;
    }
    LiveRow row = course.live.get(id);
    if (row == null) {
      refuse("invocation " + id + " is unknown");
      return;
    }
    InvocationState state = supposed.getOrDefault(id, row.state);
    if (!from.contains(state) || (to != null && !state.mayBecome(to))) {
      refuse(
          "invocation "
              + id
              + " is "
              + state
              + (to == null ? ": its body does not run" : " and can't become " + to));
    }
    if (to != null && set.changes().size() > 1) {
      supposed.put(id, to);
    }
  }

  /** What is said of an ordered invocation is said by its owner. */
  private void judgeWord(long id) throws SQLException {
    if (set.fence().id() != id && (course.live.get(id) != null || endedOrdered(id) != null)) {
      refuse("only its owner may say that of invocation " + id + ", under its fence");
    }
  }

  private void judgeSubmission(long id) throws SQLException {
    if (!submitted.add(id) || group.isOnRecord(id)) {
      refuse("invocation " + id + " is on record");
    }
  }

  private void judgeWorker(long id) throws SQLException {
    WorkerState state = course.workers.state(id);
    if (state != WorkerState.ALIVE && state != WorkerState.STOPPING) {
      refuse("worker " + id + " is " + (state == null ? "unknown" : state.toString()));
    }
  }

  /** An execution that ends while its invocation goes on could be ended by nobody any more. */
  private void judgeEndsTogether() throws SQLException {
    for (Change change : set.changes()) {
      if (change instanceof Change.ExecutionEnded c) {
        LiveRow row = course.live.live(c.execution());
        if (row != null && !supposed.getOrDefault(row.id, row.state).isFinal()) {
          refuse(
              "execution " + c.execution() + " is an invocation too: both end in one set or none");
        }
      }
    }
  }
}
