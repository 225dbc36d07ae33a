package dev.heddle.sql;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Notices that some connection, of any process, has committed: {@code PRAGMA data_version} every 2
 * ms for a second after the last change, then backing off to 20 ms (PROTOCOL §5.3). A commit of
 * this store wakes its own waiters at once.
 */
final class Watch implements AutoCloseable {
  private static final long EAGER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long LAZY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long EAGER_FOR_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Readers.Opening opening;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition committed = lock.newCondition();

  /** Per caller, the version at its last return. */
  private final ThreadLocal<Long> seen = new ThreadLocal<>();

  /** A connection of its own: a version means something only when read on the same one. */
  private @Nullable Session session;

  private long version;
  private long changedAt;
  private boolean closed;

  Watch(Readers.Opening opening) {
    this.opening = opening;
  }

  /** This store has committed. */
  void committed() {
    lock.lock();
    try {
      committed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void await(long millis) throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lockInterruptibly();
    try {
      Long before = seen.get();
      long now = version();
      while (before != null && before == now && !closed) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          break;
        }
        long quiet = System.nanoTime() - changedAt;
        // Waiting out the whole nap or less is the point of it.
        long unused =
            committed.awaitNanos(
                Math.min(left, quiet < EAGER_FOR_NANOS ? EAGER_NANOS : LAZY_NANOS));
        now = version();
      }
      seen.set(now);
    } finally {
      lock.unlock();
    }
  }

  private long version() throws SQLException {
    if (closed) {
      return version;
    }
    Session open = session;
    if (open == null) {
      open = opening.open();
      session = open;
    }
    long now = open.number("PRAGMA data_version");
    if (now != version) {
      version = now;
      changedAt = System.nanoTime();
    }
    return now;
  }

  @Override
  public void close() throws SQLException {
    lock.lock();
    try {
      closed = true;
      committed.signalAll();
      if (session != null) {
        session.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
