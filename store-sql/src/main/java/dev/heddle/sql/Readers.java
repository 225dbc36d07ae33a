package dev.heddle.sql;

import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * A few sessions that read, opened when first needed; further readers wait for one. One that was
 * lost while it was idle is no reason to fail.
 */
final class Readers implements AutoCloseable {
  private static final int MOST = 4;

  /** Opens a session of the store's file. */
  interface Opening {
    Session open() throws SQLException;
  }

  /** What is read in one session. */
  interface Reading<T> {
    T in(Session session) throws SQLException;
  }

  private final Opening opening;
  private final Predicate<SQLException> lost;
  private final Semaphore permits = new Semaphore(MOST);
  private final Deque<Session> idle = new ConcurrentLinkedDeque<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param lost whether an error may be that of a session whose connection was lost
   */
  Readers(Opening opening, Predicate<SQLException> lost) {
    this.opening = opening;
    this.lost = lost;
  }

  <T> T read(Reading<T> reading) throws SQLException {
    permits.acquireUninterruptibly();
    try {
      if (closed.get()) {
        throw new SQLException("the store is closed");
      }
      Session session = idle.poll();
      if (session != null) {
        try {
          return read(session, reading);
        } catch (SQLException e) {
          if (!lost.test(e)) {
            throw e;
          }
        }
      }
      return read(opening.open(), reading);
    } finally {
      permits.release();
    }
  }

  private <T> T read(Session session, Reading<T> reading) throws SQLException {
    T result;
    try {
      result = reading.in(session);
    } catch (SQLException | RuntimeException | Error e) {
      session.abandon(); // whatever state it was left in
      throw e;
    }
    idle.push(session);
    return result;
  }

  /** Waits for the reads that run; later ones fail. */
  @Override
  public void close() throws SQLException {
    closed.set(true);
    permits.acquireUninterruptibly(MOST);
    for (Session session = idle.poll(); session != null; session = idle.poll()) {
      session.close();
    }
    permits.release(MOST);
  }
}
