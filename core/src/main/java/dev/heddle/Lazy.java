package dev.heddle;

import dev.heddle.expr.Assemble;
import dev.heddle.expr.CatchAll;
import dev.heddle.expr.Catching;
import dev.heddle.expr.Closure;
import dev.heddle.expr.Cond;
import dev.heddle.expr.Const;
import dev.heddle.expr.Each;
import dev.heddle.expr.Inline;
import dev.heddle.expr.Node;
import dev.heddle.expr.Seq;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds expressions. Import it statically, {@code import static dev.heddle.Lazy.*;}.
 *
 * <pre>{@code
 * Expr<Report> one = lazy(Reports::build, "Q1-2025");                 // a call
 * Expr<List<Report>> all = each(Reports::build, List.of("Q1", "Q2")); // one call per item
 * Expr<Summary> year = lazy(Reports::summarize, all);                 // of a lazy argument
 * }</pre>
 *
 * <p>Nothing runs here: an expression is handed to {@link Heddle#run}, or returned by a task.
 *
 * <ul>
 *   <li><b>Calls</b>: {@code lazy}, {@code each}, {@code eachZip} take a reference to a method
 *       annotated {@link Task}, and plain or lazy arguments in any mix, up to three; above that, to
 *       eight, all lazy ({@link #value}). A task that returns {@code Expr<R>} gives an {@code
 *       Expr<R>} as well, never one inside another.
 *   <li><b>Lifters</b>: {@code listOf}, {@code setOf}, {@code mapOf}, {@code optional}, {@code
 *       array}, {@code record} turn expressions inside a structure into one expression of it.
 *   <li><b>Control</b>: {@code cond}, {@code catching}, {@code catchAll}, {@code seq}, {@code zip}.
 *   <li><b>Tasks as values</b>: {@code ref}, {@code partial}.
 * </ul>
 *
 * <p>References to overloaded, generic and varargs methods are ambiguous to the compiler: use a
 * typed constant, {@code static final Fn1<String, String> F = T::over;}. So is a literal null: use
 * {@code value(null)}. An {@code int} is no {@code long}: {@code 1L}, {@code
 * expr.map(Integer::longValue)}.
 *
 * <p>All methods throw {@link TaskDefinitionException} where a function is no task, and {@link
 * ExpressionException} where an expression can't be built. They are thread-safe, and cost the same
 * however deep the expressions they are given. A plain argument must not be changed before the
 * expression has been evaluated.
 */
@SuppressWarnings("varargs") // the arrays are only read
public final class Lazy extends Refs {
  private Lazy() {}

  /** A plain value as an expression; null is legal. */
  public static <T> Expr<T> value(@Nullable T value) {
    if (value instanceof Expr) {
      throw new ExpressionException(
          "value(…) lifts a plain value; this is an expression: " + value);
    }
    return new Const<>(value);
  }

  /** A list of lazy values. */
  @SafeVarargs
  public static <T> Expr<List<T>> listOf(Expr<? extends T>... parts) {
    return listOf(Arrays.asList(parts));
  }

  /** A list of lazy values. */
  public static <T> Expr<List<T>> listOf(Iterable<? extends Expr<? extends T>> parts) {
    return new Assemble<>(Assemble.Kind.LIST, Apply.nodes(parts), null);
  }

  /** A set of lazy values; equal ones are one element. */
  @SafeVarargs
  public static <T> Expr<Set<T>> setOf(Expr<? extends T>... parts) {
    return setOf(Arrays.asList(parts));
  }

  /** A set of lazy values; equal ones are one element. */
  public static <T> Expr<Set<T>> setOf(Iterable<? extends Expr<? extends T>> parts) {
    return new Assemble<>(Assemble.Kind.SET, Apply.nodes(parts), null);
  }

  /** A map of lazy keys and values; of equal keys the last counts. */
  @SafeVarargs
  public static <K, V> Expr<Map<K, V>> mapOf(Entry<? extends K, ? extends V>... entries) {
    return mapOf(Arrays.asList(entries));
  }

  /** A map of lazy keys and values; of equal keys the last counts. */
  public static <K, V> Expr<Map<K, V>> mapOf(
      Iterable<? extends Entry<? extends K, ? extends V>> entries) {
    List<Node<?>> parts = new ArrayList<>();
    for (Entry<? extends K, ? extends V> entry : entries) {
      parts.add(Apply.node(entry.key()));
      parts.add(Apply.node(entry.value()));
    }
    return new Assemble<>(Assemble.Kind.MAP, parts, null);
  }

  /** One entry of {@link #mapOf}. */
  public record Entry<K, V>(Expr<? extends K> key, Expr<? extends V> value) {}

  /** An entry of {@link #mapOf}. */
  public static <K, V> Entry<K, V> entry(K key, V value) {
    return new Entry<>(value(key), value(value));
  }

  /** An entry of {@link #mapOf}, its value lazy. */
  public static <K, V> Entry<K, V> entry(K key, Expr<? extends V> value) {
    return new Entry<>(value(key), value);
  }

  /** An entry of {@link #mapOf}, its key lazy. */
  public static <K, V> Entry<K, V> entry(Expr<? extends K> key, V value) {
    return new Entry<>(key, value(value));
  }

  /** An entry of {@link #mapOf}, both lazy. */
  public static <K, V> Entry<K, V> entry(Expr<? extends K> key, Expr<? extends V> value) {
    return new Entry<>(key, value);
  }

  /** An optional of a lazy value; empty if that turns out to be null. */
  public static <T> Expr<Optional<T>> optional(Expr<? extends T> part) {
    return new Assemble<>(Assemble.Kind.OPTIONAL, List.of(Apply.node(part)), null);
  }

  /** An array of lazy values, of a component type that is no primitive. */
  @SafeVarargs
  public static <T> Expr<T[]> array(Class<T> component, Expr<? extends T>... parts) {
    if (component.isPrimitive()) {
      throw new ExpressionException(
          "array("
              + component
              + ".class, …): a primitive is no type argument; use the boxed class");
    }
    return new Assemble<>(Assemble.Kind.ARRAY, Apply.nodes(Arrays.asList(parts)), component);
  }

  /** The value of an inline function of two lazy values, which are computed in parallel. */
  public static <A, B, R> Expr<R> zip(
      Expr<A> a, Expr<B> b, Fn2<? super A, ? super B, ? extends R> function) {
    return new Inline<>(List.of(Apply.node(a), Apply.node(b)), Closure.of(function), false);
  }

  /** The value of an inline function of three lazy values, which are computed in parallel. */
  public static <A, B, C, R> Expr<R> zip(
      Expr<A> a, Expr<B> b, Expr<C> c, Fn3<? super A, ? super B, ? super C, ? extends R> function) {
    return new Inline<>(
        List.of(Apply.node(a), Apply.node(b), Apply.node(c)), Closure.of(function), false);
  }

  /** The one or the other; only the branch taken is evaluated. */
  public static <T> Expr<T> cond(
      Expr<Boolean> condition, Expr<? extends T> then, Expr<? extends T> otherwise) {
    return new Cond<>(Apply.node(condition), Apply.node(then), Apply.node(otherwise));
  }

  /** The first whose condition holds, else the last; conditions after it are not evaluated. */
  public static <T> Expr<T> cond(
      Expr<Boolean> first,
      Expr<? extends T> then,
      Expr<Boolean> second,
      Expr<? extends T> thenSecond,
      Expr<? extends T> otherwise) {
    return cond(first, then, cond(second, thenSecond, otherwise));
  }

  /**
   * The first branch whose condition holds, else {@code otherwise}; in order, no more than needed.
   */
  public static <T> Expr<T> cond(
      List<? extends Branch<? extends T>> branches, Expr<? extends T> otherwise) {
    Expr<T> result = Apply.node(otherwise);
    for (int i = branches.size() - 1; i >= 0; i--) {
      result = cond(branches.get(i).condition(), branches.get(i).then(), result);
    }
    return result;
  }

  /** One branch of {@link #cond(List, Expr)}. */
  public record Branch<T>(Expr<Boolean> condition, Expr<? extends T> then) {}

  /** A branch of {@link #cond(List, Expr)}. */
  public static <T> Branch<T> when(Expr<Boolean> condition, Expr<? extends T> then) {
    return new Branch<>(condition, then);
  }

  /**
   * The value of {@code body}, or if that fails with this error, of an inline function of it. An
   * error is matched by the recorded names of its class and superclasses.
   */
  public static <T, X extends Throwable> Expr<T> catching(
      Expr<? extends T> body, Class<X> error, Fn1<? super X, ? extends T> handler) {
    return new Catching<>(Apply.node(body), List.of(error), Closure.of(handler), false);
  }

  /** As {@link #catching(Expr, Class, Fn1)}, for several errors. */
  public static <T, X extends Throwable> Expr<T> catching(
      Expr<? extends T> body,
      List<? extends Class<? extends X>> errors,
      Fn1<? super X, ? extends T> handler) {
    return new Catching<>(Apply.node(body), List.copyOf(errors), Closure.of(handler), false);
  }

  /**
   * As {@link #catching(Expr, Class, Fn1)}, with a handler that makes an expression, so that a task
   * can do the repair. (Not an overload: the compiler could not tell two lambdas apart.)
   */
  public static <T, X extends Throwable> Expr<T> catchingLazy(
      Expr<? extends T> body, Class<X> error, ExprFn1<? super X, T> handler) {
    return new Catching<>(Apply.node(body), List.of(error), Closure.of(handler), true);
  }

  /** As {@link #catchingLazy(Expr, Class, ExprFn1)}, for several errors. */
  public static <T, X extends Throwable> Expr<T> catchingLazy(
      Expr<? extends T> body,
      List<? extends Class<? extends X>> errors,
      ExprFn1<? super X, T> handler) {
    return new Catching<>(Apply.node(body), List.copyOf(errors), Closure.of(handler), true);
  }

  /**
   * Waits for every part, failed or not, and gives each one's outcome in order.
   *
   * @param errors the failures that are outcomes; any other fails the whole. None: every {@link
   *     Exception}
   */
  @SafeVarargs
  public static <T> Expr<List<Outcome<T>>> catchAll(
      List<? extends Expr<? extends T>> parts, Class<? extends Throwable>... errors) {
    return new CatchAll<>(
        new Assemble<>(Assemble.Kind.LIST, Apply.nodes(parts), null), orException(errors));
  }

  /**
   * As {@link #catchAll(List, Class[])}, for the calls of an {@code each} or the parts of a {@code
   * listOf}.
   *
   * @throws ExpressionException if the expression is neither, since it has no parts then
   */
  @SafeVarargs
  public static <T> Expr<List<Outcome<T>>> catchAll(
      Expr<List<T>> parts, Class<? extends Throwable>... errors) {
    Node<?> node = Apply.node(parts);
    if (!(node instanceof Each)
        && !(node instanceof Assemble<?> list && list.kind() == Assemble.Kind.LIST)) {
      throw new ExpressionException(
          "catchAll takes a list of expressions, an each(…) or a listOf(…), not "
              + parts
              + ": that is one expression, which fails or not as a whole (catching)");
    }
    return new CatchAll<>(node, orException(errors));
  }

  private static List<Class<? extends Throwable>> orException(Class<? extends Throwable>[] errors) {
    return errors.length == 0 ? List.of(Exception.class) : List.of(errors);
  }

  /** Evaluates the parts strictly one after the other; the value is the list of their values. */
  @SafeVarargs
  public static <T> Expr<List<T>> seq(Expr<? extends T>... parts) {
    return seq(Arrays.asList(parts));
  }

  /** Evaluates the parts strictly one after the other; the value is the list of their values. */
  public static <T> Expr<List<T>> seq(List<? extends Expr<? extends T>> parts) {
    return new Seq<>(Apply.nodes(parts));
  }

  // Generated by Overloads from here on.

  /** A function of 0 arguments that returns a value. */
  @FunctionalInterface
  public interface Fn0<R> extends Serializable {
    /** Runs the function. */
    R apply() throws Exception;
  }

  /** A function of 1 argument that returns a value. */
  @FunctionalInterface
  public interface Fn1<A, R> extends Serializable {
    /** Runs the function. */
    R apply(A a) throws Exception;
  }

  /** A function of 2 arguments that returns a value. */
  @FunctionalInterface
  public interface Fn2<A, B, R> extends Serializable {
    /** Runs the function. */
    R apply(A a, B b) throws Exception;
  }

  /** A function of 3 arguments that returns a value. */
  @FunctionalInterface
  public interface Fn3<A, B, C, R> extends Serializable {
    /** Runs the function. */
    R apply(A a, B b, C c) throws Exception;
  }

  /** A function of 4 arguments that returns a value. */
  @FunctionalInterface
  public interface Fn4<A, B, C, D, R> extends Serializable {
    /** Runs the function. */
    R apply(A a, B b, C c, D d) throws Exception;
  }

  /** A function of 5 arguments that returns a value. */
  @FunctionalInterface
  public interface Fn5<A, B, C, D, E, R> extends Serializable {
    /** Runs the function. */
    R apply(A a, B b, C c, D d, E e) throws Exception;
  }

  /** A function of 6 arguments that returns a value. */
  @FunctionalInterface
  public interface Fn6<A, B, C, D, E, F, R> extends Serializable {
    /** Runs the function. */
    R apply(A a, B b, C c, D d, E e, F f) throws Exception;
  }

  /** A function of 7 arguments that returns a value. */
  @FunctionalInterface
  public interface Fn7<A, B, C, D, E, F, G, R> extends Serializable {
    /** Runs the function. */
    R apply(A a, B b, C c, D d, E e, F f, G g) throws Exception;
  }

  /** A function of 8 arguments that returns a value. */
  @FunctionalInterface
  public interface Fn8<A, B, C, D, E, F, G, H, R> extends Serializable {
    /** Runs the function. */
    R apply(A a, B b, C c, D d, E e, F f, G g, H h) throws Exception;
  }

  /** A function of 0 arguments that returns an expression. */
  @FunctionalInterface
  public interface ExprFn0<R> extends Serializable {
    /** Runs the function. */
    Expr<R> apply() throws Exception;
  }

  /** A function of 1 argument that returns an expression. */
  @FunctionalInterface
  public interface ExprFn1<A, R> extends Serializable {
    /** Runs the function. */
    Expr<R> apply(A a) throws Exception;
  }

  /** A function of 2 arguments that returns an expression. */
  @FunctionalInterface
  public interface ExprFn2<A, B, R> extends Serializable {
    /** Runs the function. */
    Expr<R> apply(A a, B b) throws Exception;
  }

  /** A function of 3 arguments that returns an expression. */
  @FunctionalInterface
  public interface ExprFn3<A, B, C, R> extends Serializable {
    /** Runs the function. */
    Expr<R> apply(A a, B b, C c) throws Exception;
  }

  /** A function of 4 arguments that returns an expression. */
  @FunctionalInterface
  public interface ExprFn4<A, B, C, D, R> extends Serializable {
    /** Runs the function. */
    Expr<R> apply(A a, B b, C c, D d) throws Exception;
  }

  /** A function of 5 arguments that returns an expression. */
  @FunctionalInterface
  public interface ExprFn5<A, B, C, D, E, R> extends Serializable {
    /** Runs the function. */
    Expr<R> apply(A a, B b, C c, D d, E e) throws Exception;
  }

  /** A function of 6 arguments that returns an expression. */
  @FunctionalInterface
  public interface ExprFn6<A, B, C, D, E, F, R> extends Serializable {
    /** Runs the function. */
    Expr<R> apply(A a, B b, C c, D d, E e, F f) throws Exception;
  }

  /** A function of 7 arguments that returns an expression. */
  @FunctionalInterface
  public interface ExprFn7<A, B, C, D, E, F, G, R> extends Serializable {
    /** Runs the function. */
    Expr<R> apply(A a, B b, C c, D d, E e, F f, G g) throws Exception;
  }

  /** A function of 8 arguments that returns an expression. */
  @FunctionalInterface
  public interface ExprFn8<A, B, C, D, E, F, G, H, R> extends Serializable {
    /** Runs the function. */
    Expr<R> apply(A a, B b, C c, D d, E e, F f, G g, H h) throws Exception;
  }

  /** A function of 0 arguments that returns nothing. */
  @FunctionalInterface
  public interface VoidFn0 extends Serializable {
    /** Runs the function. */
    void apply() throws Exception;
  }

  /** A function of 1 argument that returns nothing. */
  @FunctionalInterface
  public interface VoidFn1<A> extends Serializable {
    /** Runs the function. */
    void apply(A a) throws Exception;
  }

  /** A function of 2 arguments that returns nothing. */
  @FunctionalInterface
  public interface VoidFn2<A, B> extends Serializable {
    /** Runs the function. */
    void apply(A a, B b) throws Exception;
  }

  /** A function of 3 arguments that returns nothing. */
  @FunctionalInterface
  public interface VoidFn3<A, B, C> extends Serializable {
    /** Runs the function. */
    void apply(A a, B b, C c) throws Exception;
  }

  /** A function of 4 arguments that returns nothing. */
  @FunctionalInterface
  public interface VoidFn4<A, B, C, D> extends Serializable {
    /** Runs the function. */
    void apply(A a, B b, C c, D d) throws Exception;
  }

  /** A function of 5 arguments that returns nothing. */
  @FunctionalInterface
  public interface VoidFn5<A, B, C, D, E> extends Serializable {
    /** Runs the function. */
    void apply(A a, B b, C c, D d, E e) throws Exception;
  }

  /** A function of 6 arguments that returns nothing. */
  @FunctionalInterface
  public interface VoidFn6<A, B, C, D, E, F> extends Serializable {
    /** Runs the function. */
    void apply(A a, B b, C c, D d, E e, F f) throws Exception;
  }

  /** A function of 7 arguments that returns nothing. */
  @FunctionalInterface
  public interface VoidFn7<A, B, C, D, E, F, G> extends Serializable {
    /** Runs the function. */
    void apply(A a, B b, C c, D d, E e, F f, G g) throws Exception;
  }

  /** A function of 8 arguments that returns nothing. */
  @FunctionalInterface
  public interface VoidFn8<A, B, C, D, E, F, G, H> extends Serializable {
    /** Runs the function. */
    void apply(A a, B b, C c, D d, E e, F f, G g, H h) throws Exception;
  }
}
