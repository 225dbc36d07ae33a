package dev.heddle.store;

import dev.heddle.task.TaskVersion;
import dev.heddle.value.FileStamp;
import dev.heddle.value.Hash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A store in this process's memory, with the semantics of every other one: fences, numbered sets,
 * calls in flight. Nothing of it outlives the last reference to it.
 *
 * <p>One instance is one client. {@link #peer()} opens another client of the same memory, which is
 * how several evaluators share it; closing a client marks what it left running INTERRUPTED, as the
 * death of a process does elsewhere.
 */
public final class MemoryStore implements Store {
  private final Memory memory;
  private final String owner;
  private final AtomicLong numbers = new AtomicLong(1);
  private final SetNumbers applied = new SetNumbers();
  private final ThreadLocal<Long> seen = ThreadLocal.withInitial(() -> 0L);
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
      return new Outcome.AlreadyApplied();
    }
    Outcome refusal = memory.refusal(set);
    if (refusal != null) {
      return refusal;
    }
    for (Change change : set.changes()) {
      memory.apply(change, this, owner);
    }
    applied.add(set.number());
    return new Outcome.Applied();
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
            found.add(memory.find(key));
          }
          return found;
        });
  }

  @Override
  public Map<FileStamp, Hash> digests(Collection<FileStamp> stamps) {
    return locked(() -> memory.digests(stamps));
  }

  /**
   * Marks nothing: a client of memory can't die without being closed, short of the whole process.
   */
  @Override
  public List<Long> recover() {
    return locked(List::of);
  }

  @Override
  public void awaitChange(long millis) throws InterruptedException {
    seen.set(memory.awaitChange(seen.get(), millis));
  }

  @Override
  public List<ExecutionRecord> executions(long before, int limit) {
    return locked(() -> memory.executions(before, limit));
  }

  @Override
  public Optional<ExecutionRecord> execution(long id) {
    return locked(() -> memory.execution(id));
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
    return locked(() -> memory.nodes(ids));
  }

  @Override
  public List<NodeRecord> nodesUsing(String location, boolean written, int limit) {
    return locked(() -> memory.nodesUsing(location, written, limit));
  }

  @Override
  public List<TaskVersion> taskVersions(String name) {
    return locked(() -> memory.taskVersions(name));
  }

  @Override
  public void close() {
    synchronized (memory) {
      if (!closed) {
        closed = true;
        memory.interruptExecutionsOf(this);
        memory.changed();
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
