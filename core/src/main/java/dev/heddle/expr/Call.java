package dev.heddle.expr;

import dev.heddle.CallOptions;
import java.util.List;

/**
 * A task applied to arguments. When the task is an instance method of a record or enum, the
 * receiver is the first argument.
 */
public final class Call<T> extends Node<T> {
  private final Callee task;
  private final List<Node<?>> arguments;
  private final CallOptions options;

  public Call(Callee task, List<Node<?>> arguments, CallOptions options) {
    this.task = task;
    this.arguments = List.copyOf(arguments);
    this.options = options;
  }

  public Callee task() {
    return task;
  }

  public List<Node<?>> arguments() {
    return arguments;
  }

  public CallOptions options() {
    return options;
  }
}
