package dev.heddle.expr;

import java.util.List;

/**
 * An inline function over the values of its sources: {@code map}, {@code flatMap} ({@link
 * #flatten}: the function returns an expression, which is evaluated in turn) and {@code zip}.
 */
public final class Inline<T> extends Node<T> {
  private final List<Node<?>> sources;
  private final Closure function;
  private final boolean flatten;

  public Inline(List<Node<?>> sources, Closure function, boolean flatten) {
    this.sources = List.copyOf(sources);
    this.function = function;
    this.flatten = flatten;
  }

  public List<Node<?>> sources() {
    return sources;
  }

  public Closure function() {
    return function;
  }

  public boolean flatten() {
    return flatten;
  }
}
