package dev.heddle.direct;

import dev.heddle.HeddleException;
import dev.heddle.task.TaskMethod;
import dev.heddle.task.TaskRegistry;
import java.util.ArrayList;
import java.util.List;

/** Tells what is wrong with direct tasks before any of them is called. */
public final class Definitions {
  private Definitions() {}

  /**
   * What keeps the direct tasks of these classes from being tasks, each naming its method. Runs
   * nothing of the classes but the constructors of what cuts and puts together.
   */
  public static List<String> problems(List<Class<?>> types) {
    TaskRegistry tasks = DefaultApp.source().tasks();
    List<String> problems = new ArrayList<>();
    for (Class<?> type : types) {
      for (var method : TaskMethod.directIn(type)) {
        try {
          tasks.define(TaskMethod.of(method));
        } catch (HeddleException e) {
          problems.add(e.getMessage() == null ? e.toString() : e.getMessage());
        }
      }
    }
    return problems;
  }
}
