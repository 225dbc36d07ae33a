package dev.heddle.store;

import dev.heddle.store.ChangeSet.Fence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets that are told through one teller, in the order they came. What is here is guarded by the
 * committer's lock, but for what only the thread that writes uses.
 */
final class CommitLine {
  private static final Logger LOG = LoggerFactory.getLogger(CommitLine.class);

  private static final Outcome APPLIED = new Outcome.Applied();

  private final Lines lines;
  private final Teller teller;
  private final ReentrantLock lock;
  private final Condition arrived;
  private final Deque<Entry> queue = new ArrayDeque<>();
  private @Nullable Thread thread;

  /** How many sets came here, and how many of them were told. */
  private long submitted;

  private long told;

  /** How many rows the sets are about that came and were not told. */
  private int load;

  /** Who writes now; null for nobody. */
  private @Nullable Thread writing;

  /** A set on its way. */
  static final class Entry {
    final Fence fence;
    final List<Change> changes;
    final @Nullable Consumer<Outcome> told;
    final int weight;

    /** Whether it is told after all that came before it, and before all that comes after. */
    final boolean inTurn;

    /** If so, by line, how many had come before it. */
    long[] before = {};

    Entry(Fence fence, List<Change> changes, @Nullable Consumer<Outcome> told) {
      this.fence = fence;
      this.changes = List.copyOf(changes);
      this.told = told;
      int rows = this.changes.size();
      boolean about = false;
      for (Change change : this.changes) {
        if (change instanceof Change.Submitted orders) {
          rows += orders.submissions().size() - 1;
        }
        about |=
            change instanceof Change.WorkerJoined
                || change instanceof Change.WorkerLearned
                || change instanceof Change.WorkerStopping
                || change instanceof Change.WorkerLeft
                || change instanceof Change.CancelRequested;
      }
      this.weight = rows;
      this.inTurn = about;
    }
  }

  /** What the lines of a committer have in common. */
  interface Lines {
    /** Whether what the entry has to come after was told. Under the lock. */
    boolean mayBeTold(Entry entry);

    /** It was told. Under the lock. */
    void told(Entry entry);

    boolean isClosing();

    /** Why nothing can be written any more. */
    @Nullable FatalStoreException fatal();

    void fatal(FatalStoreException error);

    String url();
  }

  CommitLine(Lines lines, Teller teller, ReentrantLock lock) {
    this.lines = lines;
    this.teller = teller;
    this.lock = lock;
    this.arrived = lock.newCondition();
  }

  // ---- under the lock

  /** Takes the entry in; its thread writes it. */
  void add(Entry entry) {
    queue.add(entry);
    count(entry);
    if (thread == null) {
      thread = started();
    }
    if (queue.size() == 1 && writing == null) { // else whoever writes wakes it when done
      arrived.signal();
    }
  }

  private Thread started() {
    Thread started = new Thread(this::commitUntilClosed, "heddle-committer");
    // A daemon, so that a forgotten committer never keeps a finished program alive.
    started.setDaemon(true);
    started.start();
    return started;
  }

  private void count(Entry entry) {
    submitted++;
    load += entry.weight;
  }

  /** The present thread is to write the entry itself, by {@link #writeAlone}. */
  void begin(Entry entry) {
    writing = Thread.currentThread();
    count(entry);
  }

  boolean isIdle() {
    return writing == null && queue.isEmpty();
  }

  int load() {
    return load;
  }

  long submitted() {
    return submitted;
  }

  long told() {
    return told;
  }

  boolean isWrittenBy(Thread one) {
    return writing == one;
  }

  /** What it waits for may be so. */
  void look() {
    arrived.signal();
  }

  /** Its thread; null if it never had one. */
  @Nullable Thread thread() {
    return thread;
  }

  // ---- by whoever writes

  /** After {@link #begin}. */
  void writeAlone(Entry entry) {
    try {
      write(List.of(entry));
    } finally {
      doneWriting();
    }
  }

  private void doneWriting() {
    lock.lock();
    try {
      writing = null;
      if (!queue.isEmpty() || lines.isClosing()) {
        arrived.signal();
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

  /** Everything that waits, up to the bound; empty once closed and drained. */
  private List<Entry> next() {
    lock.lock();
    try {
      while (writing != null || !hasNext()) {
        if (writing == null && queue.isEmpty() && lines.isClosing()) {
          return List.of();
        }
        arrived.awaitUninterruptibly();
      }
      List<Entry> group = new ArrayList<>(Math.min(queue.size(), Committer.GROUP_CHANGES));
      int changes = 0;
      while (hasNext() && group.size() < Committer.GROUP_CHANGES) {
        changes += queue.element().weight;
        if (changes > Committer.GROUP_CHANGES && !group.isEmpty()) {
          break;
        }
        group.add(queue.remove());
      }
      writing = Thread.currentThread();
      return group;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasNext() {
    return !queue.isEmpty() && lines.mayBeTold(queue.element());
  }

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
            "Writing to " + lines.url() + " failed: " + e + ". Nothing of this set was written.",
            e);
  }

  private List<ChangeSet> number(List<Entry> group) {
    long number = teller.reserveNumbers(group.size());
    List<ChangeSet> sets = new ArrayList<>(group.size());
    for (Entry entry : group) {
      sets.add(new ChangeSet(number++, entry.fence, entry.changes));
    }
    return sets;
  }

  private void commit(List<Entry> group, List<ChangeSet> sets) {
    FatalStoreException fatal = lines.fatal();
    if (fatal != null) {
      tell(group, new Outcome.Errored(fatal));
      return;
    }
    List<Outcome> outcomes;
    try {
      outcomes = teller.apply(sets);
    } catch (FatalStoreException e) {
      lines.fatal(e);
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
    told(group);
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
      outcome = teller.apply(set).get(0);
    } catch (FatalStoreException e) {
      lines.fatal(e);
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
    told(group);
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

  private void told(List<Entry> group) {
    lock.lock();
    try {
      told += group.size();
      for (Entry entry : group) {
        load -= entry.weight;
        lines.told(entry);
      }
    } finally {
      lock.unlock();
    }
  }
}
