package dev.heddle.expr;

import dev.heddle.CallOptions;
import java.util.List;

/**
 * One call per element: {@code f(items[i], b, c …)} or, zipped, {@code f(a[i], b[i], …)}. The value
 * is the list of results in input order. The {@link #spread} arguments from {@link #firstSpread} on
 * are lists (or any {@link Iterable} or array) whose elements are spread, all of one length; the
 * others are broadcast. Something is broadcast before them when the task's receiver or its leading
 * arguments are given: {@code each(record::f, items)}, {@code each(partial(T::f, a), items)}.
 */
public final class Each<T> extends Node<List<T>> {
  private final Callee task;
  private final List<Node<?>> arguments;
  private final int firstSpread;
  private final int spread;
  private final CallOptions options;

  public Each(
      Callee task, List<Node<?>> arguments, int firstSpread, int spread, CallOptions options) {
    this.task = task;
    this.arguments = List.copyOf(arguments);
    this.firstSpread = firstSpread;
    this.spread = spread;
    this.options = options;
  }

  public Callee task() {
    return task;
  }

  public List<Node<?>> arguments() {
    return arguments;
  }

  /** Index of the first argument that is spread. */
  public int firstSpread() {
    return firstSpread;
  }

  /** How many arguments are spread, at least one. */
  public int spread() {
    return spread;
  }

  public CallOptions options() {
    return options;
  }
}
