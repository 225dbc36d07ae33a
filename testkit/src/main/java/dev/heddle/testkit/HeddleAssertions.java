package dev.heddle.testkit;

import dev.heddle.Invocation;

/** Assertions about what Heddle did. Import {@link #assertThat} statically, beside AssertJ's. */
public final class HeddleAssertions {
  private HeddleAssertions() {}

  /** About an invocation, as it is on record now. */
  public static <R> InvocationAssert<R> assertThat(Invocation<R> invocation) {
    return new InvocationAssert<>(invocation);
  }
}
