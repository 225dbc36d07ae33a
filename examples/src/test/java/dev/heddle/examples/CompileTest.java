package dev.heddle.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.cli.CommandLine.Ended;
import dev.heddle.examples.Example.Run;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompileTest {
  @TempDir private Path root;
  private Example compile;

  @BeforeEach
  void copy() throws IOException {
    boolean gcc =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "gcc")));
    assumeTrue(gcc, "there is no gcc on the PATH");
    compile = Example.copy(root, "compile", "Compile.java");
  }

  /** With an absolute path, since a test can't change the folder that it runs in. */
  private Run all() {
    return compile.run("all", "--sources", compile.file("src") + "/*.c");
  }

  private String output(String program, String argument) throws Exception {
    Process process =
        new ProcessBuilder(compile.file("build/" + program).toString(), argument).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return text;
  }

  @Test
  void makesBothProgramsAndTheSharedObjectOnce() throws Exception {
    Run run = all();

    assertThat(output("greet", "Ada")).isEqualTo("Hello, Ada!\n");
    assertThat(output("shout", "Ada")).isEqualTo("Hello, ADA!\n");
    assertThat(run.ran())
        .isEqualTo(Map.of("all", 1, "program", 2, "objects", 4, "scan", 6, "object", 4, "link", 2));
    assertThat(run.argumentsOf("object"))
        .filteredOn(arguments -> arguments.contains("lib.c"))
        .hasSize(1);
    assertThat(all().count("run")).isZero();
  }

  @Test
  void aTouchRunsNothing() throws IOException {
    all();
    for (String file : List.of("src/lib.c", "src/lib.h", "build/lib.o", "build/greet")) {
      Files.setLastModifiedTime(
          compile.file(file), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    }

    assertThat(all().count("run")).isZero();
  }

  @Test
  void anEditOfTheSharedSourceMakesWhatDependsOnIt() throws Exception {
    all();
    compile.edit("src/lib.c", "Hello, %s!", "Good day, %s!");

    Run edited = all();

    assertThat(edited.ran()).containsEntry("object", 1).containsEntry("link", 2);
    assertThat(edited.argumentsOf("object")).singleElement().asString().contains("lib.c");
    assertThat(output("shout", "Ada")).isEqualTo("Good day, ADA!\n");
  }

  @Test
  void anEditOfOneProgramLeavesTheOtherAlone() throws Exception {
    all();
    compile.edit("src/greet.c", "\"world\"", "\"nobody\"");

    Run edited = all();

    assertThat(edited.argumentsOf("object")).singleElement().asString().contains("greet.c");
    assertThat(edited.argumentsOf("link")).singleElement().asString().contains("greet");
  }

  @Test
  void anEditOfAHeaderCompilesWhatIncludesIt() throws IOException {
    all();
    compile.edit("src/ascii.h", "#include <stddef.h>", "#include <stddef.h>\n#define ASCII 1");

    Run edited = all();

    assertThat(edited.argumentsOf("object")).hasSize(2);
    assertThat(edited.argumentsOf("object").get(0)).contains("ascii.c");
    assertThat(edited.argumentsOf("object").get(1)).contains("shout.c");
    assertThat(edited.argumentsOf("link")).as("the objects came out as they were").isEmpty();
  }

  @Test
  void aDeletedObjectIsMadeAgainAndNothingElse() throws IOException {
    all();
    Files.delete(compile.file("build/ascii.o"));

    Run again = all();

    assertThat(again.ran()).isEqualTo(Map.of("object", 1));
    assertThat(compile.file("build/ascii.o")).exists();
    assertThat(all().count("run")).isZero();
  }

  @Test
  void aDeletedProgramIsLinkedAgain() throws Exception {
    all();
    Files.delete(compile.file("build/shout"));

    Run again = all();

    assertThat(again.ran()).isEqualTo(Map.of("link", 1));
    assertThat(output("shout", "Ada")).isEqualTo("Hello, ADA!\n");
  }

  @Test
  void aNewIncludeIsFollowed() throws Exception {
    all();
    Files.writeString(compile.file("src/end.h"), "const char *end(void);\n");
    Files.writeString(
        compile.file("src/end.c"), "#include \"end.h\"\nconst char *end(void) { return \"?\"; }\n");
    compile.edit("src/lib.c", "#include \"lib.h\"", "#include \"end.h\"\n#include \"lib.h\"");
    compile.edit("src/lib.c", "Hello, %s!\\n\", name", "Hello, %s%s\\n\", name, end()");

    Run more = all();

    assertThat(more.argumentsOf("object")).hasSize(2);
    assertThat(output("greet", "Ada")).isEqualTo("Hello, Ada?\n");
  }

  @Test
  void anErrorOfTheCompilerIsShown() throws IOException {
    compile.edit("src/lib.c", "printf(", "printf(oops, ");

    Ended ended = compile.tryRun("all", "--sources", compile.file("src") + "/*.c");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).contains("oops").contains("lib.c").contains("Compile.object");
  }
}
