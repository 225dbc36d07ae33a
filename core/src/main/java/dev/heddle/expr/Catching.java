package dev.heddle.expr;

import java.util.List;

/**
 * The value of {@link #body}, or, if that fails with one of {@link #errors} (matched by recorded
 * class and superclass names), of the recovery: a function from the error to a value or, if {@link
 * #flatten}, to an expression.
 */
public final class Catching<T> extends Node<T> {
  private final Node<T> body;
  private final List<Class<? extends Throwable>> errors;
  private final Closure recovery;
  private final boolean flatten;

  public Catching(
      Node<T> body, List<Class<? extends Throwable>> errors, Closure recovery, boolean flatten) {
    this.body = body;
    this.errors = List.copyOf(errors);
    this.recovery = recovery;
    this.flatten = flatten;
  }

  public Node<T> body() {
    return body;
  }

  public List<Class<? extends Throwable>> errors() {
    return errors;
  }

  public Closure recovery() {
    return recovery;
  }

  public boolean flatten() {
    return flatten;
  }
}
