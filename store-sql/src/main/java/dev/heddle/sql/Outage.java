package dev.heddle.sql;

import dev.heddle.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has work wait while the database is out of reach, and says so once, not per call. Thread-safe.
 */
final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final Database database;
  private final long patienceNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Since when it is out of reach; null if it is not. */
  private @Nullable Long since;

  private boolean closed;

  /**
   * @param patience how long a call waits before it fails with what keeps it from the database
   */
  Outage(Database database, Duration patience) {
    this.database = database;
    this.patienceNanos = patience.toNanos();
  }

  /** Does it, again and again while the database is out of reach. It must bear being repeated. */
  <T> T outlast(Supplier<T> work) {
    long began = System.nanoTime();
    for (long pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      try {
        T result = work.get();
        over();
        return result;
      } catch (StoreException e) {
        if (!isPassing(e)) {
          throw e;
        }
        if (System.nanoTime() - began + pause > patienceNanos || !waited(pause)) {
          throw e;
        }
      }
    }
  }

  /** Whether it is the database that can't do it now; says so, if that was not said yet. */
  boolean isPassing(StoreException e) {
    boolean passing = e.getCause() instanceof SQLException cause && database.mayPass(cause);
    if (passing) {
      began(e);
    }
    return passing;
  }

  private void began(StoreException e) {
    lock.lock();
    try {
      if (since == null) {
        since = System.nanoTime();
        LOG.warn(
            "event=store-out-of-reach store={} reason=\"{}\" consequence=work-waits-for-it",
            database.url(),
            e.getMessage());
      }
    } finally {
      lock.unlock();
    }
  }

  private void over() {
    lock.lock();
    try {
      Long began = since;
      if (began != null) {
        since = null;
        changed.signalAll();
        LOG.info(
            "event=store-in-reach store={} after_ms={}",
            database.url(),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
      }
    } finally {
      lock.unlock();
    }
  }

  /** False if there is nothing to wait for any more. */
  private boolean waited(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (left > 0 && !closed && since != null) {
        left = changed.awaitNanos(left);
      }
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Lets nobody wait any longer. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
