package dev.heddle.expr;

import dev.heddle.Expr;
import org.jspecify.annotations.Nullable;

/**
 * One node of an expression graph. Every form of expression is one of the permitted classes; the
 * evaluator and the flat form switch over them and nothing else implements {@link Expr}.
 */
public abstract sealed class Node<T> implements Expr<T>
    permits Const, Call, Each, Assemble, Inline, Cond, Catching, CatchAll, Seq, Link {
  /** Identity: two expressions are never compared by what they describe. */
  @Override
  public final boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public final int hashCode() {
    return System.identityHashCode(this);
  }

  /** Source-like text, for people; long and deep expressions are cut. */
  @Override
  public final String toString() {
    return ExprText.of(this);
  }
}
