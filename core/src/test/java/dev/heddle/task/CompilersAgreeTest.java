package dev.heddle.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.heddle.task.CodeEdits.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The compiler of another JDK gives every task of every edition of the example the same code. Looks
 * for JDKs in the system property {@code heddle.test.jdks} and beside the running one.
 */
class CompilersAgreeTest {
  @Test
  void theCompilerOfAnotherJdkChangesNothing(@TempDir Path folder) throws Exception {
    Path jdk = otherJdk();
    String library = Fixture.compileLibrary(folder.resolve("lib"));
    Fixture plain = Fixture.of(folder.resolve("plain"), CodeEdits.none());
    Map<String, TaskCode> ours = plain.compile("ours", library, "-g").walk("ours", library);
    Map<Edit, Fixture> edited = new TreeMap<>((a, b) -> a.name().compareTo(b.name()));
    edited.put(CodeEdits.none(), plain);
    for (Edit edit : CodeEdits.all()) {
      edited.put(edit, Fixture.of(folder.resolve("edit" + edited.size()), edit));
    }

    compileWith(jdk, folder, library, edited.values());

    Map<String, Set<String>> changed = new TreeMap<>();
    Map<String, Set<String>> expected = new TreeMap<>();
    for (Map.Entry<Edit, Fixture> each : edited.entrySet()) {
      Map<String, TaskCode> theirs = each.getValue().walk("theirs", library);
      changed.put(each.getKey().name(), CodeHashTest.changed(ours, theirs));
      expected.put(each.getKey().name(), each.getKey().changed());
    }
    assertThat(changed).isEqualTo(expected);
    assertThat(numbers(plain.walk("theirs", library))).isEqualTo(numbers(ours));
  }

  /** The numbers and bodies of inline functions, without the names that the compiler gave them. */
  private static Map<String, List<String>> numbers(Map<String, TaskCode> codes) {
    Map<String, List<String>> numbers = new TreeMap<>();
    codes.forEach(
        (task, code) ->
            numbers.put(
                task,
                code.sites().stream().map(site -> site.number() + " " + site.bodyHash()).toList()));
    return numbers;
  }

  private static void compileWith(Path jdk, Path folder, String library, Iterable<Fixture> fixtures)
      throws Exception {
    List<String> jobs = new ArrayList<>();
    for (Fixture fixture : fixtures) {
      jobs.add(fixture.sources() + "\t" + fixture.classes("theirs") + "\t" + library);
    }
    Path list = Files.write(folder.resolve("jobs"), jobs);
    Path log = folder.resolve("log");
    String classes =
        Path.of(SourceCompiler.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    Process process =
        new ProcessBuilder(
                jdk.resolve("bin/java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                classes,
                SourceCompiler.class.getName(),
                list.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static Path otherJdk() throws IOException {
    Set<Path> homes = new TreeSet<>();
    for (String home :
        System.getProperty("heddle.test.jdks", "").split(java.io.File.pathSeparator)) {
      if (!home.isBlank()) {
        homes.add(Path.of(home));
      }
    }
    Path beside = Path.of(System.getProperty("java.home")).toRealPath().getParent();
    try (Stream<Path> list = Files.list(beside)) {
      list.forEach(homes::add);
    }
    for (Path home : homes) {
      int feature = feature(home);
      if (feature >= 17 && feature != Runtime.version().feature()) {
        return home;
      }
    }
    return abort("there is only one JDK: none beside " + beside + ", none in heddle.test.jdks");
  }

  /** The JDK's feature release; 0 if the folder is no JDK with a compiler. */
  private static int feature(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release) || !Files.isExecutable(home.resolve("bin/javac"))) {
      return 0;
    }
    Properties properties = new Properties();
    try (var in = Files.newInputStream(release)) {
      properties.load(in);
    }
    String version = properties.getProperty("JAVA_VERSION", "\"0\"").replace("\"", "");
    return Integer.parseInt(version.split("[.+-]")[0]);
  }
}
