package dev.heddle.benchmarks;

import dev.heddle.store.ChangeSet;
import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.Outcome;
import dev.heddle.store.RecordedCall;
import dev.heddle.store.Store;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.FileStamp;
import dev.heddle.value.Hash;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store that notes how long each of its transactions took, from call to durable. */
final class TimedStore implements Store {
  private final Store store;
  private long[] nanos = new long[1 << 12];
  private int commits;

  TimedStore(Store store) {
    this.store = store;
  }

  @Override
  public List<Outcome> apply(List<ChangeSet> group) {
    long begun = System.nanoTime();
    List<Outcome> outcomes = store.apply(group);
    note(System.nanoTime() - begun);
    return outcomes;
  }

  private synchronized void note(long time) {
    if (commits == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * commits);
    }
    nanos[commits++] = time;
  }

  synchronized int commits() {
    return commits;
  }

  /** The time, in milliseconds, that this part of the transactions did not exceed. */
  synchronized double millis(double part) {
    long[] sorted = Arrays.copyOf(nanos, commits);
    Arrays.sort(sorted);
    return commits == 0 ? 0 : sorted[(int) Math.min(commits - 1L, (long) (part * commits))] / 1e6;
  }

  @Override
  public String url() {
    return store.url();
  }

  @Override
  public long reserveNumbers(int count) {
    return store.reserveNumbers(count);
  }

  @Override
  public long reserveIds(int count) {
    return store.reserveIds(count);
  }

  @Override
  public List<List<RecordedCall>> find(List<Hash> keys) {
    return store.find(keys);
  }

  @Override
  public Map<FileStamp, Hash> digests(Collection<FileStamp> stamps) {
    return store.digests(stamps);
  }

  @Override
  public List<Long> recover() {
    return store.recover();
  }

  @Override
  public void awaitChange(long millis) throws InterruptedException {
    store.awaitChange(millis);
  }

  @Override
  public List<ExecutionRecord> executions(long before, int limit) {
    return store.executions(before, limit);
  }

  @Override
  public Optional<ExecutionRecord> execution(long id) {
    return store.execution(id);
  }

  @Override
  public List<InvocationRecord> invocations(long execution, long after, int limit) {
    return store.invocations(execution, after, limit);
  }

  @Override
  public Optional<InvocationRecord> invocation(long id) {
    return store.invocation(id);
  }

  @Override
  public List<NodeRecord> nodes(Collection<Long> ids) {
    return store.nodes(ids);
  }

  @Override
  public List<NodeRecord> nodesUsing(String location, boolean written, int limit) {
    return store.nodesUsing(location, written, limit);
  }

  @Override
  public List<TaskVersion> taskVersions(String name) {
    return store.taskVersions(name);
  }

  @Override
  public void close() {
    store.close();
  }
}
