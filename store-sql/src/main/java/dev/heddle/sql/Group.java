package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.store.CallNode;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Hits;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.Outcome;
import dev.heddle.store.StoredError;
import dev.heddle.store.Submission;
import dev.heddle.store.WorkerState;
import dev.heddle.value.FileStamp;
import dev.heddle.value.Hash;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One group of change sets inside its transaction. Each set is judged whole before any of it is
 * applied. What later sets are judged by is written at once or kept at hand; the rows of
 * invocations are folded and written in one go at the end.
 */
final class Group {
  private final Session session;
  private final Names names;
  private final long client;
  private final Executions executions;
  private final InFlight inFlight;
  private final Course course;
  private final Tally tally;

  /** Calls of executions, and what ordered ones came to. */
  private final Map<Long, InvocationRow> calls = new LinkedHashMap<>();

  private final Map<Long, InvocationRow> ordered = new LinkedHashMap<>();

  private boolean anyOnRecord;

  /** Nodes that were used, and on which day at the latest. */
  private final Set<Long> used = new HashSet<>(0);

  private long usedOn;
  private int reusable;

  /**
   * A group of which nothing is applied yet.
   *
   * @param client who owns what it begins
   * @param counted whose counts it adds to
   * @param holding invocations this client took in flight; so that all the others cost no DELETE
   */
  Group(Session session, Names names, Lanes lanes, long client, long counted, Set<Long> holding)
      throws SQLException {
    this.session = session;
    this.names = names;
    this.client = client;
    this.tally = new Tally(session, names, counted);
    this.executions = new Executions(session, names, tally);
    this.inFlight = new InFlight(session, holding);
    this.course = new Course(session, names, lanes, executions, inFlight, this::flushCalls, tally);
  }

  /** What it gave back in flight, once it has committed. */
  Set<Long> released() {
    return inFlight.released();
  }

  /**
   * Reads in one go what the sets will be judged by.
   *
   * @param takesChances whether to take it that ids of orders are new, as they come from blocks
   *     that are given once, and that what its owner ends does end. If it is not so the transaction
   *     fails: as {@link Database#hasLostChance} tells, or with {@link LiveRows.AgainException}
   */
  void expect(List<ChangeSet> sets, boolean takesChances) throws SQLException {
    Set<Long> fences = new HashSet<>();
    Map<Long, Long> ending = new HashMap<>();
    long lowest = Long.MAX_VALUE;
    long highest = 0;
    for (ChangeSet set : sets) {
      if (set.fence().id() != 0) {
        fences.add(set.fence().id());
      }
      for (Change change : set.changes()) {
        if (change instanceof Change.Submitted c) {
          for (Submission submission : c.submissions()) {
            lowest = Math.min(lowest, submission.id());
            highest = Math.max(highest, submission.id());
          }
        } else if (change instanceof Change.Succeeded c
            && c.invocation().id() == set.fence().id()) {
          ending.put(c.invocation().id(), set.fence().epoch());
        }
      }
    }
    course.live.expect(fences, takesChances ? ending : Map.of());
    anyOnRecord = !takesChances && lowest <= highest && isOnRecord(lowest, highest);
  }

  /** Whether an invocation of this id is on record. */
  boolean isOnRecord(long id) throws SQLException {
    return course.live.isBorn(id) || (anyOnRecord && isOnRecord(id, id));
  }

  private boolean isOnRecord(long lowest, long highest) throws SQLException {
    PreparedStatement select = session.prepare(QueueSql.FIRST_ON_RECORD);
    select.setLong(1, lowest);
    select.setLong(2, highest);
    try (ResultSet row = select.executeQuery()) {
      return row.next();
    }
  }

  /** Writes what was folded; returns how many reusable call nodes were added. */
  int finish() throws SQLException {
    if (!used.isEmpty()) {
      writeUses();
    }
    flushCalls();
    course.flush();
    if (!ordered.isEmpty()) {
      reusable += new InvocationRows(session, names, tally).writeNodes(ordered.values());
    }
    tally.flush();
    course.live.flushBundles();
    return reusable;
  }

