package dev.heddle.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The bodies that every contestant carries out, and what this process knows of their runs. */
final class Work {
  private static final LongAdder RUNS = new LongAdder();
  private static final AtomicLong BEGUN = new AtomicLong();
  private static volatile int expected = -1;
  private static volatile CountDownLatch arrived = new CountDownLatch(1);

  private Work() {}

  /** The no-op. */
  static int noop(int number) {
    if (BEGUN.get() == 0) {
      BEGUN.compareAndSet(0, System.nanoTime());
    }
    RUNS.increment();
    if (number == expected) {
      arrived.countDown();
    }
    return number + 1;
  }

  /** Tells which process began it and when, and holds until its process ends. */
  static void hold(String marks) throws IOException, InterruptedException {
    Files.writeString(
        Path.of(marks),
        ProcessHandle.current().pid() + " " + System.currentTimeMillis() + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    TimeUnit.MINUTES.sleep(30);
  }

  /** Counts from nothing again. */
  static void reset() {
    RUNS.reset();
    BEGUN.set(0);
  }

  static long runs() {
    return RUNS.sum();
  }

  /** When the first no-op since {@link #reset} began, by {@link System#nanoTime}. */
  static long begun() {
    return BEGUN.get();
  }

  /** The no-op of this number is one to {@link #await}. */
  static void expect(int number) {
    arrived = new CountDownLatch(1);
    expected = number;
  }

  static void await(long time, TimeUnit unit) throws InterruptedException {
    if (!arrived.await(time, unit)) {
      throw new IllegalStateException("The no-op " + expected + " has not run");
    }
  }
}
