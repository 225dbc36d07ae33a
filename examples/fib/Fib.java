import static dev.heddle.Lazy.lazy;
import static dev.heddle.Lazy.value;
import static dev.heddle.Lazy.zip;

import dev.heddle.Default;
import dev.heddle.Expr;
import dev.heddle.Task;
import java.math.BigInteger;

/** Recursion. In plain Java this would take 2^n calls; here equal calls are one call. */
public final class Fib {
  private Fib() {}

  /** The n-th Fibonacci number, of the two before it. */
  @Task
  public static Expr<BigInteger> fib(@Default("90") int n) {
    if (n < 0) {
      throw new IllegalArgumentException("n must not be negative, it is " + n);
    }
    if (n < 2) {
      return value(BigInteger.valueOf(n));
    }
    return zip(lazy(Fib::fib, n - 1), lazy(Fib::fib, n - 2), BigInteger::add);
  }
}
