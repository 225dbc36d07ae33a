package dev.heddle.sql;

import java.io.File;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Notices that some connection, of any process, has committed: {@code PRAGMA data_version} every
 * half a millisecond just after a change, then every 2 ms, and after a third of a second every 20
 * ms (PROTOCOL §5.3 says a second; with the beats of several processes that is nearly always). A
 * commit of this store wakes its own waiters at once; one of another process, where the kernel
 * tells of it ({@link FileEvents}), those who then look only every 50 ms.
 */
final class Watch implements AutoCloseable {
  private static final long KEEN_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
  private static final long KEEN_FOR_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long EAGER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long LAZY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Where the kernel tells of writes, looking is only the net beneath that. */
  private static final long TOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long EAGER_FOR_NANOS = TimeUnit.MILLISECONDS.toNanos(333);

  /**
   * A log written so short a time ago may be written again without showing it. And what was written
   * may not show in the version yet: the commit waits for the disk between the two, under load for
   * longer than a look can wait.
   */
  private static final long RACY_MILLIS = 1_000;

  private final Readers.Opening opening;

  /** Looked at, never opened: PROTOCOL §4. */
  private final File log;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition committed = lock.newCondition();

  /** A connection of its own: a version means something only when read on the same one. */
  private @Nullable Session session;

  private volatile long version;
  private long changedAt = System.nanoTime();
  private long changedBefore = changedAt;

  /** When the log was last written, and how long it is: cheaper to ask for than the version. */
  private long logSeen;

  /** Whether a later write would show in that: file times are coarse. */
  private boolean logSettled;

  /** There once somebody waits: each write costs the kernel more while it has to tell of it. */
  private @Nullable FileEvents events;

  /** How many look seldom. */
  private int napping;

  /** When one of them was told of a write: the commit it belongs to shows a moment later. */
  private long hintedAt = System.nanoTime();

  private boolean closed;

  Watch(Path file, Readers.Opening opening) {
    this.log = new File(file + "-wal");
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

  /** Some process has written; whether anybody had to be told. */
  private boolean written() {
    lock.lock();
    try {
      if (napping == 0) {
        return false;
      }
      hintedAt = System.nanoTime();
      committed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The version that was seen last. */
  long heard() {
    return version;
  }

  /** Returns the version as soon as it is another than this one, or after a while. */
  long await(long since, long millis) throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lockInterruptibly();
    try {
      long now = version();
      while (since == now && !closed) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          break;
        }
        long quiet = System.nanoTime() - changedAt;
        pause(Math.min(left, nap(quiet)));
        now = version();
      }
      return now;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // its caller looks again
  private void pause(long nanos) throws InterruptedException {
    boolean seldom = nanos > EAGER_NANOS;
    napping += seldom ? 1 : 0;
    try {
      // Waiting out the whole nap or less is the point of it.
      long unused = committed.awaitNanos(nanos);
    } finally {
      napping -= seldom ? 1 : 0;
    }
  }

  /** Guarded by the lock. A single change in a while may be a mere heartbeat. */
  private long nap(long quiet) {
    if (quiet < KEEN_FOR_NANOS || System.nanoTime() - hintedAt < KEEN_FOR_NANOS) {
      return KEEN_NANOS;
    }
    boolean busy = quiet < EAGER_FOR_NANOS && changedAt - changedBefore < EAGER_FOR_NANOS;
    return busy ? EAGER_NANOS : areTold() ? TOLD_NANOS : LAZY_NANOS;
  }

  private boolean areTold() {
    FileEvents open = events;
    if (open == null) {
      open = FileEvents.of(log.toPath(), this::written);
      events = open;
    }
    return open.areTold();
  }

  private long version() throws SQLException {
    // Taken before the version is: what is committed between the two is seen in the version.
    long written = log.lastModified();
    long logNow = 31 * written + log.length();
    if (closed || (session != null && logSettled && logNow == logSeen)) {
      return version;
    }
    logSeen = logNow;
    logSettled = System.currentTimeMillis() - written > RACY_MILLIS;
    Session open = session;
    if (open == null) {
      open = opening.open();
      session = open;
    }
    long now = open.number("PRAGMA data_version");
    if (now != version) {
      version = now;
      changedBefore = changedAt;
      changedAt = System.nanoTime();
    }
    return now;
  }

  @Override
  public void close() throws SQLException {
    lock.lock();
    try {
      closed = true;
      if (events != null) {
        events.close();
      }
      committed.signalAll();
      if (session != null) {
        session.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
