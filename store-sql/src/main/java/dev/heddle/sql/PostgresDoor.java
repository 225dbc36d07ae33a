package dev.heddle.sql;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One that is there while it is used. */
final class PostgresDoor implements Door, AutoCloseable {
  private static final long UNUSED_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Opening opening;
  private final ReentrantLock turn = new ReentrantLock(true);
  private @Nullable Session session;

  /** When it was used last. */
  private long usedAt;

  private boolean closed;

  /** The server's process behind the connection. */
  private volatile int backend;

  /** Opens its connection. */
  interface Opening {
    Session open() throws SQLException;
  }

  PostgresDoor(Opening opening) {
    this.opening = opening;
  }

  /** Whether that is the server's process behind the connection. */
  boolean isBackend(int process) {
    return process == backend;
  }

  @Override
  public Held turn() {
    turn.lock();
    return turn::unlock;
  }

  @Override
  public Session session() throws SQLException {
    if (closed) {
      throw new SQLException("the store is closed");
    }
    usedAt = System.nanoTime();
    Session present = session;
    if (present == null || present.isBroken()) {
      present = opening.open();
      session = present;
      backend = present.backend();
    }
    return present;
  }

  /** Closes the connection if nobody has used it for a while. */
  void closeIdle() {
    if (turn.tryLock()) {
      try {
        if (System.nanoTime() - usedAt > UNUSED_NANOS) {
          abandon();
        }
      } finally {
        turn.unlock();
      }
    }
  }

  private void abandon() {
    if (session != null) {
      session.abandon();
      session = null;
    }
  }

  /** Waits for the transaction that is under way. */
  @Override
  public void close() {
    turn.lock();
    try {
      abandon();
      closed = true;
    } finally {
      turn.unlock();
    }
  }
}
