package dev.heddle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a README shows is what happens: each of its commands is typed, in order, in a copy of the
 * example, and prints what stands below it. Ids and times differ, and calls that run side by side
 * may end in another order; nothing else may.
 */
class ReadmeTest {
  /** What would change the output. */
  private static final Set<String> NOISE = Set.of("COLUMNS", "JAVA_TOOL_OPTIONS");

  private static final String CHANGE = "cd ";

  static Stream<String> examples() throws IOException {
    try (Stream<Path> folders = Files.list(Example.sources())) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("README.md")))
          .filter(folder -> !Files.exists(folder.resolve("pom.xml"))) // a build of its own
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void showsWhatHappens(String example, @TempDir Path root) throws Exception {
    Example copy = Example.copy(root, example, "README.md");
    writeLauncher(root);
    if (example.equals(OutsideTest.EXAMPLE)) {
      OutsideTest.fetchLibrary(copy);
    }
    Path readme = Example.sources().resolve(example).resolve("README.md");
    String page = Files.readString(readme);
    List<Transcript> shown = Transcript.read(page);
    assertThat(shown).isNotEmpty();

    List<Transcript> real = new ArrayList<>();
    Path folder = root;
    for (Transcript command : shown) {
      real.add(new Transcript(command.command(), type(command.command(), folder)));
      if (command.command().startsWith(CHANGE)) { // each is typed into a shell of its own
        folder = folder.resolve(command.command().substring(CHANGE.length())).normalize();
      }
    }

    if (System.getProperty("readme.update") != null) {
      Files.writeString(readme, Transcript.write(page, real));
    } else {
      assertThat(comparable(real)).as(() -> text(real)).isEqualTo(comparable(shown));
    }
  }

  private static List<List<String>> comparable(List<Transcript> transcripts) {
    return transcripts.stream().map(Transcript::comparable).toList();
  }

  private static String text(List<Transcript> transcripts) {
    return transcripts.stream().map(Transcript::text).collect(Collectors.joining("\n"));
  }

  /**
   * {@code ./heddle} as in the repository, but for building itself: it starts what is tested. What
   * only examples need is not on its class path, as it is not in the tool.
   */
  static void writeLauncher(Path root) throws IOException {
    String access = Runtime.version().feature() >= 22 ? " --enable-native-access=ALL-UNNAMED" : "";
    String launcher =
        "#!/bin/sh\nexec '%s/bin/java' -XX:TieredStopAtLevel=1%s -cp '%s' dev.heddle.cli.Main \"$@\"\n"
            .formatted(System.getProperty("java.home"), access, classPath());
    Path file = Files.writeString(root.resolve("heddle"), launcher);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.equals(OutsideTest.library().toString()))
        .collect(Collectors.joining(File.pathSeparator));
  }

  static List<String> type(String command, Path root) throws Exception {
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-c", command)
            .directory(root.toFile())
            .redirectErrorStream(true);
    Map<String, String> environment = shell.environment();
    environment.keySet().removeIf(name -> name.startsWith("HEDDLE_") || NOISE.contains(name));
    environment.put("LC_ALL", "C.UTF-8");
    Process process = shell.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.lines().toList();
  }
}
