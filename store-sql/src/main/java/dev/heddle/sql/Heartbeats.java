package dev.heddle.sql;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The second line of knowing who is dead (PROTOCOL §4): a process that hangs keeps its lease but
 * stops beating. This counts one's own beats out, and watches those of others by one's own
 * monotonic clock, so that no two clocks are ever compared. Thread-safe.
 */
final class Heartbeats implements AutoCloseable {
  /** An observer that did not look for this long may have been stopped itself: it starts anew. */
  private static final long GAP_NANOS = Duration.ofSeconds(2).toNanos();

  private final long timeoutNanos;
  private final LongSupplier nanoTime;
  private final Map<Long, Seen> seen = new HashMap<>();
  private long observedAt;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private final Runnable beat;
  private boolean beating;
  private boolean closed;

  /** A beat of another process, and since when it has not changed. */
  private record Seen(long beat, long since) {}

  /**
   * Heartbeats that are not beating yet.
   *
   * @param timeout after how long without a beat a process is taken for dead
   * @param beat makes one beat of this process durable
   */
  Heartbeats(Duration timeout, Runnable beat, LongSupplier nanoTime) {
    this.timeoutNanos = timeout.toNanos();
    this.beat = beat;
    this.nanoTime = nanoTime;
    this.observedAt = nanoTime.getAsLong() - GAP_NANOS;
  }

  /** Begins to beat, unless it does already. */
  void begin() {
    lock.lock();
    try {
      if (!beating && !closed) {
        beating = true;
        Thread thread = new Thread(this::run, "heddle-heartbeat");
        thread.setDaemon(true);
        thread.start();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (pause()) {
      beat.run();
    }
  }

  private boolean pause() {
    lock.lock();
    try {
      long left = timeoutNanos / 3;
      while (left > 0 && !closed) {
        left = closing.awaitNanos(left);
      }
      return !closed;
    } catch (InterruptedException e) {
      return false; // Nobody but the end of the program interrupts this thread.
    } finally {
      lock.unlock();
    }
  }

  /**
   * Looks at the beats of the processes that have something running, and says which are silent. Has
   * to be called again and again; who looks rarely buries nobody.
   */
  synchronized Map<Long, Boolean> silent(Map<Long, Long> beats) {
    long now = nanoTime.getAsLong();
    boolean gap = now - observedAt > GAP_NANOS;
    observedAt = now;
    seen.keySet().retainAll(beats.keySet());
    Map<Long, Boolean> silent = new HashMap<>();
    beats.forEach(
        (client, beatNow) -> {
          Seen before = seen.get(client);
          if (gap || before == null || before.beat() != beatNow) {
            seen.put(client, new Seen(beatNow, now));
            silent.put(client, false);
          } else {
            silent.put(client, now - before.since() >= timeoutNanos);
          }
        });
    return silent;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      closing.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
