package dev.heddle;

import dev.heddle.expr.Call;
import dev.heddle.expr.Closure;
import dev.heddle.expr.Each;
import dev.heddle.expr.Inline;
import dev.heddle.expr.Node;
import java.util.List;

/**
 * An immutable description of a value that has not been computed yet.
 *
 * <p>Expressions are built with the methods of {@link Lazy} and turned into values by {@link
 * Heddle#run}. Building one computes nothing. An expression compares by identity; its {@code
 * toString} prints source-like text of bounded length.
 *
 * <p>{@link #map} and {@link #flatMap} take <em>inline</em> functions: small glue that runs in the
 * evaluator and is no invocation of its own. What is worth recording is a task. An inline function
 * may capture primitives, strings, enums, non-generic records, files ({@link External}), {@link
 * TaskRef} and expressions; a list, a service or {@code this} is passed as a task argument instead.
 *
 * @param <T> the type of the value
 */
public sealed interface Expr<T> permits Node {
  /**
   * The value of an inline function of this value.
   *
   * @throws ExpressionException if {@code function} captures what can't be recorded, or is a task
   */
  default <R> Expr<R> map(Lazy.Fn1<? super T, ? extends R> function) {
    return new Inline<>(List.of((Node<T>) this), Closure.of(function), false);
  }

  /**
   * The value of the expression that an inline function makes of this value.
   *
   * @throws ExpressionException if {@code function} captures what can't be recorded, or is a task
   */
  default <R> Expr<R> flatMap(Lazy.ExprFn1<? super T, R> function) {
    return new Inline<>(List.of((Node<T>) this), Closure.of(function), true);
  }

  /**
   * The same call, or the same calls of an {@code each}, with these options.
   *
   * @throws ExpressionException if this is neither
   */
  @SuppressWarnings("unchecked") // an Each<E> is an Expr<List<E>>, and so is its copy
  default Expr<T> with(CallOptions options) {
    if (this instanceof Call<T> call) {
      return new Call<>(call.task(), call.arguments(), options);
    } else if ((Expr<?>) this instanceof Each<?> each) {
      return (Expr<T>)
          new Each<>(each.task(), each.arguments(), each.spreadFrom(), each.spreadTo(), options);
    }
    throw new ExpressionException(
        "options are of calls, lazy(…) and each(…): put with(…) behind the call inside of " + this);
  }
}
