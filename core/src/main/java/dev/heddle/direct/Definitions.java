package dev.heddle.direct;

import dev.heddle.HeddleException;
import dev.heddle.TaskDefinitionException;
import dev.heddle.task.TaskDef;
import dev.heddle.task.TaskMethod;
import dev.heddle.task.TaskRegistry;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Tells what is wrong with direct tasks before any of them is called. */
public final class Definitions {
  private Definitions() {}

  /**
   * What keeps the direct tasks of these classes from being tasks, each naming its method. Runs
   * nothing of the classes but the constructors of what cuts and puts together.
   */
  public static List<String> problems(List<Class<?>> types) {
    return problems(types, DefaultApp.source().tasks(false), false);
  }

  /**
   * The same for a process whose only receivers are made by constructors without parameters, as the
   * command line's are; and walks the code of those that can be tasks. The project remembers it, so
   * that no call waits for that.
   */
  public static List<String> problemsAndCode(List<Class<?>> types) {
    return problems(types, DefaultApp.source().tasks(true), true);
  }

  private static List<String> problems(List<Class<?>> types, TaskRegistry tasks, boolean walk) {
    List<String> problems = new ArrayList<>();
    for (Class<?> type : types) {
      for (var method : TaskMethod.directIn(type)) {
        try {
          TaskDef task = tasks.define(TaskMethod.of(type, method));
          if (walk) {
            requireReceiver(task.method());
            task.version();
          }
        } catch (HeddleException e) {
          problems.add(e.getMessage() == null ? e.toString() : e.getMessage());
        }
      }
    }
    return problems;
  }

  private static void requireReceiver(TaskMethod method) {
    Class<?> owner = method.owner();
    boolean made = !owner.isInterface() && !Modifier.isAbstract(owner.getModifiers());
    if (method.receiver() == TaskMethod.Receiver.SERVICE
        && made
        && Stream.of(owner.getDeclaredConstructors()).noneMatch(c -> c.getParameterCount() == 0)) {
      throw new TaskDefinitionException(
          "the direct task "
              + method.name()
              + " is called on a "
              + owner.getName()
              + ", which has no constructor without parameters, so no worker could make one. Make"
              + " the method static, the class a record, or run workers in a program that gives"
              + " Heddle.builder().instances(…) a provider");
    }
  }
}
