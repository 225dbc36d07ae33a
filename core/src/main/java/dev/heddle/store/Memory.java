package dev.heddle.store;

import static java.util.Objects.requireNonNull;

import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.FileStamp;
import dev.heddle.value.Hash;
import dev.heddle.value.StoredValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the clients of one {@link MemoryStore} share. Every call is made under its own monitor. */
final class Memory {
  /** How many candidates a look-up answers for one key. */
  private static final int CANDIDATES = 8;

  private static final Comparator<Node> NEWEST_FIRST =
      Comparator.comparingLong((Node n) -> n.finishedAt).thenComparingLong(n -> n.id).reversed();

  private static final class Execution {
    final Change.ExecutionStarted started;
    final Object client;
    final String owner;
    ExecutionState state = ExecutionState.RUNNING;
    Change.@Nullable ExecutionEnded ended;
    long endedAt;
    final NavigableMap<Long, Invocation> invocations = new TreeMap<>();

    Execution(Change.ExecutionStarted started, Object client, String owner) {
      this.started = started;
      this.client = client;
      this.owner = owner;
    }
  }

  private static final class Invocation {
    final InvocationHead head;
    InvocationState state = InvocationState.RUNNING;
    final long startedAt;
    long endedAt;
    Hits hits = Hits.NONE;
    @Nullable StoredError error;

    Invocation(InvocationHead head, long startedAt) {
      this.head = head;
      this.startedAt = startedAt;
    }
  }

  private static final class Node {
    final long id;
    final InvocationHead head;
    byte @Nullable [] expression;
    @Nullable CallNode call;
    long finishedAt;
    long lastUsedDay;

    /** The next older one of the same key. */
    @Nullable Node older;

    Node(InvocationHead head) {
      this.id = head.id();
      this.head = head;
    }
  }

  private final NavigableMap<Long, Execution> executions = new TreeMap<>();
  private final Map<Long, Invocation> invocations = new HashMap<>();
  private final Map<Long, Node> nodes = new HashMap<>();
  private final Map<Hash, Node> reusable = new HashMap<>();
  private final Map<Hash, Invocation> inFlight = new HashMap<>();
  private final Map<FileStamp, Hash> digests = new HashMap<>();
  private final Map<String, Set<TaskVersion>> tasks = new HashMap<>();
  private final Map<String, TreeSet<Long>> readers = new HashMap<>();
  private final Map<String, TreeSet<Long>> writers = new HashMap<>();
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

  /** Why nothing of the set may be applied, or null. */
  @Nullable Outcome refusal(ChangeSet set) {
    Fence fence = set.fence();
    boolean begins = false;
    for (Change change : set.changes()) {
      if (change instanceof Change.ExecutionStarted started) {
        if (executions.containsKey(started.execution())) {
          return new Outcome.Rejected("execution " + started.execution() + " has begun before");
        }
        begins |= started.execution() == fence.execution() && started.epoch() == fence.epoch();
      } else if (change instanceof Change.ExecutionEnded ended) {
        Execution execution = executions.get(ended.execution());
        if (execution == null || execution.state.isFinal()) {
          return new Outcome.Rejected(
              "execution "
                  + ended.execution()
                  + (execution == null ? " is unknown" : " has ended"));
        }
      }
    }
    if (fence.execution() != 0 && !begins) {
      Execution execution = executions.get(fence.execution());
      if (execution == null) {
        return new Outcome.Rejected("execution " + fence.execution() + " is unknown");
      }
      if (execution.state.isFinal()) {
        return new Outcome.Rejected(
            "execution " + fence.execution() + " has ended: " + execution.state);
      }
      if (execution.started.epoch() != fence.epoch()) {
        return new Outcome.Rejected(
            "execution "
                + fence.execution()
                + " is at epoch "
                + execution.started.epoch()
                + ", not "
                + fence.epoch());
      }
    }
    for (Change change : set.changes()) {
      if (change instanceof Change.Started started && started.exclusive()) {
        Invocation holder = inFlight.get(started.invocation().key());
        if (holder != null && holder.head.execution() != started.invocation().execution()) {
          return new Outcome.InFlight(holder.head.execution(), holder.head.id());
        }
        for (RecordedCall candidate : find(started.invocation().key())) {
          if (!started.known().contains(candidate.node())
              && candidate.node() != started.invocation().id()) {
            return new Outcome.Answered(candidate.node());
          }
        }
      }
    }
    return null;
  }

