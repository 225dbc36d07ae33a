package dev.heddle.agent;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
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

  /** What is wrong with the direct tasks of these classes, each naming its method. */
  List<String> problems(List<String> names) {
    Copies copies = new Copies();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    // Where services are looked for.
    Thread.currentThread().setContextClassLoader(copies);
    try {
      List<Class<?>> types = new ArrayList<>();
      for (String name : names) {
        types.add(Class.forName(name, false, copies));
      }
      Object problems =
          Class.forName("dev.heddle.direct.Definitions", true, copies)
              .getMethod("problems", List.class)
              .invoke(null, types);
      List<String> texts = new ArrayList<>();
      for (Object problem : (List<?>) problems) {
        texts.add(problem.toString());
      }
      return texts;
    } catch (InvocationTargetException e) {
      return List.of("the direct tasks can't be checked: " + e.getCause());
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      return List.of("the direct tasks of " + names + " can't be checked: " + e);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
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
