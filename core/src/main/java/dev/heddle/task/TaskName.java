package dev.heddle.task;

import dev.heddle.Task;
import dev.heddle.TaskDefinitionException;
import java.lang.reflect.Method;

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
    return scope(owner) + owner.getName() + "." + method.getName();
  }

  private static String scope(Class<?> owner) {
    if (owner.getPackageName().isEmpty()
        && owner.getClassLoader() instanceof ScriptScope script
        && !script.scope().isEmpty()) {
      return script.scope() + "/";
    }
    return "";
  }
}
