package dev.heddle.benchmarks;

import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;
import static dev.heddle.Lazy.value;

import dev.heddle.Expr;
import dev.heddle.Task;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** Trivial tasks: what is measured is all that happens around their bodies. */
public final class Tasks {
  /** How often the trivial call ran. */
  private static final LongAdder RUNS = new LongAdder();

  private Tasks() {}

  /** The trivial call. */
  @Task
  public static int next(int number) {
    RUNS.increment();
    return number + 1;
  }

  /** One call that makes {@code count} others, all with arguments of their own. */
  @Task
  public static Expr<List<Integer>> wide(int from, int count) {
    return each(Tasks::next, numbers(from, count));
  }

  /** A recursion as deep as its argument. */
  @Task
  public static Expr<Integer> deep(int depth) {
    return depth == 0 ? value(0) : lazy(Tasks::deep, depth - 1);
  }

  static long runs() {
    return RUNS.sum();
  }

  static List<Integer> numbers(int from, int count) {
    return IntStream.range(from, from + count).boxed().toList();
  }
}
