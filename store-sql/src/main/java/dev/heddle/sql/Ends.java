package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.Hits;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.StoredError;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How ordered invocations end in one transaction, and what goes with them. */
final class Ends {
  private final Course course;

  Ends(Course course) {
    this.course = course;
  }

  /** Ends one by the word of its owner. */
  void end(
      LiveRow row,
      InvocationState state,
      InvocationHead ran,
      Hits hits,
      @Nullable StoredError error,
      long startedAt,
      long endedAt)
      throws SQLException {
    long beganAt = startedAt == 0 ? row.begunAt : startedAt;
    count(row, state, beganAt, error, endedAt);
    course.release(row, state);
    course.ordered.end(row, ran, hits, error, beganAt, endedAt);
    afterEnd(row, error, endedAt);
  }

  /** Ends one by the word of somebody else. */
  void endForced(
      LiveRow row, InvocationState state, StoredError error, long claimEpoch, String why, long at)
      throws SQLException {
    course.departures.add(row, state, claimEpoch, why, at);
    count(row, state, row.owner == 0 ? 0 : row.begunAt, error, at);
    course.release(row, state);
    if (row.begunAt != 0) {
      course.executions.release(row.id); // what another client took in flight
    }
    course.ordered.end(row, null, Hits.NONE, error, row.begunAt, at);
    afterEnd(row, error, at);
  }

  /** Before its owner loses it. */
  private void count(
      LiveRow row, InvocationState state, long beganAt, @Nullable StoredError error, long at)
      throws SQLException {
    String task = course.lanes.task(course.session, row.lane);
    course.tally.ended(row.id, task, state, beganAt, at, error);
    if (row.owner != 0 && row.due != 0) {
      course.tally.waited(task, row.claimedAt - row.due, at);
    }
  }

  private void afterEnd(LiveRow row, @Nullable StoredError error, long at) throws SQLException {
    String message = error == null ? null : error.message();
    row.endedAt = at;
    row.endedBecause = message == null ? "its execution ended" : message;
    if (row.has(LiveRow.AWAITED)) {
      course.edges.removeTo(row.id);
    }
    cancelUnasked(row.id, row.epoch, at);
  }

  /** Cancels what this parent ordered under an older epoch: its successor never asked for it. */
  void cancelUnasked(long parent, long epoch, long at) throws SQLException {
    if (epoch < 2) {
      return; // there is no older one
    }
    for (long id : course.children.unasked(parent, epoch)) {
      LiveRow child = course.live.live(id);
      if (child != null) {
        cancel(child, "its parent ended without asking for it again", at);
      }
    }
  }

  /** Gives up one that is live, with all that it course.ordered. */
  void cancel(LiveRow top, String reason, long at) throws SQLException {
    course.unwritten.write();
    List<Long> all = withDescendants(top.id);
    StoredError error = new StoredError(List.of(), reason, List.of(), null);
    // From the leaves, so that no end finds a child to cancel and the depth is only of memory.
    for (int i = all.size() - 1; i >= 0; i--) {
      LiveRow row = course.live.live(all.get(i));
      if (row != null) {
        endForced(row, InvocationState.CANCELLED, error, row.epoch, reason, at);
        endExecution(row);
      }
    }
  }

  /** Itself first. Also what was ordered by the calls that it evaluates, if it is an expression. */
  List<Long> withDescendants(long top) throws SQLException {
    Set<Long> found = new LinkedHashSet<>(List.of(top));
    Deque<Long> open = new ArrayDeque<>(found);
    while (!open.isEmpty()) {
      long next = open.remove();
      List<Long> below = new ArrayList<>(course.children.of(next));
      LiveRow row = course.live.get(next);
      if (row == null || row.has(LiveRow.EVALUATED)) {
        below.addAll(course.children.ofCalls(next));
      }
      course.live.expect(below);
      for (long id : below) {
        if (found.add(id)) {
          open.add(id);
        }
      }
    }
    return List.copyOf(found);
  }

  /** What is an execution too ends as one, if its evaluator did not say so. */
  void endExecution(LiveRow row) throws SQLException {
    Executions.Standing standing =
        row.has(LiveRow.EVALUATED) ? course.executions.get(row.id) : null;
    if (standing != null && standing.isRunning()) {
      course.unwritten.write();
      ExecutionState state =
          switch (row.state) {
            case SUCCEEDED -> ExecutionState.SUCCEEDED;
            case FAILED -> ExecutionState.FAILED;
            default -> ExecutionState.CANCELLED;
          };
      course.executions.giveUp(row.id, state, row.endedBecause, row.endedAt);
    }
  }
}
