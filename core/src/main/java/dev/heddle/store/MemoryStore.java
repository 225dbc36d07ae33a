package dev.heddle.store;

import dev.heddle.InvocationState;
import dev.heddle.StateChange;
import dev.heddle.store.Executions.Execution;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.FileStamp;
import dev.heddle.value.Hash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A store in this process's memory, with the semantics of every other one: fences, numbered sets,
 * calls in flight. Nothing of it outlives the last reference to it.
 *
 * <p>One instance is one client. {@link #peer()} opens another client of the same memory, which is
 * how several evaluators and workers share it. Closing a client marks what it left running
 * INTERRUPTED, and gives back what its workers own; {@link #die} leaves that to {@link #recover} by
 * another client.
 */
public final class MemoryStore implements Store {
  private final Memory memory;
  private final String owner;
  private final AtomicLong numbers = new AtomicLong(1);
  private final SetNumbers applied = new SetNumbers();
  private boolean closed;

  /** An empty store. */
  public MemoryStore() {
    this(new Memory());
  }

  private MemoryStore(Memory memory) {
    this.memory = memory;
    this.owner = "pid " + ProcessHandle.current().pid();
  }

  /** Another client of the same memory. */
  public MemoryStore peer() {
    return new MemoryStore(memory);
  }

  @Override
  public String url() {
    return "memory:";
  }

  @Override
  public List<Outcome> apply(List<ChangeSet> group) {
    return locked(
        () -> {
          List<Outcome> outcomes = new ArrayList<>(group.size());
          for (ChangeSet set : group) {
            outcomes.add(apply(set));
          }
          memory.changed();
          return List.copyOf(outcomes);
        });
  }

  private Outcome apply(ChangeSet set) {
    if (applied.contains(set.number())) {
      return memory.appliedBefore(set);
    }
    Outcome refusal = Judge.refusal(memory, set);
    if (refusal != null) {
      return refusal;
    }
    Outcome outcome = memory.apply(set, this, owner);
    applied.add(set.number());
    return outcome;
  }

  @Override
  public long reserveNumbers(int count) {
    return numbers.getAndAdd(count);
  }

  @Override
  public long reserveIds(int count) {
    if (count <= 0) {
      throw new IllegalArgumentException("count must be > 0 but is " + count);
    }
    return locked(() -> memory.reserve(count));
  }

  @Override
  public List<List<RecordedCall>> find(List<Hash> keys) {
    return locked(
        () -> {
          List<List<RecordedCall>> found = new ArrayList<>(keys.size());
          for (Hash key : keys) {
            found.add(memory.nodes.find(key));
          }
          return found;
        });
  }

  @Override
  public Map<FileStamp, Hash> digests(Collection<FileStamp> stamps) {
    return locked(() -> memory.digests(stamps));
  }

  @Override
  public Recovery recover() {
    return locked(
        () -> {
          Recovery recovery = memory.deaths.recover(System.currentTimeMillis());
          if (!recovery.isEmpty()) {
            memory.changed();
          }
          return recovery;
        });
  }

  @Override
  public long heard(News news) {
    return memory.version();
  }

  /** Of each change: there is one who tells, and not of what. */
  @Override
  public long await(News news, long since, long millis) throws InterruptedException {
    return memory.awaitChange(since, millis);
  }

  @Override
  public List<ExecutionRecord> executions(long before, int limit) {
    return locked(() -> memory.executions.before(before, limit));
  }

  @Override
  public Optional<ExecutionRecord> execution(long id) {
    return locked(() -> Optional.ofNullable(memory.executions.get(id)).map(Execution::record));
  }

  @Override
  public List<InvocationRecord> invocations(long execution, long after, int limit) {
    return locked(() -> memory.invocations(execution, after, limit));
  }

  @Override
  public Optional<InvocationRecord> invocation(long id) {
    return locked(() -> memory.invocation(id));
  }

  @Override
  public List<NodeRecord> nodes(Collection<Long> ids) {
    return locked(() -> memory.nodes.records(ids));
  }

  @Override
  public List<NodeRecord> nodesUsing(String location, boolean written, int limit) {
    return locked(() -> memory.nodes.using(location, written, limit));
  }

  @Override
  public List<TaskVersion> taskVersions(String name) {
    return locked(() -> memory.nodes.taskVersions(name));
  }

  @Override
  public List<Claimed> claim(Claim claim) {
    return locked(
        () -> {
          List<Claimed> claimed = memory.course.claim(claim);
          if (!claimed.isEmpty()) {
            memory.changed();
          }
          return claimed;
        });
  }

  @Override
  public Availability available(Claim claim) {
    return locked(() -> memory.course.available(claim));
  }

  @Override
  public Set<Long> beat(Collection<Long> workers, long at) {
    return locked(() -> memory.workers.beat(workers, at));
  }

  @Override
  public Pruned prune(long before, boolean dryRun) {
    return locked(() -> new Retention(memory, before).prune(dryRun));
  }

  @Override
  public List<InvocationRecord> ended(Collection<Long> ids) {
    return locked(
        () ->
            ids.stream()
                .filter(id -> memory.hasEnded(id))
                .flatMap(id -> memory.invocation(id).stream())
                .toList());
  }

  @Override
  public Map<Long, InvocationState> states(Collection<Long> ids) {
    return locked(
        () -> {
          Map<Long, InvocationState> states = new HashMap<>();
          for (long id : ids) {
            InvocationState state = memory.state(id);
            if (state != null) {
              states.put(id, state);
            }
          }
          return states;
        });
  }

  @Override
  public List<Owned> owned(long worker) {
    return locked(() -> memory.workers.owned(worker));
  }

  @Override
  public List<StateChange> history(long invocation) {
    return locked(() -> memory.history(invocation));
  }

  @Override
  public List<Long> children(long invocation, long after, int limit) {
    return locked(
        () ->
            memory.book.children(invocation).stream()
                .map(Ordered::id)
                .filter(id -> id > after)
                .limit(limit)
                .toList());
  }

  @Override
  public List<LogLine> logLines(long invocation, int limit) {
    return locked(() -> memory.logs.of(invocation, limit));
  }

  @Override
  public List<InvocationRecord> submitted(long before, int limit) {
    return locked(
        () -> memory.book.before(before).stream().limit(limit).map(memory::record).toList());
  }

  @Override
  public List<Waiting> waiting() {
    return locked(memory::waiting);
  }

  @Override
  public List<WorkerRecord> workers(int limit) {
    return locked(() -> memory.workers.newest(limit));
  }

  @Override
  public Inspection inspection() {
    return new MemoryInspection(memory, this::locked);
  }

  @Override
  public void close() {
    synchronized (memory) {
      if (!closed) {
        closed = true;
        memory.deaths.closed(this, System.currentTimeMillis());
        memory.changed();
      }
    }
  }

  /**
   * Ends this client as a kill -9 would: what it owned stays, until somebody recovers. For tests of
   * what happens then; to its user it is closed.
   */
  public void die() {
    synchronized (memory) {
      if (!closed) {
        closed = true;
        memory.deaths.died(this);
      }
    }
  }

  private <T> T locked(Supplier<T> work) {
    synchronized (memory) {
      if (closed) {
        throw new StoreException(
            "The store memory: is closed. Open another one; what it held is gone.", null);
      }
      return work.get();
    }
  }
}
