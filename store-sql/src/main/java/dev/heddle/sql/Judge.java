package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.Move;
import dev.heddle.store.Outcome;
import dev.heddle.store.Refusal;
import dev.heddle.store.Submission;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

  /** The first refusal counts; null is none. */
  private void refuse(@Nullable Outcome reason) {
    if (refusal == null) {
      refusal = reason;
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
      refuse(Refusal.ofFence(fence, row.state, row.owner, row.epoch));
    }
    // One that is no execution has none to look for.
    if (refusal != null || (row != null && !row.has(LiveRow.EVALUATED))) {
      return;
    }
    Executions.Standing execution = executions.get(fence.id());
    if (execution == null) {
      judgeFenceOfNothing();
    } else if (!execution.isRunning() || (row == null && !startsItsExecution())) {
      // That of an ordered invocation is at the epoch of its claim, which was compared above.
      refuse(Refusal.ofFence(fence, execution.state(), execution.epoch()));
    }
  }

  /** There is neither a live row of its id nor an execution. */
  private void judgeFenceOfNothing() throws SQLException {
    InvocationState ended = endedOrdered(set.fence().id());
    if (ended != null && !ended.isFinal()) {
      // Somebody moved it while it was looked for, first here and then there.
      throw new LiveRows.AgainException("invocation " + set.fence().id() + " is elsewhere");
    } else if (ended != null) {
      refuse(Refusal.hasEnded(set.fence().id(), ended));
    } else if (!startsItsExecution()) {
      refuse(Refusal.executionIsUnknown(set.fence().id()));
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
    if (change instanceof Change.OfCall c) {
      judgeCall(c);
    } else if (change instanceof Change.OfOrdered c) {
      judgeOrdered(c);
    } else if (change instanceof Change.Submitted c) {
      for (Submission submission : c.submissions()) {
        judgeSubmission(submission.id());
      }
    } else if (change instanceof Change.ExecutionStarted c) {
      judgeStart(c);
    } else if (change instanceof Change.ExecutionEnded c) {
      judgeEnd(c);
    } else if (change instanceof Change.CancelRequested c) {
      for (long id : c.invocations()) {
        supposeCancelled(id);
      }
    } else if (change instanceof Change.WorkerJoined c) {
      boolean known = course.workers.state(c.worker()) != null;
      refuse(known ? Refusal.workerHasJoined(c.worker()) : null);
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
      refuse(Refusal.executionHasBegun(c.execution()));
    } else if (set.fence().id() != c.execution() && course.live.get(c.execution()) != null) {
      refuse(Refusal.executionIsItsOwners(c.execution()));
    }
  }

  private void judgeEnd(Change.ExecutionEnded c) throws SQLException {
    Executions.Standing execution = executions.get(c.execution());
    if (execution == null) {
      refuse(Refusal.executionIsUnknown(c.execution()));
    } else if (!execution.isRunning()) {
      refuse(Refusal.executionHasEnded(c.execution(), execution.state()));
    }
  }

  /** A call of an execution may be ended again, to no effect; an ordered one may not. */
  private void judgeCall(Change.OfCall c) throws SQLException {
    InvocationHead head = c.invocation();
    if (head.id() == set.fence().id()) {
      judgeMove(head.id(), Move.of(c));
    } else if (head.onRecord() && head.arguments().isEmpty()) {
      judgeWord(head.id()); // it looks like an ordered one, and under this fence it may not be
    }
    if (c instanceof Change.Started started && started.exclusive() && refusal == null) {
      refuse(group.inFlightRefusal(started, set.fence()));
    }
  }

  private void judgeOrdered(Change.OfOrdered c) throws SQLException {
    Move move = Move.of(c);
    if (move == null) {
      judgeWord(c.invocation());
    } else {
      judgeMove(c.invocation(), move);
    }
    if (c instanceof Change.Paused paused && refusal == null) {
      List<Long> cycle = cycle(paused);
      refuse(cycle.isEmpty() ? null : new Outcome.Cycle(cycle));
    }
  }

  private void judgeMove(long id, Move move) throws SQLException {
    if (set.fence().id() != id) {
      refuse(Refusal.isNotItsOwner(id));
      return;
    }
    LiveRow row = course.live.get(id);
    if (row == null) {
      refuse(Refusal.isUnknown(id));
      return;
    }
    InvocationState state = supposed.getOrDefault(id, row.state);
    refuse(move.isAllowedIn(state) ? null : Refusal.ofMove(move, id, state));
    InvocationState to = move.to();
    if (to != null && set.changes().size() > 1) {
      supposed.put(id, to);
    }
  }

  /** What is said of an ordered invocation is said by its owner. */
  private void judgeWord(long id) throws SQLException {
    if (set.fence().id() != id && (course.live.get(id) != null || endedOrdered(id) != null)) {
      refuse(Refusal.isNotItsOwner(id));
    }
  }

  private void judgeSubmission(long id) throws SQLException {
    if (!submitted.add(id) || group.isOnRecord(id)) {
      refuse(Refusal.isOnRecord(id));
    }
  }

  private void judgeWorker(long id) throws SQLException {
    refuse(Refusal.ofWorker(id, course.workers.state(id)));
  }

  /** An execution that ends while its invocation goes on could be ended by nobody any more. */
  private void judgeEndsTogether() throws SQLException {
    for (Change change : set.changes()) {
      if (change instanceof Change.ExecutionEnded c) {
        LiveRow row = course.live.live(c.execution());
        if (row != null && !supposed.getOrDefault(row.id, row.state).isFinal()) {
          refuse(Refusal.executionEndsAlone(c.execution()));
        }
      }
    }
  }
}
