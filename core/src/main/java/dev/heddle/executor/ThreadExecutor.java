package dev.heddle.executor;

import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs bodies on threads of this process: virtual ones on Java 24 and later, where {@code
 * synchronized} no longer pins a carrier, else on a bounded pool (PROTOCOL §3.4). The evaluator
 * starts no more bodies than there are slots.
 */
public final class ThreadExecutor implements TaskExecutor {
  private static final int VIRTUAL_SINCE = 24;

  private final int slots;
  private final ExecutorService threads;

  private ThreadExecutor(int slots, ExecutorService threads) {
    this.slots = slots;
    this.threads = threads;
  }

  /** An executor with the threads that suit this Java version. */
  public static ThreadExecutor withSlots(int slots) {
    if (slots < 1) {
      throw new IllegalArgumentException("slots must be at least 1, not " + slots);
    }
    return new ThreadExecutor(
        slots, Runtime.version().feature() >= VIRTUAL_SINCE ? virtual() : platform(slots));
  }

  /** An executor on a bounded pool of platform threads, whatever the Java version. */
  public static ThreadExecutor onPlatformThreads(int slots) {
    return new ThreadExecutor(slots, platform(slots));
  }

  /** By reflection: the code is compiled for Java 17. */
  private static ExecutorService virtual() {
    try {
      Method factory =
          java.util.concurrent.Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
      return (ExecutorService) factory.invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Java " + Runtime.version() + " has virtual threads", e);
    }
  }

  private static ExecutorService platform(int slots) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            slots,
            slots,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            body -> {
              Thread thread = new Thread(body, "heddle-slot-" + number.incrementAndGet());
              // A body that never returns must not keep a finished program alive.
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public void start(Runnable body) {
    threads.execute(body);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
