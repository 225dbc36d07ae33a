package dev.heddle.task;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

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
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-implicit:none"));
    if (Runtime.version().feature() != 17) {
      arguments.addAll(List.of("--release", "17")); // without it javac 17 starts much faster
    }
    arguments.addAll(List.of("-d", classes.toString(), "-cp", classPath));
    arguments.addAll(List.of(flags));
    try (Stream<Path> walk = Files.walk(sources)) {
      walk.map(Path::toString)
          .filter(name -> name.endsWith(".java"))
          .sorted()
          .forEach(arguments::add);
    }
    StringWriter messages = new StringWriter();
    PrintWriter out = new PrintWriter(messages);
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    if (javac.run(out, out, arguments.toArray(String[]::new)) != 0) {
      throw new IllegalStateException(sources + " does not compile:\n" + messages);
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
