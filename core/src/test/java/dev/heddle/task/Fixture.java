package dev.heddle.task;

import dev.heddle.task.CodeEdits.Edit;
import dev.heddle.task.CodeEdits.Replacement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The example shop of the code-hash tests: its sources, edited or not, and the codes of its tasks.
 */
final class Fixture {
  private static final Path SOURCES = resource("/code-hash/shop");
  private static final Path LIBRARY = resource("/code-hash/lib");

  private final Path folder;

  private Fixture(Path folder) {
    this.folder = folder;
  }

  /** Copies the sources, edited. */
  static Fixture of(Path folder, Edit edit) throws IOException {
    Path target = folder.resolve("src");
    try (Stream<Path> walk = Files.walk(SOURCES)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        Path copy = target.resolve(SOURCES.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    for (Replacement replacement : edit.replacements()) {
      Path file = target.resolve("shop").resolve(replacement.file() + ".java");
      String before = Files.exists(file) ? Files.readString(file) : "";
      if (!before.contains(replacement.from())) {
        throw new IllegalStateException(file + " does not contain " + replacement.from());
      }
      String after =
          replacement.from().isEmpty()
              ? before + replacement.to()
              : before.replace(replacement.from(), replacement.to());
      Files.writeString(file, after);
    }
    return new Fixture(folder);
  }

  /** Compiles the stand-ins for the library's names that sources of tasks mention. */
  static String compileLibrary(Path folder) throws IOException {
    SourceCompiler.compile(LIBRARY, folder, "");
    return folder.toString();
  }

  Path sources() {
    return folder.resolve("src");
  }

  Path classes(String name) {
    return folder.resolve(name);
  }

  Fixture compile(String name, String library, String... flags) throws IOException {
    SourceCompiler.compile(sources(), classes(name), library, flags);
    return this;
  }

  /** The code of every task, by the simple name of its method. */
  Map<String, TaskCode> walk(String name, String library) throws IOException {
    return walk(library, classes(name), new CodeWalk(CodeRoots.standard()));
  }

  static Map<String, TaskCode> walk(String library, Path classes, CodeWalk walk)
      throws IOException {
    URL[] path = {classes.toUri().toURL(), Path.of(library).toUri().toURL()};
    Map<String, TaskCode> codes = new TreeMap<>();
    try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      for (String holder : new String[] {"shop.Tasks", "shop.Service"}) {
        Class<?> type = Class.forName(holder, false, loader);
        for (Method method : type.getDeclaredMethods()) {
          for (Annotation annotation : method.getAnnotations()) {
            if (annotation.annotationType().getName().equals("dev.heddle.Task")) {
              codes.put(method.getName(), walk.walk(method, includes(annotation)));
            }
          }
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return codes;
  }

  private static Class<?>[] includes(Annotation annotation) throws ReflectiveOperationException {
    return (Class<?>[]) annotation.annotationType().getMethod("hashIncludes").invoke(annotation);
  }

  private static Path resource(String name) {
    try {
      return Path.of(Fixture.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