  void apply(Change change, Object client, String owner) {
    if (change instanceof Change.ExecutionStarted c) {
      executions.put(c.execution(), new Execution(c, client, owner));
    } else if (change instanceof Change.ExecutionEnded c) {
      Execution execution = requireNonNull(executions.get(c.execution()), "fence checked");
      execution.ended = c;
      end(execution, c.state(), c.endedAt());
    } else if (change instanceof Change.Started c) {
      Invocation invocation = invocation(c.invocation(), c.startedAt());
      if (c.exclusive() && invocation.state == InvocationState.RUNNING) {
        inFlight.put(c.invocation().key(), invocation);
      }
    } else if (change instanceof Change.Reduced c) {
      invocation(c.invocation(), c.startedAt());
      record(c.invocation(), c.expression(), null, c.reducedAt());
    } else if (change instanceof Change.Succeeded c) {
      if (end(
          c.invocation(), InvocationState.SUCCEEDED, c.hits(), null, c.startedAt(), c.endedAt())) {
        record(c.invocation(), null, c.node(), c.endedAt());
      }
    } else if (change instanceof Change.Replayed c) {
      InvocationState state = c.node() == null ? InvocationState.FAILED : InvocationState.CACHED;
      if (end(c.invocation(), state, c.hits(), c.error(), c.startedAt(), c.endedAt())
          && c.node() != null) {
        record(c.invocation(), c.expression(), c.node(), c.endedAt());
      }
    } else if (change instanceof Change.Failed c) {
      end(c.invocation(), InvocationState.FAILED, c.hits(), c.error(), c.startedAt(), c.endedAt());
    } else if (change instanceof Change.Cancelled c) {
      StoredError why = new StoredError(List.of(), c.reason(), List.of(), null);
      end(c.invocation(), InvocationState.CANCELLED, c.hits(), why, c.startedAt(), c.endedAt());
    } else if (change instanceof Change.FileHashed c) {
      digests.put(c.stamp(), c.digest());
    } else if (change instanceof Change.Used c) {
      for (long id : c.nodes()) {
        Node node = nodes.get(id);
        if (node != null) {
          node.lastUsedDay = Math.max(node.lastUsedDay, TimeUnit.MILLISECONDS.toDays(c.at()));
        }
      }
    }
  }

  private Invocation invocation(InvocationHead head, long startedAt) {
    Invocation invocation = invocations.get(head.id());
    if (invocation == null) {
      invocation = new Invocation(head, startedAt);
      invocations.put(head.id(), invocation);
      Execution execution = executions.get(head.execution());
      if (execution != null) {
        execution.invocations.put(head.id(), invocation);
      }
      remember(head.task());
    }
    return invocation;
  }

  /** Ends the invocation, unless it has ended before: its first outcome stays for ever (law 4). */
  private boolean end(
      InvocationHead head,
      InvocationState state,
      Hits hits,
      @Nullable StoredError error,
      long startedAt,
      long endedAt) {
    Invocation invocation = invocation(head, startedAt);
    if (invocation.state != InvocationState.RUNNING) {
      return false;
    }
    invocation.state = state;
    invocation.hits = hits;
    invocation.error = error;
    invocation.endedAt = endedAt;
    inFlight.remove(head.key(), invocation);
    return true;
  }

  private void record(
      InvocationHead head, byte @Nullable [] expression, @Nullable CallNode call, long at) {
    Node node = nodes.get(head.id());
    if (node == null) {
      node = new Node(head);
      nodes.put(head.id(), node);
      if (head.reusable()) {
        node.older = reusable.put(head.key(), node);
      }
    }
    if (expression != null) {
      node.expression = expression;
    }
    node.finishedAt = at;
    node.lastUsedDay = TimeUnit.MILLISECONDS.toDays(at);
    if (call != null && node.call == null) {
      node.call = call;
      call.subtree().tasks().forEach(this::remember);
      for (FileUse use : call.files()) {
        (use.written() ? writers : readers)
            .computeIfAbsent(use.location(), l -> new TreeSet<>())
            .add(node.id);
      }
    }
  }

  private void remember(TaskVersion task) {
    tasks.computeIfAbsent(task.name(), name -> new LinkedHashSet<>()).add(task);
  }

  void interruptExecutionsOf(Object client) {
    for (Execution execution : executions.values()) {
      if (execution.client == client && !execution.state.isFinal()) {
        interrupt(execution, System.currentTimeMillis());
      }
    }
  }

