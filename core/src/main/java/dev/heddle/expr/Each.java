package dev.heddle.expr;

import dev.heddle.CallOptions;
import java.util.List;

/**
 * One call per element: {@code f(items[i], b, c …)} or, zipped, {@code f(a[i], b[i], …)}. The value
 * is the list of results in input order. The first {@code spread} arguments are lists (or any
 * {@link Iterable} or array) whose elements are spread, all of one length; the rest are broadcast.
 */
public final class Each<T> extends Node<List<T>> {
  private final Callee task;
  private final List<Node<?>> arguments;
  private final int spread;
  private final CallOptions options;

  public Each(Callee task, List<Node<?>> arguments, int spread, CallOptions options) {
    this.task = task;
    this.arguments = List.copyOf(arguments);
    this.spread = spread;
    this.options = options;
  }

  public Callee task() {
    return task;
  }

  public List<Node<?>> arguments() {
    return arguments;
  }

  public int spread() {
    return spread;
  }

  public CallOptions options() {
    return options;
  }
}
