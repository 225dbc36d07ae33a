package dev.heddle.store;

import static java.util.Objects.requireNonNull;

import dev.heddle.InvocationState;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The executions of a {@link Memory}, the calls evaluated in them, and the keys in flight. */
final class Executions {
  static final class Execution {
    Change.ExecutionStarted started;
    Object client;
    String owner;
    ExecutionState state = ExecutionState.RUNNING;
    Change.@Nullable ExecutionEnded ended;
    final NavigableMap<Long, Row> rows = new TreeMap<>();

    Execution(Change.ExecutionStarted started, Object client, String owner) {
      this.started = started;
      this.client = client;
      this.owner = owner;
    }

    long id() {
      return started.execution();
    }

    boolean isRunning() {
      return !state.isFinal();
    }

    long endedAt() {
      return ended == null ? 0 : ended.endedAt();
    }

    ExecutionRecord record() {
      Change.@Nullable ExecutionEnded e = ended;
      return new ExecutionRecord(
          id(),
          state,
          started.label(),
          started.commandLine(),
          owner,
          started.startedAt(),
          endedAt(),
          e == null ? Totals.ZERO : e.totals(),
          e == null ? Hits.NONE : e.hits(),
          e == null ? null : e.result(),
          e == null ? null : e.error());
    }
  }

  /** A call evaluated in an execution. */
  static final class Row {
    final InvocationHead head;
    InvocationState state = InvocationState.RUNNING;
    final long startedAt;
    long endedAt;
    Hits hits = Hits.NONE;
    @Nullable StoredError error;

    Row(InvocationHead head, long startedAt) {
      this.head = head;
      this.startedAt = startedAt;
    }

    InvocationRecord record(TaskVersion task, @Nullable CallNode node) {
      return new InvocationRecord(
          head.id(),
          head.execution(),
          head.parent(),
          head.position(),
          task,
          head.key(),
          state,
          head.arguments(),
          startedAt,
          endedAt,
          hits,
          node == null ? null : node.result(),
          error,
          null);
    }
  }

  /**
   * Who computes a call.
   *
   * @param scope what it ends with: the execution of an evaluated call, an ordered one itself
   */
  record Holder(long scope, long execution, long invocation) {}

  private final NavigableMap<Long, Execution> byId = new TreeMap<>();
  private final Map<Long, Row> rows = new HashMap<>();
  private final Map<Hash, Holder> inFlight = new HashMap<>();

  private final Edges edges;

  Executions(Edges edges) {
    this.edges = edges;
  }

  @Nullable Execution get(long id) {
    return byId.get(id);
  }

  @Nullable Row row(long id) {
    return rows.get(id);
  }

  /** The ids of all calls, in any order. */
  Set<Long> rows() {
    return rows.keySet();
  }

  NavigableMap<Long, Execution> all() {
    return byId;
  }

  @Nullable Holder holder(Hash key) {
    return inFlight.get(key);
  }

  void hold(Hash key, Holder holder) {
    inFlight.put(key, holder);
  }

  void free(Hash key, long invocation) {
    inFlight.computeIfPresent(
        key, (k, holder) -> holder.invocation() == invocation ? null : holder);
  }

  /** Frees what is held in this scope. */
  void freeAll(long scope) {
    inFlight.values().removeIf(holder -> holder.scope() == scope);
  }

  /** Begins it, or gives one that runs to another evaluator: what it is stays, whose it is not. */
  void start(Change.ExecutionStarted c, Object client, String owner) {
    Execution known = byId.get(c.execution());
    if (known == null) {
      byId.put(c.execution(), new Execution(c, client, owner));
      return;
    }
    Change.ExecutionStarted first = known.started;
    known.started =
        new Change.ExecutionStarted(
            c.execution(), c.epoch(), first.label(), first.commandLine(), first.startedAt());
    known.client = client;
    known.owner = owner;
  }

  /** All that were told of their end. */
  Stream<Change.ExecutionEnded> ends() {
    return byId.values().stream().flatMap(execution -> Stream.ofNullable(execution.ended));
  }

  void end(Change.ExecutionEnded c) {
    Execution execution = requireNonNull(byId.get(c.execution()), "judged");
    execution.ended = c;
    execution.state = c.state();
    freeAll(c.execution());
  }

  /** Nobody is left to say what an execution came to, so it is read off its calls. */
  void giveUp(Execution execution, ExecutionState state, String why, long at) {
    long run = 0;
    long cached = 0;
    long failed = 0;
    long cancelled = 0;
    for (Row row : execution.rows.values()) {
      if (row.state == InvocationState.RUNNING) {
        row.state = InvocationState.CANCELLED;
        row.endedAt = at;
        row.error = new StoredError(List.of(), why, List.of(), null);
        edges.removeTo(row.head.id());
      }
      switch (row.state) {
        case SUCCEEDED -> run++;
        case CACHED -> cached++;
        case FAILED -> failed++;
        default -> cancelled++;
      }
    }
    Totals totals = new Totals(run, cached, failed, cancelled);
    end(new Change.ExecutionEnded(execution.id(), state, at, totals, Hits.NONE, null, null));
  }

  /** The row of this call, made if there is none. */
  Row row(InvocationHead head, long startedAt) {
    Row row = rows.get(head.id());
    if (row == null) {
      row = new Row(head, startedAt);
      rows.put(head.id(), row);
      Execution execution = byId.get(head.execution());
      if (execution != null) {
        execution.rows.put(head.id(), row);
      }
    }
    return row;
  }

  /** Ends the call, unless it has ended before: its first outcome stays for ever (law 4). */
  boolean end(
      InvocationHead head,
      InvocationState state,
      Hits hits,
      @Nullable StoredError error,
      long startedAt,
      long endedAt) {
    Row row = row(head, startedAt);
    if (row.state != InvocationState.RUNNING) {
      return false;
    }
    row.state = state;
    row.hits = hits;
    row.error = error;
    row.endedAt = endedAt;
    free(head.key(), head.id());
    edges.removeTo(head.id());
    return true;
  }

  void remove(Execution execution) {
    byId.remove(execution.id());
    rows.keySet().removeAll(execution.rows.keySet());
  }

  List<ExecutionRecord> before(long id, int limit) {
    return byId.headMap(id, false).descendingMap().values().stream()
        .limit(limit)
        .map(Execution::record)
        .toList();
  }
}
