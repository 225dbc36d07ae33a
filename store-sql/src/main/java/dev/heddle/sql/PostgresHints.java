package dev.heddle.sql;

import dev.heddle.store.News;
import dev.heddle.store.Store;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
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

  /** After which time those look again who are not told. */
  private static final long UNTOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** For so long after somebody has waited for news it is worth being told of it. */
  private static final long WANTED_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Tells other processes. */
  interface Notifier {
    /** Sends one notification of each; it does not throw. */
    void tell(Set<News> of);
  }

  private final Notifier notifier;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition toTell = lock.newCondition();
  private final Map<News, Bell> bells = new EnumMap<>(News.class);

  /** When a notification was sent last. */
  private long toldAt = System.nanoTime() - BETWEEN_NANOS;

  private final Set<News> untold = EnumSet.noneOf(News.class);
  private boolean telling;
  private boolean closed;

  /** Wakes those who wait for one kind of news. */
  private static final class Bell {
    final Condition rung;
    long version = Store.NOTHING_HEARD + 1;

    /** Whether other processes are heard. */
    boolean listening;

    int waiting;
    long awaitedAt = System.nanoTime();

    Bell(Condition rung) {
      this.rung = rung;
    }

    void ring() {
      version++;
      rung.signalAll();
    }
  }

  PostgresHints(Notifier notifier) {
    this.notifier = notifier;
    for (News news : News.values()) {
      bells.put(news, new Bell(lock.newCondition()));
    }
  }

  private Bell bell(News news) {
    Bell bell = bells.get(news);
    if (bell == null) {
      throw new AssertionError(news);
    }
    return bell;
  }

  /**
   * What the caller may tell others now: of this commit, and of all before it. Nothing, if it is
   * too early.
   */
  Set<News> mayTell(Set<News> of) {
    lock.lock();
    try {
      if (System.nanoTime() - toldAt < BETWEEN_NANOS) {
        return Set.of();
      }
      untold.addAll(of);
      return takeUntold();
    } finally {
      lock.unlock();
    }
  }

  /** All that is untold is told now. */
  private Set<News> takeUntold() {
    Set<News> all = EnumSet.copyOf(untold);
    untold.clear();
    toldAt = System.nanoTime();
    return all;
  }

  /**
   * This process has committed.
   *
   * @param tell whether others have to be told yet
   */
  void committed(Set<News> of, boolean tell) {
    lock.lock();
    try {
      of.forEach(news -> bell(news).ring());
      if (!tell) {
        return;
      }
      if (untold.isEmpty()) { // else its thread knows, and only waits for its time
        toTell.signal();
      }
      untold.addAll(of);
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
  void told(News news) {
    lock.lock();
    try {
      bell(news).ring();
    } finally {
      lock.unlock();
    }
  }

  /** Whether others are heard; what they said before may have been missed. */
  void listening(News news, boolean listens) {
    lock.lock();
    try {
      bell(news).listening = listens;
      bell(news).ring();
    } finally {
      lock.unlock();
    }
  }

  /** Whether others are heard. */
  boolean isListening(News news) {
    lock.lock();
    try {
      return bell(news).listening;
    } finally {
      lock.unlock();
    }
  }

  /** Whether anybody waits for it, or has a short time ago. */
  boolean isWanted(News news) {
    lock.lock();
    try {
      Bell bell = bell(news);
      return bell.waiting > 0 || System.nanoTime() - bell.awaitedAt < WANTED_NANOS;
    } finally {
      lock.unlock();
    }
  }

  private void tell() {
    for (Set<News> of = awaitUntold(); !of.isEmpty(); of = awaitUntold()) {
      notifier.tell(of);
    }
  }

  /** What others have to be told now; nothing once it is closed. */
  private Set<News> awaitUntold() {
    lock.lock();
    try {
      long left = 1;
      while ((untold.isEmpty() || left > 0) && !closed) {
        if (untold.isEmpty()) {
          toTell.await();
        } else {
          toTell.awaitNanos(left);
        }
        left = toldAt + BETWEEN_NANOS - System.nanoTime();
      }
      return closed ? Set.of() : takeUntold();
    } catch (InterruptedException e) {
      return Set.of(); // nobody but the end of the program interrupts this thread
    } finally {
      lock.unlock();
    }
  }

  /** As {@link Store#heard}. While others are not heard, each mark is a new one. */
  long heard(News news) {
    lock.lock();
    try {
      Bell bell = bell(news);
      bell.version += bell.listening ? 0 : 1;
      return bell.version;
    } finally {
      lock.unlock();
    }
  }

  /** As {@link Store#await}. */
  long await(News news, long since, long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lockInterruptibly();
    try {
      Bell bell = bell(news);
      long look = bell.listening ? deadline : Math.min(deadline, System.nanoTime() + UNTOLD_NANOS);
      long left = look - System.nanoTime();
      bell.waiting++;
      try {
        while (since == bell.version && left > 0 && !closed) {
          left = bell.rung.awaitNanos(left);
        }
      } finally {
        bell.waiting--;
        bell.awaitedAt = System.nanoTime();
      }
      return bell.version;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      bells.values().forEach(bell -> bell.rung.signalAll());
      toTell.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
