package dev.heddle.task;

import dev.heddle.expr.Callee;
import dev.heddle.expr.CalleeSource;

/** Finds tasks by class and method name for {@code TaskRef.of}. */
public final class TaskMethods implements CalleeSource {
  /** For the service loader. */
  public TaskMethods() {}

  @Override
  public Callee callee(Class<?> owner, String method) {
    return TaskMethod.of(owner, method);
  }
}
