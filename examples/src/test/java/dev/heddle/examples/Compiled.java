package dev.heddle.examples;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * The classes of one example, made as strictly as the rest of the house is.
 *
 * @param ok whether it compiled
 * @param messages what the compiler said
 * @param sources how many files there were
 */
record Compiled(boolean ok, String messages, int sources) {
  /** Compiles all sources of an example into a folder. */
  static Compiled example(String example, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
            compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
        Stream<Path> inFolder = Files.list(Example.sources().resolve(example))) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      List<Path> sources = inFolder.filter(file -> file.toString().endsWith(".java")).toList();
      List<String> options =
          List.of("--release", "17", "-Xlint:all,-options,-classfile", "-Werror", "-proc:none");
      var units = files.getJavaFileObjectsFromPaths(sources);
      boolean ok = compiler.getTask(messages, files, null, options, null, units).call();
      return new Compiled(ok, messages.toString(), sources.size());
    }
  }
}
