package dev.heddle.work;

import dev.heddle.HeddleException;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.News;
import dev.heddle.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for invocations to end, for everybody in this process, on one thread. What a worker of this
 * process ends it is told; of the others it asks the store after each change, in batches (PROTOCOL
 * §3.5), and never more often than leaves the store to those who work. While it waits it sees to it
 * that a death is noticed, also where nobody works. Thread-safe.
 */
final class Waits implements AutoCloseable {
  /** How many invocations one round asks for. */
  private static final int ROUND = 4_096;

  /** How many are few enough to ask for at every change. */
  private static final int FEW = 64;

  /** The net beneath the hints. */
  private static final long NET_MILLIS = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(Waits.class);

  private final Store store;
  private final Patrol patrol;
  private final Executor reader;
  private final Set<Long> held;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wanted = lock.newCondition();
  private final Map<Long, Wait> waits = new LinkedHashMap<>();
  private @Nullable Thread thread;
  private boolean closed;

  /** Whether the thread waits for somebody who waits. */
  private boolean idle;

  /** Not asked for yet: they may have ended before anybody waited, so that no change will tell. */
  private List<Long> fresh = new ArrayList<>();

  /**
   * Who waits for one invocation.
   *
   * @param since when it had not ended yet
   */
  private record Wait(CompletableFuture<End> end, NoWorker.Where where, long since) {}

  /**
   * @param reader threads on which the store may be read
   * @param held what workers of this process hold: they tell when it ends
   */
  Waits(Store store, Patrol patrol, Executor reader, Set<Long> held) {
    this.store = store;
    this.patrol = patrol;
    this.reader = reader;
    this.held = held;
  }

  /**
   * Completes when the invocation has ended. One future per invocation; do not complete it.
   *
   * @param since what was heard of ends ({@link Store#heard}) when it had not ended, so that it
   *     need not be asked for before more is heard; or {@link Store#NOTHING_HEARD}
   */
  CompletableFuture<End> end(long id, NoWorker.Where where, long since) {
    lock.lock();
    try {
      if (closed) {
        throw new HeddleException(
            "This app is closed. The invocation goes on; open another app to wait for it.");
      }
      Wait known = waits.get(id);
      if (known == null) {
        known = new Wait(new CompletableFuture<>(), where, since);
        waits.put(id, known);
        patrol.waiting(true);
        if (idle) {
          wanted.signal(); // it asks at once, if need be
        } else {
          if (store.heard(News.END) != since) {
            look(List.of(id));
          }
          start();
        }
      }
      return known.end();
    } finally {
      lock.unlock();
    }
  }

