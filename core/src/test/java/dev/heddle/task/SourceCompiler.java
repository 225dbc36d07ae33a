package dev.heddle.task;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles folders of sources with the compiler of the running JDK. Has a main method, and needs
 * nothing but the JDK, so that another JDK can be started with it.
 */
public final class SourceCompiler {
  private SourceCompiler() {}

  /** Compiles all sources below a folder, for release 17. */
  static void compile(Path sources, Path classes, String classPath, String... flags)
      throws IOException {
    Files.createDirectories(classes);
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        new ArrayList<>(List.of("--release", "17", "-proc:none", "-nowarn", "-implicit:none"));
    options.addAll(List.of("-d", classes.toString(), "-cp", classPath));
    options.addAll(List.of(flags));
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, Locale.ROOT, null);
        Stream<Path> walk = Files.walk(sources)) {
      List<Path> units = walk.filter(path -> path.toString().endsWith(".java")).sorted().toList();
      boolean done =
          javac
              .getTask(messages, files, null, options, null, files.getJavaFileObjectsFromPaths(units))
              .call();
      if (!done) {
        throw new IllegalStateException(sources + " does not compile:\n" + messages);
      }
    }
  }

  /** Each line of the file given is a job: sources, classes and class path, tab-separated. */
  public static void main(String[] args) throws IOException {
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      String[] job = line.split("\t");
      compile(Path.of(job[0]), Path.of(job[1]), job[2], "-g");
    }
  }
}
