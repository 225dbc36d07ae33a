package dev.heddle.benchmarks;

import dev.heddle.DirectTask;
import dev.heddle.FanOut;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Direct tasks that do nothing, or take a known time. Woven by the build. */
public final class DirectTasks {
  private DirectTasks() {}

  /** The trivial call. */
  @DirectTask
  public static int next(int number) {
    return number + 1;
  }

  /** The trivial call of many, an invocation each. */
  @DirectTask
  public static List<Integer> each(@FanOut List<Integer> numbers) {
    return next(numbers);
  }

  /** The trivial call of many, an invocation for a hundred. */
  @DirectTask
  public static List<Integer> hundreds(@FanOut(chunk = 100) List<Integer> numbers) {
    return next(numbers);
  }

  private static List<Integer> next(List<Integer> numbers) {
    return numbers.stream().map(number -> number + 1).toList();
  }

  /** Takes its time, and says how much that was, in nanoseconds. */
  @DirectTask
  public static long take(int millis) throws InterruptedException {
    long begun = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep(millis);
    return System.nanoTime() - begun;
  }

  /** The process and the thread that carry it out. */
  @DirectTask
  public static List<Long> carriedOutBy() {
    return here();
  }

  static List<Long> here() {
    return List.of(ProcessHandle.current().pid(), Thread.currentThread().getId());
  }
}
