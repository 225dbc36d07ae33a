package dev.heddle.store;

import dev.heddle.task.TaskVersion;
import dev.heddle.value.FileStamp;
import dev.heddle.value.Hash;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one memory (law 1). Thread-safe. Calls block and may touch a disk or a network: the engine
 * makes them only on its own platform threads, never on the evaluator's loop and never on a virtual
 * thread. Every method throws {@link StoreException} with a message fit for a user.
 *
 * <p>One instance is one client: set numbers count per instance. Closing it marks the executions it
 * left running INTERRUPTED and frees what they held in flight.
 *
 * <p>A read sees everything whose {@link #apply} returned before it began, in any process.
 */
public interface Store extends AutoCloseable {

  /** What was opened, as a URL: {@code sqlite:/path/heddle.db} or {@code memory:}. */
  String url();

  /**
   * Applies a group of sets in one transaction, durable when this returns, and answers for each in
   * order. Throws if the transaction as a whole failed; then nothing, or (answer lost) everything
   * was applied: telling the same group again is safe.
   */
  List<Outcome> apply(List<ChangeSet> group);

  /**
   * Reserves {@code count} set numbers of this client and returns the first. Rising from 1, taken
   * without touching the disk. Everyone who makes {@link ChangeSet}s for this instance takes their
   * numbers here; two that counted on their own would be taken for repeats of each other.
   */
  long reserveNumbers(int count);

  /** Reserves {@code count} ids and returns the first. Ids rise, are never reused, and are > 0. */
  long reserveIds(int count);

  /**
   * Finds reusable call nodes. The answer is parallel to {@code keys}; each entry holds every
   * candidate for the key, newest first, at most a few.
   */
  List<List<RecordedCall>> find(List<Hash> keys);

  /** The digests remembered for these exact stamps. */
  Map<FileStamp, Hash> digests(Collection<FileStamp> stamps);

  /**
   * Notices dead processes: marks their executions INTERRUPTED and frees what they held in flight.
   * Returns the executions it marked.
   */
  List<Long> recover();

  /**
   * Returns when something may have changed since the last return to this caller, or after {@code
   * millis}. A hint only.
   */
  void awaitChange(long millis) throws InterruptedException;

  /** Executions with an id below {@code before}, newest first. */
  List<ExecutionRecord> executions(long before, int limit);

  Optional<ExecutionRecord> execution(long id);

  /** Invocations of an execution with an id above {@code after}, in the order of their ids. */
  List<InvocationRecord> invocations(long execution, long after, int limit);

  Optional<InvocationRecord> invocation(long id);

  /** Call nodes by id; ids that are gone are left out. */
  List<NodeRecord> nodes(Collection<Long> ids);

  /** Call nodes that read or wrote the file, newest first. */
  List<NodeRecord> nodesUsing(String location, boolean written, int limit);

  /** Every recorded state of a task's code, newest first. */
  List<TaskVersion> taskVersions(String name);

  @Override
  void close();
}
