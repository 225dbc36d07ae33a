package dev.heddle.work;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A hint that there may be something to do. Given any number of times, it is taken once. */
final class Signal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean present;

  void give() {
    lock.lock();
    try {
      present = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for one, at most this long, and takes it; false if none was given. */
  boolean await(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (!present && left > 0) {
        left = changed.awaitNanos(left);
      }
      boolean given = present;
      present = false;
      return given;
    } finally {
      lock.unlock();
    }
  }
}
