package dev.heddle.task;

import dev.heddle.Task;
import dev.heddle.TaskDefinitionException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** How a task is named when it does not pin its name (LANGUAGE §1.6). */
final class TaskName {
  private TaskName() {}

  static String of(Class<?> owner, Method method, Task annotation) {
    if (!annotation.name().isEmpty()) {
      return annotation.name();
    }
    if (owner.isAnonymousClass()) {
      throw new TaskDefinitionException(
          Signatures.show(method)
              + " is in an anonymous class, whose name changes with the code around it:"
              + " pin the task's name, @Task(name = \"…\")");
    }
    return scope(owner.getName(), owner.getClassLoader())
        + owner.getName()
        + "."
        + method.getName();
  }

  /**
   * What stands before a class's name.
   *
   * @param binary the class's name, with dots
   * @param loader the one that defines the class
   */
  static String scope(String binary, @Nullable ClassLoader loader) {
    boolean unnamedPackage = binary.indexOf('.') < 0;
    return unnamedPackage && loader instanceof ScriptScope script && !script.scope().isEmpty()
        ? script.scope() + "/"
        : "";
  }
}