  /** Writes the calls of executions that were told so far. */
  void flushCalls() throws SQLException {
    if (!calls.isEmpty()) {
      reusable += new InvocationRows(session, names, tally).write(calls.values());
      calls.clear();
    }
  }

  /** Why nothing of the set may be applied, or null. */
  @Nullable Outcome refusal(ChangeSet set) throws SQLException {
    return new Judge(session, this, course, executions, set).refusal();
  }

  /** Why the call may not begin, or null. */
  @Nullable Outcome inFlightRefusal(Change.Started c, Fence fence) throws SQLException {
    List<InvocationRow> unwritten = new ArrayList<>(calls.values());
    unwritten.addAll(ordered.values());
    return inFlight.refusal(c, scope(c.invocation(), fence), unwritten);
  }

  /** What frees the call's key at the latest: an ordered one itself, or its execution. */
  private static long scope(InvocationHead head, Fence fence) {
    return head.id() == fence.id() ? head.id() : head.execution();
  }

  /** Applies a set that was judged. */
  Outcome apply(ChangeSet set) throws SQLException {
    Map<Long, Long> adopted = null;
    Fence fence = set.fence();
    for (Change change : set.changes()) {
      if (change instanceof Change.Submitted c) {
        adopted = adopted == null ? new HashMap<>() : adopted;
        adopted.putAll(course.submit(c, fence.epoch()));
      } else if (!applyToCall(change, fence) && !course.apply(change)) {
        applyToRest(change);
      }
    }
    LiveRow row = fence.id() == 0 ? null : course.live.get(fence.id());
    if (row != null && !row.isLive()) {
      course.ends.endExecution(row);
    }
    return adopted == null || adopted.isEmpty()
        ? new Outcome.Applied()
        : new Outcome.Adopted(adopted);
  }

  /** What a set told again is answered. */
  Outcome appliedBefore(ChangeSet set) throws SQLException {
    Map<Long, Long> adopted = new HashMap<>();
    for (Change change : set.changes()) {
      if (change instanceof Change.Submitted c) {
        for (Submission submission : c.submissions()) {
          long same = isOnRecord(submission.id()) ? 0 : course.children.same(submission);
          if (same != 0) {
            adopted.put(submission.id(), same);
          }
        }
      }
    }
    return adopted.isEmpty() ? new Outcome.AlreadyApplied() : new Outcome.Adopted(adopted);
  }

  /** Changes that a call of an execution and an ordered invocation have in common. */
  private boolean applyToCall(Change change, Fence fence) throws SQLException {
    if (change instanceof Change.Succeeded c) {
      InvocationState state = InvocationState.SUCCEEDED;
      end(c.invocation(), fence, state, c.hits(), null, null, c.node(), c.startedAt(), c.endedAt());
    } else if (change instanceof Change.Reduced c) {
      boolean isOrdered = c.invocation().id() == fence.id();
      row(isOrdered ? ordered : calls, c.invocation(), c.startedAt())
          .reduced(c.expression(), c.reducedAt());
    } else if (change instanceof Change.Replayed c) {
      InvocationState state = c.node() == null ? InvocationState.FAILED : InvocationState.CACHED;
      end(
          c.invocation(),
          fence,
          state,
          c.hits(),
          c.error(),
          c.expression(),
          c.node(),
          c.startedAt(),
          c.endedAt());
    } else if (change instanceof Change.Failed c) {
      InvocationState state = InvocationState.FAILED;
      end(
          c.invocation(),
          fence,
          state,
          c.hits(),
          c.error(),
          null,
          null,
          c.startedAt(),
          c.endedAt());
    } else if (change instanceof Change.Cancelled c) {
      InvocationState state = InvocationState.CANCELLED;
      StoredError reason = new StoredError(List.of(), c.reason(), List.of(), null);
      end(c.invocation(), fence, state, c.hits(), reason, null, null, c.startedAt(), c.endedAt());
    } else if (change instanceof Change.Started c) {
      InvocationHead head = c.invocation();
      boolean runs = head.id() == fence.id() || !row(calls, head, c.startedAt()).ended();
      if (c.exclusive() && runs) {
        inFlight.take(head, scope(head, fence));
      }
    } else {
      return false;
    }
    return true;
  }

