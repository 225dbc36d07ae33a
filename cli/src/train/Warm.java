import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;

import dev.heddle.Expr;
import dev.heddle.Task;
import java.util.List;
import java.util.stream.IntStream;

/** What the launcher runs to learn which classes a start needs; it is no part of any jar. */
public final class Warm {
  private Warm() {}

  /** A leaf: after the first run some are remembered and one is new. */
  @Task
  public static int square(int n) {
    return n * n;
  }

  /** A list as an argument. */
  @Task
  public static int total(List<Integer> squares) {
    return squares.stream().mapToInt(Integer::intValue).sum();
  }

  /** A graph that grows as it runs. */
  @Task
  public static Expr<Integer> sum(int to) {
    List<Integer> numbers = IntStream.rangeClosed(1, to).boxed().toList();
    return lazy(Warm::total, each(Warm::square, numbers));
  }
}
