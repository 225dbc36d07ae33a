package dev.heddle.task;

import dev.heddle.TaskDefinitionException;
import java.lang.reflect.Method;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a task is named when it does not pin its name (LANGUAGE §1.6). */
final class TaskName {
  private TaskName() {}

  static String of(Class<?> owner, Method method, TaskSpec spec) {
    if (!spec.name().isEmpty()) {
      return spec.name();
    }
    if (owner.isAnonymousClass()) {
      throw new TaskDefinitionException(
          Signatures.show(method)
              + " is in an anonymous class, whose name changes with the code around it:"
              + " pin the task's name, "
              + spec.annotation()
              + "(name = \"…\")");
    }
    return scope(owner.getName(), owner.getClassLoader())
        + owner.getName()
        + "."
        + method.getName()
        + (Signatures.isOverloaded(method) ? parameters(method) : "");
  }

  /** Call sites of a direct task can't change, so several of one method name are told apart. */
  private static String parameters(Method method) {
    return Stream.of(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(",", "(", ")"));
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
