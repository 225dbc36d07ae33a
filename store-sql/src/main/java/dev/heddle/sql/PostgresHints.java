package dev.heddle.sql;

import java.util.EnumMap;
import java.util.Map;
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

  /** What one may wait for. */
  enum News {
    /** Anything that may interest somebody. */
    CHANGE,

    /** That there may be more for a worker to claim; a change, too. */
    WORK
  }

  /** Tells other processes. */
  interface Notifier {
    /** Sends one notification of each; it does not throw. */
    void tell(boolean alsoWork);
  }

  /** Whether others may be told, and of what. */
  enum Telling {
    LATER,
    OF_CHANGE,
    OF_WORK
  }

  private final Notifier notifier;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition toTell = lock.newCondition();
  private final Map<News, Bell> bells = new EnumMap<>(News.class);

  /** When a notification was sent last. */
  private long toldAt = System.nanoTime() - BETWEEN_NANOS;

  private boolean untold;

  /** Of work, too. */
  private boolean untoldWork;

  private boolean telling;
  private boolean closed;

  /** Wakes those who wait for one kind of news. */
  private static final class Bell {
    final Condition rung;

    /** Per caller, the version at its last return. */
    final ThreadLocal<Long> seen = new ThreadLocal<>();

    long version;

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
   * Whether others may be told now, by the caller: of this commit and of all before it.
   *
   * @param work whether it left anything to be claimed
   */
  Telling mayTell(boolean work) {
    lock.lock();
    try {
      if (System.nanoTime() - toldAt < BETWEEN_NANOS) {
        return Telling.LATER;
      }
      return told(work);
    } finally {
      lock.unlock();
    }
  }

  /** All that is untold is told now. */
  private Telling told(boolean work) {
    Telling telling = work || untoldWork ? Telling.OF_WORK : Telling.OF_CHANGE;
    untold = false;
    untoldWork = false;
    toldAt = System.nanoTime();
    return telling;
  }

  /**
   * This process has committed.
   *
   * @param work whether that left anything to be claimed
   * @param tell whether others have to be told yet
   */
  void committed(boolean work, boolean tell) {
    lock.lock();
    try {
      ring(work);
      if (!tell) {
        return;
      }
      untoldWork |= work;
      if (!untold) { // else its thread knows, and only waits for its time
        untold = true;
        toTell.signal();
      }
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

  private void ring(boolean work) {
    bell(News.CHANGE).ring();
    if (work) {
      bell(News.WORK).ring();
    }
  }

  /** Another process has. */
  void heard(News news) {
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
    for (Telling of = awaitUntold(); of != Telling.LATER; of = awaitUntold()) {
      notifier.tell(of == Telling.OF_WORK);
    }
  }

  /** What others have to be told now; LATER once it is closed. */
  private Telling awaitUntold() {
    lock.lock();
    try {
      long left = 1;
      while ((!untold || left > 0) && !closed) {
        if (untold) {
          toTell.awaitNanos(left);
        } else {
          toTell.await();
        }
        left = toldAt + BETWEEN_NANOS - System.nanoTime();
      }
      return closed ? Telling.LATER : told(false);
    } catch (InterruptedException e) {
      return Telling.LATER; // nobody but the end of the program interrupts this thread
    } finally {
      lock.unlock();
    }
  }

  /** As {@link dev.heddle.store.Store#awaitChange}. */
  void await(News news, long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lockInterruptibly();
    try {
      Bell bell = bell(news);
      Long before = bell.seen.get();
      long look = bell.listening ? deadline : Math.min(deadline, System.nanoTime() + UNTOLD_NANOS);
      long left = look - System.nanoTime();
      bell.waiting++;
      try {
        while (before != null && before == bell.version && left > 0 && !closed) {
          left = bell.rung.awaitNanos(left);
        }
      } finally {
        bell.waiting--;
        bell.awaitedAt = System.nanoTime();
      }
      bell.seen.set(bell.version);
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
