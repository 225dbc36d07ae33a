package dev.heddle.examples;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Examples are copied: they compile without a warning, as the rest of the house does. */
class CleanSourcesTest {
  static Stream<String> examples() throws IOException {
    return ReadmeTest.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void compilesWithoutWarnings(String example, @TempDir Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
            compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
        Stream<Path> inFolder = Files.list(Example.sources().resolve(example))) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      List<Path> sources = inFolder.filter(file -> file.toString().endsWith(".java")).toList();
      List<String> options =
          List.of("--release", "17", "-Xlint:all,-options,-classfile", "-Werror", "-proc:none");

      boolean compiled =
          compiler
              .getTask(
                  messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();

      assertThat(sources).isNotEmpty();
      assertThat(messages.toString()).isEmpty();
      assertThat(compiled).isTrue();
    }
  }
}
