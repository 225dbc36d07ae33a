package dev.heddle.sql;

import dev.heddle.store.Uninterrupted;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what was committed from the write-ahead log into the database, beside the writers instead
 * of in their way (PROTOCOL §5.4): PASSIVE while work goes on, through the turnstile once the log
 * is 4 MiB, so that it is begun anew, and TRUNCATE when all is quiet and it is large. Nothing
 * depends on it but the length of the log, and the time of a commit: one that overwrites what the
 * log held before took 140 µs where one that makes the file longer took 245, measured on ext4.
 */
final class Checkpoints implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final long PAUSE_MILLIS = 200;
  private static final int QUIET_PAUSES = 10;

  /** After so many commits there is no pause: with four pages each they are what is reused. */
  private static final int MANY_COMMITS = 250;

  /** A log of this size is begun anew as soon as nobody reads from it. */
  private static final long REUSED_LOG_PAGES = (4 << 20) / 4096;

  /** A log of this size is begun anew even if writers have to wait for readers. */
  private static final long LONG_LOG_PAGES = (64 << 20) / 4096;

  /** A log of this size is cut when nothing happens any more. */
  private static final long CUT_LOG_PAGES = (16 << 20) / 4096;

  private static final String PASSIVE = "PRAGMA wal_checkpoint(PASSIVE)";
  private static final String RESTART = "PRAGMA wal_checkpoint(RESTART)";
  private static final String TRUNCATE = "PRAGMA wal_checkpoint(TRUNCATE)";

  private final Readers.Opening opening;
  private final HostLocks locks;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private int commits;
  private boolean closed;

  Checkpoints(Readers.Opening opening, HostLocks locks) {
    this.opening = opening;
    this.locks = locks;
    this.thread = new Thread(this::run, "heddle-checkpoints");
    this.thread.setDaemon(true);
  }

  /** There is something in the log. */
  void committed() {
    lock.lock();
    try {
      commits++;
      if (commits == 1) {
        if (thread.getState() == Thread.State.NEW) {
          thread.start();
        }
        changed.signal();
      } else if (commits == MANY_COMMITS) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      waitForCommit();
      if (!pause()) {
        return; // a short run: closing the last connection checkpoints anyway
      }
      try (Session session = opening.open()) {
        int quiet = 0;
        long pages = 0;
        do {
          boolean more = take();
          quiet = more ? 0 : quiet + 1;
          if (more) {
            pages = checkpoint(session, PASSIVE);
            if (pages > REUSED_LOG_PAGES) {
              // Most of it was done beside the writers; they wait for the little that is left.
              throughTurnstile(session, pages > LONG_LOG_PAGES ? RESTART : PASSIVE);
            }
          } else if (quiet == QUIET_PAUSES) {
            throughTurnstile(session, pages > CUT_LOG_PAGES ? TRUNCATE : PASSIVE);
            waitForCommit();
          }
        } while (pause());
      }
    } catch (SQLException e) {
      // The log grows until the next process does this; the committer reports what is wrong.
      LOG.warn("event=checkpoints-stopped", e);
    }
  }

  private void waitForCommit() {
    lock.lock();
    try {
      while (commits == 0 && !closed) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets some time pass; false once closed. */
  private boolean pause() {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
      while (left > 0 && commits < MANY_COMMITS && !closed) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      return false; // nobody but the end of the program interrupts this thread
    } finally {
      lock.unlock();
    }
    return !isClosed();
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean take() {
    lock.lock();
    try {
      boolean taken = commits > 0;
      commits = 0;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("try") // held for the block
  private void throughTurnstile(Session session, String kind) throws SQLException {
    try (Held turn = locks.write()) {
      long pages = checkpoint(session, kind);
      LOG.debug("event=checkpoint kind={} pages={}", kind, pages);
    }
  }

  /** Returns how many pages the log held. */
  private static long checkpoint(Session session, String kind) throws SQLException {
    PreparedStatement pragma = session.prepare(kind);
    try (ResultSet row = pragma.executeQuery()) {
      return row.next() ? row.getLong(2) : 0;
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    Uninterrupted.join(thread);
  }
}