  /** These may have ended in a way that no worker of this process tells. */
  void look(List<Long> ids) {
    lock.lock();
    try {
      for (long id : ids) {
        if (waits.containsKey(id) && !held.contains(id)) {
          fresh.add(id);
          if (fresh.size() == 1) {
            reader.execute(this::askForFresh);
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** A worker of this process has ended it, and that is durable. */
  void ended(long id, End end) {
    Wait wait;
    lock.lock();
    try {
      wait = waits.remove(id);
    } finally {
      lock.unlock();
    }
    if (wait != null) {
      wait.end().complete(end);
    }
  }

  private void start() {
    if (thread == null) {
      thread = new Thread(this::run, "heddle-waits");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    NoWorker noWorker = new NoWorker(store);
    long lastEnd = System.nanoTime();
    long heard = Store.NOTHING_HEARD;
    int unasked = 0;
    while (true) {
      try {
        boolean none = size() == 0;
        if (!await()) {
          return;
        }
        if (none) { // nobody waited until now
          lastEnd = System.nanoTime();
          heard = store.heard(News.END); // Whatever ended before is seen by asking now.
          if (areAllSince(heard)) {
            heard = store.await(News.END, heard, NET_MILLIS);
          }
        }
        if (unasked <= 0) {
          unasked = size();
        }
        long begun = System.nanoTime();
        Asked asked = ask();
        long took = System.nanoTime() - begun;
        // All are asked for after a change, if by several rounds: it may have been the last.
        unasked = asked.count < ROUND ? 0 : unasked - ROUND;
        if (asked.ended > 0) {
          lastEnd = System.nanoTime();
        } else if (System.nanoTime() - lastEnd > TimeUnit.SECONDS.toNanos(2)) {
          noWorker.look(where());
        }
        if (asked.count > FEW && asked.ended < asked.count / 2) {
          // Asking for many is work; ten times as long is left to those who end them.
          TimeUnit.NANOSECONDS.sleep(Math.min(took * 10, TimeUnit.MILLISECONDS.toNanos(100)));
        }
        if (unasked <= 0 && size() > 0) {
          heard = store.await(News.END, heard, NET_MILLIS);
        }
      } catch (InterruptedException e) {
        return; // closing
      } catch (RuntimeException | Error e) {
        if (isClosed()) {
          return;
        }
        LOG.warn("event=waiting-failed consequence=tries-again", e);
        pauseAfterFailure();
      }
    }
  }

  private static void pauseAfterFailure() {
    try {
      TimeUnit.MILLISECONDS.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing: the next wait ends it
    }
  }

  /** Waits until somebody waits; false once closed. */
  private boolean await() throws InterruptedException {
    lock.lock();
    try {
      while (waits.isEmpty() && !closed) {
        patrol.waiting(false);
        idle = true;
        wanted.await();
      }
      idle = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing was heard since each of them had not ended. */
  private boolean areAllSince(long heard) {
    lock.lock();
    try {
      return waits.values().stream().allMatch(wait -> wait.since == heard);
    } finally {
      lock.unlock();
    }
  }

  private int size() {
    lock.lock();
    try {
      return waits.size();
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private Collection<NoWorker.Where> where() {
    lock.lock();
    try {
      return waits.values().stream().map(Wait::where).toList();
    } finally {
      lock.unlock();
    }
  }

  private void askForFresh() {
    List<Long> asked;
    lock.lock();
    try {
      asked = fresh;
      fresh = new ArrayList<>();
    } finally {
      lock.unlock();
    }
    try {
      for (int from = 0; from < asked.size(); from += ROUND) {
        List<Long> some = asked.subList(from, Math.min(from + ROUND, asked.size()));
        store.ended(some).forEach(record -> ended(record.id(), End.of(record)));
      }
    } catch (RuntimeException | Error e) {
      LOG.debug("event=waiting-failed consequence=asked-again-later", e);
    }
  }

  /** How many were asked for, and how many of them had ended. */
  private record Asked(int count, int ended) {}

  /** Asks for the oldest. */
  private Asked ask() {
    List<Long> round = round();
    if (round.isEmpty()) {
      return new Asked(0, 0);
    }
    List<InvocationRecord> ended = store.ended(round);
    ended.forEach(record -> ended(record.id(), End.of(record)));
    return new Asked(round.size(), ended.size());
  }

  /** The next to ask for. Those of a full round go to the end, so that all have their turn. */
  private List<Long> round() {
    lock.lock();
    try {
      List<Long> round = new ArrayList<>(Math.min(ROUND, waits.size()));
      Iterator<Long> ids = waits.keySet().iterator();
      while (ids.hasNext() && round.size() < ROUND) {
        long id = ids.next();
        if (!held.contains(id)) {
          round.add(id);
        }
      }
      if (round.size() == ROUND) {
        for (long id : round) {
          Wait wait = waits.remove(id);
          if (wait != null) {
            waits.put(id, wait);
          }
        }
      }
      return round;
    } finally {
      lock.unlock();
    }
  }

  /** Whoever still waits is told that nobody waits here any more. */
  @Override
  public void close() {
    List<Wait> open;
    Thread running;
    lock.lock();
    try {
      closed = true;
      open = new ArrayList<>(waits.values());
      waits.clear();
      running = thread;
      wanted.signalAll();
    } finally {
      lock.unlock();
    }
    if (running != null) {
      running.interrupt();
    }
    open.forEach(
        wait ->
            wait.end()
                .completeExceptionally(
                    new HeddleException(
                        "This app was closed while it waited. The invocation goes on; open another"
                            + " app to wait for it.")));
  }
}
