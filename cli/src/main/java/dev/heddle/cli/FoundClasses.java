package dev.heddle.cli;

import dev.heddle.DirectTask;
import dev.heddle.HeddleException;
import dev.heddle.direct.Definitions;
import dev.heddle.task.TaskMethod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Classes that were found by their files. Nobody named them, and a program may run without the
 * optional dependencies of some: one that can't be loaded whole is left out, with one warning.
 */
final class FoundClasses {
  private static final Logger LOG = LoggerFactory.getLogger(DirectTask.class);

  private final ClassLoader loader;
  private final Map<String, Throwable> leftOut = new HashMap<>();

  FoundClasses(ClassLoader loader) {
    this.loader = loader;
  }

  /**
   * The class of this name; nothing if it is left out.
   *
   * @throws UsageException if what can't be woven is in it
   */
  Optional<Class<?>> load(String name) {
    try {
      Class<?> type = Class.forName(name, false, loader);
      look(type);
      return Optional.of(type);
    } catch (ClassNotFoundException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new UsageException("The class " + name + " can't be read: " + why);
    } catch (LinkageError | TypeNotPresentException e) {
      leaveOut(name, e);
      return Optional.empty();
    }
  }

  /**
   * Defines the direct tasks of classes.
   *
   * @param problems is given what is wrong with them
   * @return those that are not left out
   */
  List<Class<?>> defined(List<Class<?>> types, Collection<String> problems) {
    try {
      problems.addAll(Definitions.problemsAndCode(types));
      return types;
    } catch (LinkageError | TypeNotPresentException ofSome) {
      return definedOneByOne(types, problems);
    }
  }

  private List<Class<?>> definedOneByOne(List<Class<?>> types, Collection<String> problems) {
    List<Class<?>> defined = new ArrayList<>();
    for (Class<?> type : types) {
      try {
        problems.addAll(Definitions.problemsAndCode(List.of(type)));
        defined.add(type);
      } catch (ExceptionInInitializerError e) {
        // Nothing is missing: what cuts or puts together can't be made.
        problems.add(
            "the direct tasks of " + type.getName() + " can't be checked: " + e.getException());
      } catch (LinkageError | TypeNotPresentException e) {
        leaveOut(type.getName(), e);
      }
    }
    return defined;
  }

  /**
   * What to serve for the tasks of a class: the outermost around it, in which those that only
   * inherit tasks are too; the class alone if others in that can't be loaded.
   */
  Class<?> served(Class<?> type) {
    Class<?> outer = type;
    while (outer.getDeclaringClass() != null) {
      outer = outer.getDeclaringClass();
    }
    return lackOf(outer) == null ? outer : type;
  }

  /** Whether the class and those nested in it can be served; if not, it is left out. */
  boolean isWhole(Class<?> type) {
    Throwable lack = lackOf(type);
    if (lack != null) {
      leaveOut(type.getName(), lack);
    }
    return lack == null;
  }

  private @Nullable Throwable lackOf(Class<?> type) {
    try {
      look(type);
      for (Class<?> nested : type.getDeclaredClasses()) {
        Throwable lack = lackOf(nested);
        if (lack != null) {
          return lack;
        }
      }
      return leftOut.get(type.getName());
    } catch (LinkageError | TypeNotPresentException e) {
      return e;
    }
  }

  private static void look(Class<?> type) {
    try {
      TaskMethod.servedBy(type);
    } catch (HeddleException e) {
      return; // it can be looked at; what is wrong is said when its tasks are defined
    }
  }

  private void leaveOut(String name, Throwable lack) {
    if (leftOut.put(name, lack) == null) {
      LOG.warn(
          "the tasks of {} are left out; if they are wanted, add to --cp what it lacks: {}",
          name,
          lack.toString());
    }
  }
}