  private static InvocationRow row(
      Map<Long, InvocationRow> rows, InvocationHead head, long startedAt) {
    return rows.computeIfAbsent(head.id(), id -> new InvocationRow(head, startedAt));
  }

  private void end(
      InvocationHead head,
      Fence fence,
      InvocationState state,
      Hits hits,
      @Nullable StoredError error,
      byte @Nullable [] expression,
      @Nullable CallNode node,
      long startedAt,
      long endedAt)
      throws SQLException {
    if (head.id() == fence.id()) {
      endOrdered(head, state, hits, error, expression, node, startedAt, endedAt);
      return;
    }
    row(calls, head, startedAt).end(state, hits, error, expression, node, endedAt);
    inFlight.release(head);
    if (course.edges.any()) {
      course.edges.removeTo(head.id());
    }
    course.ends.cancelUnasked(head.id(), fence.epoch(), endedAt);
  }

  private void endOrdered(
      InvocationHead head,
      InvocationState state,
      Hits hits,
      @Nullable StoredError error,
      byte @Nullable [] expression,
      @Nullable CallNode node,
      long startedAt,
      long endedAt)
      throws SQLException {
    LiveRow live = course.judged(head.id());
    if (state == InvocationState.CANCELLED && error != null) {
      String why = error.message() == null ? "" : error.message();
      course.ends.endForced(live, state, error, live.epoch, why, endedAt);
      return;
    }
    // Its own body may have returned in an earlier life of it; to others it has succeeded now.
    InvocationState own = state == InvocationState.CACHED ? InvocationState.SUCCEEDED : state;
    if (node != null) {
      InvocationRow row = row(ordered, head, startedAt);
      row.end(own, hits, error, expression, node, endedAt);
      row.fresh = live.epoch == 1 && !live.has(LiveRow.EVALUATED);
    }
    course.ends.end(live, own, head, hits, error, startedAt, endedAt);
  }

  private void applyToRest(Change change) throws SQLException {
    if (change instanceof Change.ExecutionStarted c) {
      executions.start(c, client);
      LiveRow row = course.live.get(c.execution());
      if (row != null) {
        row.set(LiveRow.EVALUATED);
        course.live.changed(row);
      }
    } else if (change instanceof Change.ExecutionEnded c) {
      executions.end(c);
    } else if (change instanceof Change.WorkerJoined c) {
      course.workers.join(c, client);
    } else if (change instanceof Change.WorkerLearned c) {
      course.workers.learn(c);
    } else if (change instanceof Change.WorkerStopping c) {
      course.workers.move(c.worker(), WorkerState.STOPPING, 0);
    } else if (change instanceof Change.WorkerLeft c) {
      course.giveBackAll(c.worker(), "its worker left", c.at());
      course.workers.move(c.worker(), WorkerState.LEFT, c.at());
    } else if (change instanceof Change.FileHashed c) {
      remember(c.stamp(), c.digest(), c.at());
    } else if (change instanceof Change.Used c) {
      use(c);
    }
  }

  private void remember(FileStamp stamp, Hash digest, long at) throws SQLException {
    PreparedStatement insert = session.prepare(Sql.REMEMBER_DIGEST);
    session.setText(insert, 1, stamp.path());
    insert.setLong(2, stamp.size());
    insert.setLong(3, stamp.modifiedNanos());
    session.setText(insert, 4, stamp.fileKey());
    insert.setBytes(5, digest.toBytes());
    insert.setLong(6, at);
    insert.executeUpdate();
  }

  private void use(Change.Used c) {
    used.addAll(c.nodes());
    usedOn = Math.max(usedOn, TimeUnit.MILLISECONDS.toDays(c.at()));
  }

  private void writeUses() throws SQLException {
    Batch update = session.batch(Sql.USE_NODE);
    for (long node : used) {
      update.setLong(1, usedOn);
      update.setLong(2, node);
      update.setLong(3, usedOn);
      update.add();
    }
    update.execute();
  }
}
