package dev.heddle.sql;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes those who wait for a commit of any process: those of this process at once, those of others
 * by a notification, at most one in 5 ms (PROTOCOL §6.3). It is sent after the commit, if in the
 * same trip, and never in it, since a commit that notifies takes a lock on the whole database. All
 * of it is a hint: who is not told looks again after a while. Thread-safe.
 */
final class PostgresHints implements AutoCloseable {
  private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** After which time those look again who may not have been told. */
  private static final long TOLD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long UNTOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Runnable notifier;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition toTell = lock.newCondition();

  /** Per caller, the version at its last return. */
  private final ThreadLocal<Long> seen = new ThreadLocal<>();

  private long version;

  /** When a notification was sent last. */
  private long toldAt = System.nanoTime() - BETWEEN_NANOS;

  private boolean listening;
  private boolean untold;
  private boolean telling;
  private boolean closed;

  /**
   * @param notifier sends one notification; it does not throw
   */
  PostgresHints(Runnable notifier) {
    this.notifier = notifier;
  }

  /** Whether others may be told now, by the caller: of this commit and of all before it. */
  boolean mayTell() {
    lock.lock();
    try {
      if (System.nanoTime() - toldAt < BETWEEN_NANOS) {
        return false;
      }
      told();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void told() {
    untold = false;
    toldAt = System.nanoTime();
  }

  /**
   * This process has committed.
   *
   * @param tell whether others have to be told yet
   */
  void committed(boolean tell) {
    lock.lock();
    try {
      changed();
      if (!tell) {
        return;
      }
      if (!untold) { // else its thread knows, and only waits for its time
        untold = true;
        toTell.signal();
      }
      if (!telling && !closed) {
        telling = true;
        Thread thread = new Thread(this::tell, "heddle-notify");
        thread.setDaemon(true);
        thread.start();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Another process has. */
  void heard() {
    lock.lock();
    try {
      changed();
    } finally {
      lock.unlock();
    }
  }

  /** Whether others are heard; what they said before may have been missed. */
  void listening(boolean listens) {
    lock.lock();
    try {
      listening = listens;
      changed();
    } finally {
      lock.unlock();
    }
  }

  private void changed() {
    version++;
    changed.signalAll();
  }

  private void tell() {
    while (awaitUntold()) {
      notifier.run();
    }
  }

  /** False once it is closed. */
  private boolean awaitUntold() {
    lock.lock();
    try {
      long left = 1;
      while ((!untold || left > 0) && !closed) {
        if (untold) {
          toTell.awaitNanos(left);
        } else {
          toTell.await();
        }
        left = toldAt + BETWEEN_NANOS - System.nanoTime();
      }
      told();
      return !closed;
    } catch (InterruptedException e) {
      return false; // nobody but the end of the program interrupts this thread
    } finally {
      lock.unlock();
    }
  }

  /** As {@link dev.heddle.store.Store#awaitChange}. */
  void await(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lockInterruptibly();
    try {
      Long before = seen.get();
      long look = System.nanoTime() + (listening ? TOLD_NANOS : UNTOLD_NANOS);
      long left = Math.min(deadline, look) - System.nanoTime();
      while (before != null && before == version && left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
      seen.set(version);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      toTell.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
