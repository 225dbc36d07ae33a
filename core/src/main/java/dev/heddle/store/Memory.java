package dev.heddle.store;

import static java.util.Objects.requireNonNull;

import dev.heddle.InvocationState;
import dev.heddle.StateChange;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Executions.Execution;
import dev.heddle.store.Executions.Holder;
import dev.heddle.store.Executions.Row;
import dev.heddle.value.FileStamp;
import dev.heddle.value.Hash;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the clients of one {@link MemoryStore} share, and what each change does to it. Every call is
 * made under its own monitor.
 */
final class Memory {
  final Nodes nodes = new Nodes();
  final OrderBook book = new OrderBook();
  final Edges edges = new Edges();
  final Workers workers = new Workers();
  final Executions executions = new Executions(edges);
  final Course course = new Course(book, edges, workers, executions);
  final Deaths deaths = new Deaths(book, workers, executions, course);
  final Logs logs = new Logs();
  private final Map<FileStamp, Hash> digests = new HashMap<>();
  private long nextId = 1;
  private long version = 1;

  long reserve(int count) {
    long first = nextId;
    nextId += count;
    return first;
  }

  void changed() {
    version++;
    notifyAll();
  }

  synchronized long version() {
    return version;
  }

  synchronized long awaitChange(long seen, long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (version == seen) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime() + 999_999);
      if (left <= 0) {
        break;
      }
      wait(left);
    }
    return version;
  }

  // ---- changes

  /** Applies a set that was judged. */
  Outcome apply(ChangeSet set, Object client, String owner) {
    Map<Long, Long> adopted = new HashMap<>();
    for (Change change : set.changes()) {
      if (change instanceof Change.Submitted c) {
        c.submissions().forEach(submission -> nodes.remember(submission.task()));
        adopted.putAll(course.submit(c, set.fence()));
      } else if (change instanceof Change.WorkerJoined c) {
        workers.join(c, client, owner);
      } else if (change instanceof Change.ExecutionStarted c) {
        executions.start(c, client, owner);
      } else if (!applyToCall(change, set.fence()) && !applyToOrdered(change)) {
        applyToRest(change);
      }
    }
    endExecutionOf(set);
    return adopted.isEmpty() ? new Outcome.Applied() : new Outcome.Adopted(adopted);
  }

  /** What a set told again is answered. */
  Outcome appliedBefore(ChangeSet set) {
    Map<Long, Long> adopted = new HashMap<>();
    for (Change change : set.changes()) {
      if (change instanceof Change.Submitted c) {
        adopted.putAll(course.adoptedBefore(c));
      }
    }
    return adopted.isEmpty() ? new Outcome.AlreadyApplied() : new Outcome.Adopted(adopted);
  }

  /** Changes that a call of an execution and an ordered invocation have in common. */
  private boolean applyToCall(Change change, Fence fence) {
    if (change instanceof Change.Started c) {
      InvocationHead head = c.invocation();
      if (isRunning(head, c.startedAt()) && c.exclusive()) {
        executions.hold(head.key(), new Holder(scope(head), head.execution(), head.id()));
      }
    } else if (change instanceof Change.Reduced c) {
      isRunning(c.invocation(), c.startedAt());
      record(c.invocation(), c.expression(), null, c.reducedAt());
    } else if (change instanceof Change.Succeeded c) {
      InvocationState state = InvocationState.SUCCEEDED;
      if (end(c.invocation(), state, c.hits(), null, c.startedAt(), c.endedAt(), fence)) {
        record(c.invocation(), null, c.node(), c.endedAt());
      }
    } else if (change instanceof Change.Replayed c) {
      InvocationState state = c.node() == null ? InvocationState.FAILED : InvocationState.CACHED;
      if (end(c.invocation(), state, c.hits(), c.error(), c.startedAt(), c.endedAt(), fence)
          && c.node() != null) {
        record(c.invocation(), c.expression(), c.node(), c.endedAt());
      }
    } else if (change instanceof Change.Failed c) {
      InvocationState state = InvocationState.FAILED;
      end(c.invocation(), state, c.hits(), c.error(), c.startedAt(), c.endedAt(), fence);
    } else if (change instanceof Change.Cancelled c) {
      StoredError why = new StoredError(List.of(), c.reason(), List.of(), null);
      InvocationState state = InvocationState.CANCELLED;
      end(c.invocation(), state, c.hits(), why, c.startedAt(), c.endedAt(), fence);
    } else {
      return false;
    }
    return true;
  }

  private boolean applyToOrdered(Change change) {
    if (change instanceof Change.Begun c) {
      course.begin(ordered(c.invocation()), c.at());
    } else if (change instanceof Change.Paused c) {
      course.pause(ordered(c.invocation()), c.waitsFor(), c.at());
    } else if (change instanceof Change.Resumed c) {
      course.resume(ordered(c.invocation()), c.at());
    } else if (change instanceof Change.RetryPlanned c) {
      course.planRetry(ordered(c.invocation()), c);
    } else if (change instanceof Change.GivenBack c) {
      course.giveBack(ordered(c.invocation()), c.reason(), c.at());
    } else if (change instanceof Change.CancelRequested c) {
      for (long id : c.invocations()) {
        Ordered live = book.live(id);
        if (live != null) {
          course.cancel(live, c.reason(), c.at());
        }
      }
    } else if (change instanceof Change.Progressed c) {
      Ordered ordered = book.get(c.invocation());
      if (ordered != null) {
        ordered.done = c.done();
        ordered.total = c.total();
      }
    } else {
      return false;
    }
    return true;
  }

  private void applyToRest(Change change) {
    if (change instanceof Change.ExecutionEnded c) {
      executions.end(c);
    } else if (change instanceof Change.Logged c) {
      logs.add(c);
    } else if (change instanceof Change.WorkerLearned c) {
      worker(c.worker()).tasks.addAll(c.tasks());
    } else if (change instanceof Change.WorkerStopping c) {
      worker(c.worker()).state = WorkerState.STOPPING;
    } else if (change instanceof Change.WorkerLeft c) {
      course.giveBackAll(worker(c.worker()), "its worker left", c.at());
      worker(c.worker()).end(WorkerState.LEFT, c.at());
    } else if (change instanceof Change.FileHashed c) {
      digests.put(c.stamp(), c.digest());
    } else if (change instanceof Change.Used c) {
      nodes.used(c);
    }
  }

  private Ordered ordered(long id) {
    return requireNonNull(book.get(id), "judged");
  }

  private Workers.Worker worker(long id) {
    return requireNonNull(workers.get(id), "judged");
  }

  /** What frees the call's key at the latest: see {@link Holder}. */
  long scope(InvocationHead head) {
    return book.get(head.id()) == null ? head.execution() : head.id();
  }

  /** Whether the call runs; that of an execution gets its row by this. */
  private boolean isRunning(InvocationHead head, long startedAt) {
    if (book.get(head.id()) != null) {
      return true;
    }
    nodes.remember(head.task());
    return executions.row(head, startedAt).state == InvocationState.RUNNING;
  }

  private boolean end(
      InvocationHead head,
      InvocationState state,
      Hits hits,
      @Nullable StoredError error,
      long startedAt,
      long endedAt,
      Fence fence) {
    Ordered ordered = book.get(head.id());
    if (ordered == null) {
      nodes.remember(head.task());
      boolean ended = executions.end(head, state, hits, error, startedAt, endedAt);
      course.cancelUnadopted(head.id(), fence.epoch(), endedAt);
      return ended;
    }
    if (state == InvocationState.CANCELLED && error != null) {
      String why = error.message() == null ? "" : error.message();
      course.endForced(ordered, state, error, why, endedAt);
      return true;
    }
    // Its own body may have returned in an earlier life of it; to others it has succeeded now.
    InvocationState own = state == InvocationState.CACHED ? InvocationState.SUCCEEDED : state;
    nodes.remember(head.task());
    course.end(ordered, own, head, hits, error, startedAt, endedAt);
    return true;
  }

  /** The head of an ordered one comes without the arguments that its submission has. */
  private void record(
      InvocationHead head, byte @Nullable [] expression, @Nullable CallNode call, long at) {
    Ordered ordered = book.get(head.id());
    InvocationHead whole =
        ordered == null || !head.arguments().isEmpty()
            ? head
            : new InvocationHead(
                head.id(),
                head.execution(),
                head.parent(),
                head.position(),
                head.task(),
                head.key(),
                ordered.submission.arguments(),
                true,
                head.reusable());
    nodes.record(whole, expression, call, at);
  }

  private void endExecutionOf(ChangeSet set) {
    Ordered ordered = book.get(set.fence().id());
    if (ordered != null && !ordered.isLive()) {
      course.endExecution(ordered, ordered.endedAt);
    }
  }

  // ---- reads

  Map<FileStamp, Hash> digests(Collection<FileStamp> stamps) {
    Map<FileStamp, Hash> known = new HashMap<>();
    for (FileStamp stamp : stamps) {
      Hash digest = digests.get(stamp);
      if (digest != null) {
        known.put(stamp, digest);
      }
    }
    return known;
  }

  List<InvocationRecord> invocations(long execution, long after, int limit) {
    NavigableMap<Long, InvocationRecord> found = new TreeMap<>();
    Execution of = executions.get(execution);
    if (of != null) {
      of.rows.tailMap(after, false).values().stream()
          .limit(limit)
          .forEach(row -> found.put(row.head.id(), record(row)));
    }
    book.ofExecution(execution).tailMap(after, false).values().stream()
        .limit(limit)
        .forEach(ordered -> found.put(ordered.id(), record(ordered)));
    return found.values().stream().limit(limit).toList();
  }

  Optional<InvocationRecord> invocation(long id) {
    Ordered ordered = book.get(id);
    return ordered != null
        ? Optional.of(record(ordered))
        : Optional.ofNullable(executions.row(id)).map(this::record);
  }

  InvocationRecord record(Row row) {
    return row.record(nodes.known(row.head.task()), nodes.call(row.head.id()));
  }

  InvocationRecord record(Ordered ordered) {
    return ordered.record(
        nodes.known(ordered.task()), nodes.call(ordered.id()), edges.of(ordered.id()));
  }

  @Nullable InvocationState state(long id) {
    Ordered ordered = book.get(id);
    if (ordered != null) {
      return ordered.state;
    }
    Row row = executions.row(id);
    return row == null ? null : row.state;
  }

  boolean hasEnded(long id) {
    InvocationState state = state(id);
    return state != null && state.isFinal();
  }

  List<StateChange> history(long id) {
    Ordered ordered = book.get(id);
    return ordered == null ? List.of() : ordered.history();
  }

  List<Waiting> waiting() {
    return Waitings.of(book.live());
  }
}
