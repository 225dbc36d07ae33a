package dev.heddle.sql;

import java.sql.SQLException;
import java.time.Duration;
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
  private final int most;
  private final Semaphore permits;
  private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** A session that nobody uses, and since when. */
  private record Idle(Session session, long since) {}

  /**
   * @param most how many may read at once
   * @param lost whether an error may be that of a session whose connection was lost
   */
  Readers(int most, Opening opening, Predicate<SQLException> lost) {
    this.most = most;
    this.permits = new Semaphore(most);
    this.opening = opening;
    this.lost = lost;
  }

  <T> T read(Reading<T> reading) throws SQLException {
    permits.acquireUninterruptibly();
    try {
      if (closed.get()) {
        throw new SQLException("the store is closed");
      }
      Idle unused = idle.poll();
      if (unused != null) {
        try {
          return read(unused.session, reading);
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
    idle.push(new Idle(session, System.nanoTime()));
    return result;
  }

  /** Who takes a session that nobody uses. */
  interface Taker {
    void take(Session session) throws SQLException;
  }

  /** Gives away those that nobody uses. */
  void giveAway(Taker taker) throws SQLException {
    for (Idle one = idle.poll(); one != null; one = idle.poll()) {
      taker.take(one.session);
    }
  }

  /** Closes those that nobody has used for this long. */
  void closeIdle(Duration unused) throws SQLException {
    long before = System.nanoTime() - unused.toNanos();
    // The one that was used last is taken first, so the others are at the end.
    for (Idle last = idle.pollLast(); last != null; last = idle.pollLast()) {
      if (last.since - before > 0) {
        idle.addLast(last);
        return;
      }
      last.session.close();
    }
  }

  /** Waits for the reads that run; later ones fail. */
  @Override
  public void close() throws SQLException {
    closed.set(true);
    permits.acquireUninterruptibly(most);
    for (Idle one = idle.poll(); one != null; one = idle.poll()) {
      one.session.close();
    }
    permits.release(most);
  }
}
