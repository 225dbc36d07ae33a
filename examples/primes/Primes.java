import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;

import dev.heddle.Default;
import dev.heddle.Expr;
import dev.heddle.Task;
import java.util.List;
import java.util.stream.LongStream;

/** Work that keeps every core busy: how many primes are there below a number? */
public final class Primes {
  private Primes() {}

  /** The numbers from the first to before the end. */
  public record Range(long first, long end) {}

  /**
   * A leaf: counts the primes of one range, by trial division, so that there is something to do.
   */
  @Task
  public static long count(Range range) {
    return LongStream.range(range.first(), range.end()).filter(Primes::isPrime).count();
  }

  /** The sum of the counts. */
  @Task
  public static long total(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /** Ranges of one size, whatever the limit is: so a higher limit reuses all those below it. */
  @Task
  public static Expr<Long> below(@Default("4000000") long limit, @Default("500000") long step) {
    if (step < 1) {
      throw new IllegalArgumentException("step must be at least 1, not " + step);
    }
    List<Range> ranges =
        LongStream.iterate(0, first -> first < limit, first -> first + step)
            .mapToObj(first -> new Range(first, Math.min(first + step, limit)))
            .toList();
    return lazy(Primes::total, each(Primes::count, ranges));
  }

  private static boolean isPrime(long n) {
    if (n < 4) {
      return n >= 2;
    }
    if (n % 2 == 0) {
      return false;
    }
    for (long divisor = 3; divisor * divisor <= n; divisor += 2) {
      if (n % divisor == 0) {
        return false;
      }
    }
    return true;
  }
}
