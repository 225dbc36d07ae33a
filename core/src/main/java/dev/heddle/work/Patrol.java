package dev.heddle.work;

import dev.heddle.store.Ids;
import dev.heddle.store.Recovery;
import dev.heddle.store.Store;
import dev.heddle.store.Uninterrupted;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the dead and the living, while anybody of this process works or waits: every 200 ms
 * it has the store look for processes that died, so that their work is taken over at once, and has
 * the workers here compare what they hold with what the store says is theirs. Thread-safe.
 */
final class Patrol implements AutoCloseable {
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final Logger LOG = LoggerFactory.getLogger(Patrol.class);

  private final Store store;
  private final LocalWorkers workers;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Thread thread;
  private boolean waiting;

  /** Whether its thread has nobody to look after. */
  private boolean sleeps;

  private boolean closed;

  Patrol(Store store, LocalWorkers workers) {
    this.store = store;
    this.workers = workers;
  }

  /** Somebody waits for an invocation, or nobody does any more. */
  void waiting(boolean somebody) {
    lock.lock();
    try {
      waiting = somebody;
      if (somebody) {
        wake();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A worker has begun. */
  void working() {
    lock.lock();
    try {
      wake();
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    if (thread == null && !closed) {
      thread = new Thread(this::run, "heddle-patrol");
      thread.setDaemon(true);
      thread.start();
    }
    if (sleeps) {
      changed.signalAll();
    }
  }

  private void run() {
    boolean failing = false;
    while (await()) {
      try {
        recover();
        workers.look();
        failing = false;
      } catch (RuntimeException | Error e) {
        if (isClosed()) {
          return;
        }
        if (!failing) { // said once, and again only after it went well
          LOG.warn("event=patrol-failed consequence=tries-again", e);
        }
        failing = true;
      }
    }
  }

  private void recover() {
    Recovery found = store.recover();
    for (long worker : found.workers()) {
      LOG.info("event=worker-dead worker={}", Ids.text(worker));
    }
    for (Recovery.Taken taken : found.invocations()) {
      LOG.info(
          "event=invocation-recovered invocation={} worker={} state={}",
          Ids.text(taken.invocation()),
          Ids.text(taken.worker()),
          taken.state());
    }
    if (!found.invocations().isEmpty()) {
      workers.ordered();
    }
  }

  /** Waits for the next round; false once closed. */
  private boolean await() {
    lock.lock();
    try {
      long left = ROUND_NANOS;
      while (!closed) {
        if (!waiting && workers.isEmpty()) {
          sleeps = true;
          changed.await();
          sleeps = false;
        } else if (left <= 0) {
          return true;
        } else {
          left = changed.awaitNanos(left);
        }
      }
      return false;
    } catch (InterruptedException e) {
      return false;
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

  @Override
  public void close() {
    Thread running;
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      running = thread;
    } finally {
      lock.unlock();
    }
    if (running != null) {
      Uninterrupted.join(running);
    }
  }
}
