package dev.heddle.expr;

import dev.heddle.CallOptions;
import java.util.List;

/**
 * One call per element: {@code f(items[i], b, c …)} or, zipped, {@code f(a[i], b[i], …)}. The value
 * is the list of results in input order. The arguments from {@link #spreadFrom} to before {@link
 * #spreadTo} are lists (or any {@link Iterable} or array) whose elements are spread, all of one
 * length; the others are broadcast. What is broadcast before them is a receiver or leading
 * arguments that were given: {@code each(record::f, items)}, {@code each(partial(T::f, a), items)}.
 */
public final class Each<T> extends Node<List<T>> {
  private final Callee task;
  private final List<Node<?>> arguments;
  private final int spreadFrom;
  private final int spreadTo;
  private final CallOptions options;

  public Each(
      Callee task, List<Node<?>> arguments, int spreadFrom, int spreadTo, CallOptions options) {
    this.task = task;
    this.arguments = List.copyOf(arguments);
    this.spreadFrom = spreadFrom;
    this.spreadTo = spreadTo;
    this.options = options;
  }

  public Callee task() {
    return task;
  }

  public List<Node<?>> arguments() {
    return arguments;
  }

  /** Index of the first argument that is spread. */
  public int spreadFrom() {
    return spreadFrom;
  }

  /** Index after the last argument that is spread. */
  public int spreadTo() {
    return spreadTo;
  }

  public CallOptions options() {
    return options;
  }
}