  /** Nobody is left to say what an execution came to, so it is read off its invocations. */
  private void interrupt(Execution execution, long at) {
    long run = 0;
    long cached = 0;
    long failed = 0;
    long cancelled = 0;
    for (Invocation invocation : invocations.values()) {
      if (invocation.head.execution() == execution.started.execution()) {
        if (invocation.state == InvocationState.RUNNING) {
          invocation.state = InvocationState.CANCELLED;
          invocation.endedAt = at;
          invocation.error = new StoredError(List.of(), StoredError.PROCESS_ENDED, List.of(), null);
        }
        switch (invocation.state) {
          case SUCCEEDED -> run++;
          case CACHED -> cached++;
          case FAILED -> failed++;
          default -> cancelled++;
        }
      }
    }
    execution.ended =
        new Change.ExecutionEnded(
            execution.started.execution(),
            ExecutionState.INTERRUPTED,
            at,
            new Totals(run, cached, failed, cancelled),
            Hits.NONE,
            null,
            null);
    end(execution, ExecutionState.INTERRUPTED, at);
  }

  private void end(Execution execution, ExecutionState state, long at) {
    execution.state = state;
    execution.endedAt = at;
    inFlight.values().removeIf(i -> i.head.execution() == execution.started.execution());
  }

  List<RecordedCall> find(Hash key) {
    Node newest = reusable.get(key);
    if (newest == null) {
      return List.of();
    }
    if (newest.older == null) {
      return List.of(recorded(newest));
    }
    List<Node> candidates = new ArrayList<>();
    for (Node n = newest; n != null && candidates.size() < CANDIDATES; n = n.older) {
      candidates.add(n);
    }
    candidates.sort(NEWEST_FIRST);
    return candidates.stream().map(Memory::recorded).toList();
  }

  private static RecordedCall recorded(Node node) {
    CallNode call = node.call;
    return call == null
        ? new RecordedCall(node.id, node.expression, null, null, null, 0, false)
        : new RecordedCall(
            node.id,
            node.expression,
            call.result(),
            call.hash(),
            call.subtree(),
            call.subtreeCalls(),
            call.replayable());
  }

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

  List<ExecutionRecord> executions(long before, int limit) {
    return executions.headMap(before, false).descendingMap().values().stream()
        .limit(limit)
        .map(Memory::record)
        .toList();
  }

  Optional<ExecutionRecord> execution(long id) {
    return Optional.ofNullable(executions.get(id)).map(Memory::record);
  }

  private static ExecutionRecord record(Execution execution) {
    Change.ExecutionStarted started = execution.started;
    Change.@Nullable ExecutionEnded ended = execution.ended;
    return new ExecutionRecord(
        started.execution(),
        execution.state,
        started.label(),
        started.commandLine(),
        execution.owner,
        started.startedAt(),
        execution.endedAt,
        ended == null ? Totals.ZERO : ended.totals(),
        ended == null ? Hits.NONE : ended.hits(),
        ended == null ? null : ended.result(),
        ended == null ? null : ended.error());
  }

  List<InvocationRecord> invocations(long execution, long after, int limit) {
    Execution of = executions.get(execution);
    return of == null
        ? List.of()
        : of.invocations.tailMap(after, false).values().stream()
            .limit(limit)
            .map(this::record)
            .toList();
  }

  Optional<InvocationRecord> invocation(long id) {
    return Optional.ofNullable(invocations.get(id)).map(this::record);
  }

  private InvocationRecord record(Invocation invocation) {
    InvocationHead head = invocation.head;
    Node node = nodes.get(head.id());
    StoredValue result = node == null || node.call == null ? null : node.call.result();
    return new InvocationRecord(
        head.id(),
        head.execution(),
        head.parent(),
        head.position(),
        head.task(),
        head.key(),
        invocation.state,
        head.arguments(),
        invocation.startedAt,
        invocation.endedAt,
        invocation.hits,
        result,
        invocation.error);
  }

  List<NodeRecord> nodes(Collection<Long> ids) {
    List<NodeRecord> found = new ArrayList<>(ids.size());
    for (long id : ids) {
      Node node = nodes.get(id);
      if (node != null) {
        found.add(record(node));
      }
    }
    return found;
  }

  List<NodeRecord> nodesUsing(String location, boolean written, int limit) {
    TreeSet<Long> users = (written ? writers : readers).get(location);
    return users == null ? List.of() : nodes(users.descendingSet().stream().limit(limit).toList());
  }

  private static NodeRecord record(Node node) {
    CallNode call = node.call;
    return new NodeRecord(
        node.id,
        node.head.task(),
        node.head.key(),
        node.head.arguments(),
        node.expression,
        call == null ? null : call.result(),
        call == null ? null : call.hash(),
        call == null ? new long[0] : call.children(),
        call == null ? List.of() : call.files(),
        node.finishedAt);
  }

  List<TaskVersion> taskVersions(String name) {
    List<TaskVersion> versions = new ArrayList<>(tasks.getOrDefault(name, Set.of()));
    Collections.reverse(versions);
    return versions;
  }
}
