package dev.heddle.store;

import dev.heddle.InvocationState;
import dev.heddle.StateChange;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.FileStamp;
import dev.heddle.value.Hash;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
public interface Store extends Teller, AutoCloseable {

  /**
   * What was opened, as a URL that may be shown: {@code sqlite:/path/heddle.db}, {@code memory:} or
   * {@code postgresql://user@host/database}, without the password.
   */
  String url();

  /**
   * Further tellers of this client, which write beside this store and beside each other; none if
   * its groups can only be applied one after another. What they hold is opened when it is used.
   */
  default List<Teller> moreTellers() {
    return List.of();
  }

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
   * Takes available invocations for a worker of this client: highest priority first, those that a
   * paused body waits for before all others. What is due becomes QUEUED on the way. Answers nothing
   * for a worker that is not ALIVE. Safe to repeat (see {@link Claim#token}).
   */
  List<Claimed> claim(Claim claim);

  /** Whether {@link #claim} would find anything; reads only. */
  Availability available(Claim claim);

  /**
   * Whether a claim that finds nothing keeps no other process from writing, so that a worker that
   * hears of a change claims at once and does not look first.
   */
  default boolean claimsBesideWriters() {
    return false;
  }

  /**
   * Notices dead processes (PROTOCOL §4), in one transaction: marks their workers DEAD, takes what
   * those own, counting the deaths, marks their executions INTERRUPTED but for those of an
   * invocation that is queued again, and frees what they held in flight. Looks quickly if nobody
   * died. Has to be called again and again for silence to be noticed.
   */
  Recovery recover();

  /**
   * Says that this process lives; returns those of its workers that were declared DEAD.
   *
   * @param workers of this client
   */
  Set<Long> beat(Collection<Long> workers, long at);

  /**
   * Removes what ended before a moment and is not used since, in short transactions (PROTOCOL §7).
   *
   * @param before epoch milliseconds
   * @param dryRun whether to count only
   */
  Pruned prune(long before, boolean dryRun);

  /** The mark of one who has heard of nothing yet. */
  long NOTHING_HEARD = 0;

  /**
   * A mark from which to {@link #await} such news: what it is about will be committed, or was a
   * short time ago. It costs next to nothing, and asks nobody. If two marks are the same, nothing
   * was heard between them; what is under way may not be heard yet.
   */
  long heard(News news);

  /**
   * Returns when there may be such news since a mark, or after {@code millis}. A hint only; a store
   * that can't tell what has changed returns after each change.
   *
   * @return the mark to wait from for what comes next; what is read after this returns has all that
   *     came before it
   */
  long await(News news, long since, long millis) throws InterruptedException;

  /** Executions with an id below {@code before}, newest first. */
  List<ExecutionRecord> executions(long before, int limit);

  Optional<ExecutionRecord> execution(long id);

  /** Invocations of an execution with an id above {@code after}, in the order of their ids. */
  List<InvocationRecord> invocations(long execution, long after, int limit);

  Optional<InvocationRecord> invocation(long id);

  /** Of these, the ones that are final, as {@link #invocation} would answer them, in any order. */
  List<InvocationRecord> ended(Collection<Long> ids);

  /** The states of these; unknown ids are left out. */
  Map<Long, InvocationState> states(Collection<Long> ids);

  /** What a worker owns. */
  List<Owned> owned(long worker);

  /** The history of an ordered invocation in the order of its times; empty for others. */
  List<StateChange> history(long invocation);

  /** The invocations that its body ordered, in the order of their ids. */
  List<Long> children(long invocation, long after, int limit);

  /** Lines its bodies logged, the oldest first. */
  List<LogLine> logLines(long invocation, int limit);

  /** Ordered invocations with an id below {@code before}, newest first. */
  List<InvocationRecord> submitted(long before, int limit);

  /**
   * What waits in which queue, and what runs. No more are looked at than {@link Waiting#LOOKS_AT}
   * says; where there are more, the counts of those that have most are least ones.
   */
  List<Waiting> waiting();

  /** Workers, newest first: those that live, and as many that ended as {@code limit} leaves. */
  List<WorkerRecord> workers(int limit);

  /** Call nodes by id; ids that are gone are left out. */
  List<NodeRecord> nodes(Collection<Long> ids);

  /** Call nodes that read or wrote the file, newest first. */
  List<NodeRecord> nodesUsing(String location, boolean written, int limit);

  /** What those ask who look at what runs and what ran. */
  Inspection inspection();

  /** Every recorded state of a task's code, newest first. */
  List<TaskVersion> taskVersions(String name);

  /**
   * What dates everything that is written here. In a store that several hosts share it is that of
   * the database, whatever their own clocks say.
   */
  default InstantSource clock() {
    return InstantSource.system();
  }

  /**
   * Orders these in a transaction of the caller's own on the store's database: they are on record
   * if and only if it commits, and seen by nobody before.
   *
   * @param transaction a connection to the store's database, not in auto-commit mode
   * @param orders of nobody's children
   * @return parallel to them, the id under which each will stand: that of another if one of its key
   *     is on record
   */
  default List<Long> order(Connection transaction, List<Submission> orders) {
    throw StoreTransaction.unsupported(url());
  }

  /**
   * Begins a transaction in the store's database for effects that are to be committed together with
   * a change.
   *
   * @param limit after how long without a statement the database may end it
   */
  default StoreTransaction begin(Duration limit) {
    throw StoreTransaction.unsupported(url());
  }

  @Override
  void close();
}
