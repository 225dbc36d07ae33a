package dev.heddle.executor;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs bodies on threads of this process: virtual ones on Java 24 and later, where {@code
 * synchronized} no longer pins a carrier, else platform threads (PROTOCOL §3.4).
 *
 * <p>The slots bound what runs, not the threads: several evaluations share them, and a body that
 * waits for an evaluation of its own lends its slot, so that what it waits for can run.
 */
public final class ThreadExecutor implements TaskExecutor {
  private static final int VIRTUAL_SINCE = 24;

  private final int slots;
  private final boolean virtual;
  private final ExecutorService threads;
  private final ThreadLocal<Boolean> hasSlot = new ThreadLocal<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition slotFree = lock.newCondition();
  private final ArrayDeque<Runnable> queued = new ArrayDeque<>();
  private int taken;

  /** Bodies that lent their slot and want one again: they go before those not begun. */
  private int returning;

  private ThreadExecutor(int slots, boolean virtual, ExecutorService threads) {
    if (slots < 1) {
      throw new IllegalArgumentException("slots must be at least 1, not " + slots);
    }
    this.slots = slots;
    this.virtual = virtual;
    this.threads = threads;
  }

  /** An executor with the threads that suit this Java version. */
  public static ThreadExecutor withSlots(int slots) {
    boolean virtual = Runtime.version().feature() >= VIRTUAL_SINCE;
    return new ThreadExecutor(slots, virtual, virtual ? virtual() : platform());
  }

  /** An executor on platform threads, whatever the Java version. */
  public static ThreadExecutor onPlatformThreads(int slots) {
    return new ThreadExecutor(slots, false, platform());
  }

  /** By reflection: the code is compiled for Java 17. */
  private static ExecutorService virtual() {
    try {
      Method factory = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
      return (ExecutorService) factory.invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Java " + Runtime.version() + " has virtual threads", e);
    }
  }

  private static ExecutorService platform() {
    AtomicInteger number = new AtomicInteger();
    return Executors.newCachedThreadPool(
        body -> {
          Thread thread = new Thread(body, "heddle-slot-" + number.incrementAndGet());
          // A body that never returns must not keep a finished program alive.
          thread.setDaemon(true);
          return thread;
        });
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public boolean isVirtual() {
    return virtual;
  }

  @Override
  public void start(Runnable body) {
    lock.lock();
    try {
      if (taken == slots || returning > 0) {
        queued.addLast(body);
        return;
      }
      taken++;
    } finally {
      lock.unlock();
    }
    execute(body);
  }

  private void execute(Runnable body) {
    try {
      threads.execute(() -> serve(body));
    } catch (RejectedExecutionException e) {
      giveUpSlot();
      throw e;
    }
  }

  /** Runs a body, and then those that waited for its slot, on one thread. */
  private void serve(Runnable first) {
    hasSlot.set(true);
    for (Runnable body = first; body != null; body = next()) {
      try {
        body.run();
      } catch (Throwable t) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, t);
      }
    }
    hasSlot.remove();
  }

  /** What the slot of a body that has ended serves next; null if the slot was given up. */
  private @Nullable Runnable next() {
    lock.lock();
    try {
      Runnable body = returning > 0 || threads.isShutdown() ? null : queued.pollFirst();
      if (body == null) {
        taken--;
        slotFree.signal();
      }
      return body;
    } finally {
      lock.unlock();
    }
  }

  private void giveUpSlot() {
    Runnable body = next();
    if (body != null) {
      execute(body);
    }
  }

  @Override
  public <T> T withoutSlot(Supplier<T> waiting) {
    if (hasSlot.get() == null) {
      return waiting.get();
    }
    hasSlot.remove();
    giveUpSlot();
    try {
      return waiting.get();
    } finally {
      takeSlotAgain();
      hasSlot.set(true);
    }
  }

  private void takeSlotAgain() {
    List<Runnable> others = new ArrayList<>();
    lock.lock();
    try {
      returning++;
      while (taken == slots) {
        slotFree.awaitUninterruptibly();
      }
      returning--;
      taken++;
      while (returning == 0 && taken < slots && !queued.isEmpty()) {
        others.add(queued.removeFirst()); // Queued only to let those that return go first.
        taken++;
      }
    } finally {
      lock.unlock();
    }
    others.forEach(this::execute);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
