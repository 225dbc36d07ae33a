package dev.heddle.agent;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what is wrong with direct tasks before anything is run: defines them from copies of
 * their classes, in a loader that nobody else sees. The classes that run are not touched.
 *
 * @param classes where the class files of the program are
 * @param libraries the parent of that loader, which has nothing of the program
 * @param resources finds what is not a class; null if the parent does
 */
record DefinitionCheck(
    DirectWeaver weaver,
    ClassFileLocator classes,
    ClassLoader libraries,
    @Nullable ClassLoader resources) {

  /**
   * What a look at direct tasks shows.
   *
   * @param problems what is wrong, each naming its method
   * @param unchecked the classes that can't be looked at, each with what it lacks
   */
  record Found(List<String> problems, List<String> unchecked) {}

  /** Looks at the direct tasks of these classes. */
  Found look(List<String> names) {
    Copies copies = new Copies();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    // Where services are looked for.
    Thread.currentThread().setContextClassLoader(copies);
    try {
      Method definitions = definitions(copies);
      Found found = new Found(new ArrayList<>(), new ArrayList<>());
      for (String name : names) {
        look(name, copies, definitions, found);
      }
      return found;
    } catch (ReflectiveOperationException | LinkageError e) {
      return new Found(List.of("the direct tasks can't be checked: " + cause(e)), List.of());
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** Was called once, for nothing: what keeps it from working is not the fault of any class. */
  private static Method definitions(Copies copies) throws ReflectiveOperationException {
    Method definitions =
        Class.forName("dev.heddle.direct.Definitions", true, copies)
            .getMethod("problems", List.class);
    definitions.invoke(null, List.of());
    return definitions;
  }

  private static void look(String name, Copies copies, Method definitions, Found found) {
    try {
      Class<?> type = Class.forName(name, false, copies);
      for (Object problem : (List<?>) definitions.invoke(null, List.of(type))) {
        found.problems.add(problem.toString());
      }
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      Throwable cause = cause(e);
      if (isOfWhatIsMissing(cause)) {
        found.unchecked.add(
            "the direct tasks of "
                + name
                + " are not checked; if they are called, put on the class path what it lacks: "
                + cause);
      } else {
        found.problems.add("the direct tasks of " + name + " can't be checked: " + cause);
      }
    }
  }

  private static Throwable cause(Throwable e) {
    return e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
  }

  /** Programs run without their optional dependencies as long as they don't touch those classes. */
  private static boolean isOfWhatIsMissing(Throwable e) {
    boolean ofItsOwn = e instanceof ExceptionInInitializerError;
    return (e instanceof LinkageError && !ofItsOwn) || e instanceof TypeNotPresentException;
  }

  /** Copies of the program's classes, woven as they will be. */
  private final class Copies extends ClassLoader {
    /** Class files of the program are not among the resources of this loader. */
    private final ClassFileLocator types;

    Copies() {
      super(libraries);
      types = new ClassFileLocator.Compound(classes, ClassFileLocator.ForClassLoader.of(libraries));
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      try {
        ClassFileLocator.Resolution found = classes.locate(name);
        if (found.isResolved()) {
          byte[] plain = found.resolve();
          byte[] woven = weaver.weave(types, plain);
          byte[] bytes = woven == null ? plain : woven;
          return defineClass(name, bytes, 0, bytes.length);
        }
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
      throw new ClassNotFoundException(name);
    }

    @Override
    protected @Nullable URL findResource(String name) {
      return resources == null ? null : resources.getResource(name);
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
      return resources == null ? Collections.emptyEnumeration() : resources.getResources(name);
    }
  }
}
