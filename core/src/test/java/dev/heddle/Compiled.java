package dev.heddle;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Sources compiled by the JDK that runs the tests, against this module's classes.
 *
 * @param classes the folder of the class files
 * @param errors the compiler's errors, {@code file:line: message}
 */
public record Compiled(Path classes, List<String> errors) {
  /** Compiles sources, given as path and text, into a folder below {@code folder}. */
  public static Compiled of(Path folder, Map<String, String> sources, String... options)
      throws IOException {
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = folder.resolve("src").resolve(source.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, source.getValue());
      files.add(file);
    }
    Path classes = Files.createDirectories(folder.resolve("classes"));
    List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "--release", "17"));
    arguments.addAll(List.of("-proc:none", "-cp", System.getProperty("java.class.path")));
    arguments.addAll(List.of(options));
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager = javac.getStandardFileManager(found, Locale.ROOT, null)) {
      javac
          .getTask(
              new StringWriter(),
              manager,
              found,
              arguments,
              null,
              manager.getJavaFileObjectsFromPaths(files))
          .call();
    }
    return new Compiled(
        classes,
        found.getDiagnostics().stream()
            .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
            .map(Compiled::line)
            .collect(Collectors.toList()));
  }

  private static String line(Diagnostic<? extends JavaFileObject> error) {
    String file = error.getSource() == null ? "" : error.getSource().getName();
    return file.substring(file.lastIndexOf('/') + 1)
        + ":"
        + error.getLineNumber()
        + ": "
        + error.getMessage(Locale.ROOT);
  }
}
