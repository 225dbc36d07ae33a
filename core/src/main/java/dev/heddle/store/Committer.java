package dev.heddle.store;

import dev.heddle.store.ChangeSet.Fence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Group commit (law 3): the sets of all threads meet here and are written in the order they came,
 * as few transactions. Who writes is a thread of the committer's, or one that has to wait for the
 * answer anyway and finds nobody before it ({@link #commit}): so a lone submitter pays for no
 * switch of threads.
 *
 * <p>Batching is natural: what queued up while one transaction was committing is the next one, so
 * an idle store commits at once and a busy one commits rarely. A group holds at most {@link
 * #GROUP_CHANGES} changes, unless a single set has more.
 *
 * <p>A store that can be told through several tellers is, when the first has as much as a group to
 * write. Then sets may be told out of the order they came in, but for these: sets of one fence keep
 * their order, and a set about a worker, or that cancels, comes after all that came before it and
 * before all that come after.
 *
 * <p>Nobody is told before the transaction holding the set has committed. Each consumer is called
 * exactly once, on a thread that writes, those of one fence in the order of submission; it must be
 * quick, be safe beside others, and not call {@link #flush}, {@link #commit} or {@link #close}.
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

  /**
   * How many rows are on their way through the first teller when a further one is used, which costs
   * a connection: as many as fill a group.
   */
  private static final int BUSY = GROUP_CHANGES;

  private final Store store;
  private final int busy;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progressed = lock.newCondition();

  /** The first for all that must keep its order. */
  private final List<CommitLine> lines = new ArrayList<>();

  /** By fence of sets that were not told yet, where its newest is. */
  private final Map<Long, Route> routes = new HashMap<>();

  /** How many sets were not told yet that come after all before them and before all after. */
  private int turns;

  private boolean closing;
  private volatile @Nullable FatalStoreException fatal;

  private static final class Route {
    CommitLine line;
    int sets = 1;

    Route(CommitLine line) {
      this.line = line;
    }
  }

  /** Starts a committer in front of the store; closing it does not close the store. */
  public Committer(Store store) {
    this(store, BUSY);
  }

  /**
   * One that uses further tellers earlier or later.
   *
   * @param busy instead of {@link #BUSY}
   */
  Committer(Store store, int busy) {
    this.store = store;
    this.busy = busy;
    CommitLine.Lines all = new Lines();
    lines.add(new CommitLine(all, store, lock));
    store.moreTellers().forEach(teller -> lines.add(new CommitLine(all, teller, lock)));
  }

  /** What the lines ask of it. */
  private final class Lines implements CommitLine.Lines {
    @Override
    public boolean mayBeTold(CommitLine.Entry entry) {
      for (int i = 1; i < entry.before.length; i++) {
        if (lines.get(i).told() < entry.before[i]) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void told(CommitLine.Entry entry) {
      progressed.signalAll();
      if (lines.size() == 1) {
        return;
      }
      Route route = routes.get(entry.fence.id());
      if (route != null && --route.sets == 0) {
        routes.remove(entry.fence.id());
      }
      if (entry.inTurn) {
        turns--;
      }
      if (turns > 0) {
        lines.get(0).look();
      }
    }

    @Override
    public boolean isClosing() {
      return closing;
    }

    @Override
    public @Nullable FatalStoreException fatal() {
      return fatal;
    }

    @Override
    public void fatal(FatalStoreException error) {
      fatal = error;
    }

    @Override
    public String url() {
      return store.url();
    }
  }

  /**
   * Hands in one set: all of {@code changes} or none of them. Returns at once.
   *
   * @param told is called once with what became of the set; null if nobody needs to know
   */
  public void submit(Fence fence, List<Change> changes, @Nullable Consumer<Outcome> told) {
    CommitLine.Entry entry = new CommitLine.Entry(fence, changes, told);
    lock.lock();
    try {
      if (closing) {
        throw new StoreException(
            "The committer of " + store.url() + " is closed. Nothing of this set was written.",
            null);
      }
      routed(entry).add(entry);
    } finally {
      lock.unlock();
    }
  }

  /** Its line, which it is to be added to. */
  private CommitLine routed(CommitLine.Entry entry) {
    if (lines.size() == 1) {
      return lines.get(0);
    }
    CommitLine line = lines.get(0);
    if (entry.inTurn) {
      entry.before = lines.stream().mapToLong(CommitLine::submitted).toArray();
      turns++;
    }
    Route route = entry.fence.id() == 0 ? null : routes.get(entry.fence.id());
    if (turns == 0) {
      line = route == null ? leastBusy() : route.line;
    }
    if (route != null) {
      route.line = line;
      route.sets++;
    } else if (entry.fence.id() != 0) {
      routes.put(entry.fence.id(), new Route(line));
    }
    return line;
  }

  private CommitLine leastBusy() {
    CommitLine least = lines.get(0);
    if (least.load() >= busy) {
      for (CommitLine line : lines) {
        least = line.load() < least.load() ? line : least;
      }
    }
    return least;
  }

  /**
   * Hands in one set and waits for its answer. An interrupt does not cut that short: what was
   * handed in is answered.
   */
  public Outcome commit(Fence fence, List<Change> changes) {
    refuseOnOwnThread();
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    CommitLine.Entry entry = new CommitLine.Entry(fence, changes, answer::complete);
    // No virtual thread waits in a database (PROTOCOL §3).
    CommitLine line = VirtualThreads.isCurrent() ? null : begun(entry);
    if (line == null) {
      submit(fence, changes, answer::complete);
    } else {
      line.writeAlone(entry);
    }
    return await(answer);
  }

  /** The line in which nobody writes and nothing waits, so that the caller may; null if none. */
  private @Nullable CommitLine begun(CommitLine.Entry entry) {
    lock.lock();
    try {
      CommitLine first = lines.get(0);
      boolean follows = entry.fence.id() != 0 && routes.containsKey(entry.fence.id());
      if (closing || !first.isIdle() || follows || (entry.inTurn && !isIdle())) {
        return null;
      }
      CommitLine line = routed(entry);
      line.begin(entry);
      return line;
    } finally {
      lock.unlock();
    }
  }

  private boolean isIdle() {
    return lines.stream().allMatch(line -> line.told() == line.submitted());
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
      long pending = lines.stream().mapToLong(line -> line.submitted() - line.told()).sum();
      return (int) Math.min(Integer.MAX_VALUE, pending);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until every set submitted before this call has been told. */
  public void flush() throws InterruptedException {
    refuseOnOwnThread();
    lock.lock();
    try {
      long[] targets = lines.stream().mapToLong(CommitLine::submitted).toArray();
      for (int i = 0; i < targets.length; i++) {
        while (lines.get(i).told() < targets[i]) {
          progressed.await();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Commits what is pending, then ends the threads. An interrupt does not cut it short: it is kept
   * for the caller, since what was accepted must be answered.
   */
  @Override
  public void close() {
    refuseOnOwnThread();
    List<Thread> threads = new ArrayList<>();
    lock.lock();
    try {
      closing = true;
      for (CommitLine line : lines) {
        line.look();
        while (line.told() < line.submitted()) {
          progressed.awaitUninterruptibly();
        }
        if (line.thread() != null) {
          threads.add(line.thread());
        }
      }
    } finally {
      lock.unlock();
    }
    for (Thread thread : threads) { // not by forEach, which the model checker does not look into
      Uninterrupted.join(thread);
    }
  }

  private void refuseOnOwnThread() {
    lock.lock();
    try {
      if (lines.stream().anyMatch(line -> line.isWrittenBy(Thread.currentThread()))) {
        throw new IllegalStateException("A consumer of outcomes may not wait for the committer.");
      }
    } finally {
      lock.unlock();
    }
  }
}
