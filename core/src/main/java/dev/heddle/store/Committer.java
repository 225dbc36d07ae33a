package dev.heddle.store;

import dev.heddle.store.ChangeSet.Fence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit (law 3): the sets of all threads meet here and one thread at a time writes them, in
 * the order they came, as few transactions. That is a thread of its own, or one that has to wait
 * for the answer anyway and finds nobody before it ({@link #commit}): so a lone submitter pays for
 * no switch of threads.
 *
 * <p>Batching is natural: what queued up while one transaction was committing is the next one, so
 * an idle store commits at once and a busy one commits rarely. A group holds at most {@link
 * #GROUP_CHANGES} changes, unless a single set has more.
 *
 * <p>Nobody is told before the transaction holding the set has committed. Each consumer is called
 * exactly once, on the thread that writes, in the order of submission; it must be quick and must
 * not call {@link #flush}, {@link #commit} or {@link #close}.
 *
 * <p>When a transaction fails, the group is halved until only the guilty set is left, and that one
 * alone, told twice, is answered {@link Outcome.Errored}. A set whose transaction had committed
 * although the answer was lost is recognised by its number, so it is not applied twice. After a
 * {@link FatalStoreException} nothing more is tried: everything pending, and everything submitted
 * later, is told Errored with the reason.
 *
 * <p>Thread-safe. Several committers may share one store.
 */
public final class Committer implements AutoCloseable {
  /** Most changes in a group: bounds how long one transaction keeps other processes out. */
  public static final int GROUP_CHANGES = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

  private static final Outcome APPLIED = new Outcome.Applied();

  private record Entry(Fence fence, List<Change> changes, @Nullable Consumer<Outcome> told) {}

  private final Store store;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition progressed = lock.newCondition();
  private final Deque<Entry> queue = new ArrayDeque<>();
  private long submitted;
  private long told;
  private boolean closing;

  /** Who writes now; null for nobody. Whoever is, is alone with what is not guarded. */
  private @Nullable Thread writing;

  private @Nullable FatalStoreException fatal;

  /** Starts a committer in front of the store; closing it does not close the store. */
  public Committer(Store store) {
    this.store = store;
    // A daemon, so that a forgotten committer never keeps a finished program alive.
    this.thread = new Thread(this::commitUntilClosed, "heddle-committer");
    this.thread.setDaemon(true);
    this.thread.start();
  }

  /**
   * Hands in one set: all of {@code changes} or none of them. Returns at once.
   *
   * @param told is called once with what became of the set; null if nobody needs to know
   */
  public void submit(Fence fence, List<Change> changes, @Nullable Consumer<Outcome> told) {
    Entry entry = new Entry(fence, List.copyOf(changes), told);
    lock.lock();
    try {
      if (closing) {
        throw new StoreException(
            "The committer of " + store.url() + " is closed. Nothing of this set was written.",
            null);
      }
      queue.add(entry);
      submitted++;
      if (queue.size() == 1 && writing == null) { // else whoever writes wakes it when done
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Hands in one set and waits for its answer. An interrupt does not cut that short: what was
   * handed in is answered.
   */
  public Outcome commit(Fence fence, List<Change> changes) {
    refuseOnOwnThread();
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    Entry entry = new Entry(fence, List.copyOf(changes), answer::complete);
    if (mayWriteItself()) {
      try {
        write(List.of(entry));
      } finally {
        doneWriting();
      }
    } else {
      submit(fence, changes, answer::complete);
    }
    return await(answer);
  }

  /**
   * Whether nobody writes and nothing waits. No virtual thread waits in a database (PROTOCOL §3).
   */
  private boolean mayWriteItself() {
    if (VirtualThreads.isCurrent()) {
      return false;
    }
    lock.lock();
    try {
      if (writing != null || !queue.isEmpty() || closing) {
        return false;
      }
      writing = Thread.currentThread();
      submitted++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void doneWriting() {
    lock.lock();
    try {
      writing = null;
      if (!queue.isEmpty() || closing) {
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private static Outcome await(CompletableFuture<Outcome> answer) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return answer.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new StoreException("The store gave no answer: " + e.getCause(), e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** How many sets were submitted and not told yet; slow down while it grows. */
  public int pending() {
    lock.lock();
    try {
      return (int) Math.min(Integer.MAX_VALUE, submitted - told);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until every set submitted before this call has been told. */
  public void flush() throws InterruptedException {
    refuseOnOwnThread();
    lock.lock();
    try {
      long target = submitted;
      while (told < target) {
        progressed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Commits what is pending, then ends the thread. An interrupt does not cut it short: it is kept
   * for the caller, since what was accepted must be answered.
   */
  @Override
  public void close() {
    refuseOnOwnThread();
    lock.lock();
    try {
      closing = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
    Uninterrupted.join(thread);
  }

  private void refuseOnOwnThread() {
    lock.lock();
    try {
      if (Thread.currentThread() == writing) {
        throw new IllegalStateException("A consumer of outcomes may not wait for the committer.");
      }
    } finally {
      lock.unlock();
    }
  }

  private void commitUntilClosed() {
    for (List<Entry> group = next(); !group.isEmpty(); group = next()) {
      try {
        write(group);
      } finally {
        doneWriting();
      }
    }
  }

  /** Only by whoever is {@link #writing}. */
  private void write(List<Entry> group) {
    List<ChangeSet> sets;
    try {
      sets = number(group);
    } catch (Throwable e) {
      tell(group, new Outcome.Errored(failed(e)));
      return;
    }
    commit(group, sets);
  }

  private StoreException failed(Throwable e) {
    return e instanceof StoreException known
        ? known
        : new StoreException(
            "Writing to " + store.url() + " failed: " + e + ". Nothing of this set was written.",
            e);
  }

  /** Everything that waits, up to the bound; empty once closed and drained. */
  private List<Entry> next() {
    lock.lock();
    try {
      while (writing != null || (queue.isEmpty() && !closing)) {
        arrived.awaitUninterruptibly();
      }
      List<Entry> group = new ArrayList<>(Math.min(queue.size(), GROUP_CHANGES));
      int changes = 0;
      while (!queue.isEmpty() && group.size() < GROUP_CHANGES) {
        changes += weight(queue.element().changes);
        if (changes > GROUP_CHANGES && !group.isEmpty()) {
          break;
        }
        group.add(queue.remove());
      }
      writing = thread;
      return group;
    } finally {
      lock.unlock();
    }
  }

  /** How many rows it is about; a batch of orders is one change and many rows. */
  private static int weight(List<Change> changes) {
    int weight = changes.size();
    for (Change change : changes) {
      if (change instanceof Change.Submitted submitted) {
        weight += submitted.submissions().size() - 1;
      }
    }
    return weight;
  }

  private List<ChangeSet> number(List<Entry> group) {
    long number = store.reserveNumbers(group.size());
    List<ChangeSet> sets = new ArrayList<>(group.size());
    for (Entry entry : group) {
      sets.add(new ChangeSet(number++, entry.fence, entry.changes));
    }
    return sets;
  }

  private void commit(List<Entry> group, List<ChangeSet> sets) {
    if (fatal != null) {
      tell(group, new Outcome.Errored(fatal));
      return;
    }
    List<Outcome> outcomes;
    try {
      outcomes = store.apply(sets);
    } catch (FatalStoreException e) {
      fatal = e;
      tell(group, new Outcome.Errored(e));
      return;
    } catch (Throwable e) {
      // Also an Error: this thread must live on, or whoever waits for an answer waits for ever.
      retry(group, sets, failed(e));
      return;
    }
    for (int i = 0; i < group.size(); i++) {
      Outcome outcome = outcomes.get(i);
      // Only a retry of our own can find a set applied already: to the submitter it is applied.
      tell(group.get(i), outcome instanceof Outcome.AlreadyApplied ? APPLIED : outcome);
    }
    told(group.size());
  }

  private void retry(List<Entry> group, List<ChangeSet> sets, StoreException error) {
    if (group.size() == 1) {
      tellAgain(group, sets, error);
      return;
    }
    int half = group.size() / 2;
    commit(group.subList(0, half), sets.subList(0, half));
    commit(group.subList(half, group.size()), sets.subList(half, sets.size()));
  }

  /**
   * The last word on a single set. Its transaction may have committed, and only the answer was
   * lost: "nothing was written" may be said only by a store that was asked again.
   */
  private void tellAgain(List<Entry> group, List<ChangeSet> set, StoreException error) {
    Outcome outcome;
    try {
      outcome = store.apply(set).get(0);
    } catch (FatalStoreException e) {
      fatal = e;
      outcome = new Outcome.Errored(e);
    } catch (Throwable e) {
      if (e != error) {
        error.addSuppressed(e);
      }
      outcome = new Outcome.Errored(error);
    }
    tell(group, outcome instanceof Outcome.AlreadyApplied ? APPLIED : outcome);
  }

  private void tell(List<Entry> group, Outcome outcome) {
    group.forEach(entry -> tell(entry, outcome));
    told(group.size());
  }

  private static void tell(Entry entry, Outcome outcome) {
    if (entry.told == null) {
      if (outcome instanceof Outcome.Errored errored) {
        LOG.warn("event=set-not-written changes={}", entry.changes.size(), errored.error());
      }
      return;
    }
    try {
      entry.told.accept(outcome);
    } catch (RuntimeException | Error e) {
      LOG.error("event=consumer-of-outcome-failed outcome={}", outcome, e);
    }
  }

  private void told(int count) {
    lock.lock();
    try {
      told += count;
      progressed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
