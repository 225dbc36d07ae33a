package dev.heddle.cli.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.cli.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ScriptClassesTest {
  private Instant longAgo = Instant.now().minusSeconds(3600);

  @TempDir Path folder;
  private Path script;
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void aScriptThatUsesOneOfTwoNeighbours() throws IOException {
    script = write("reports/Reports.java", reports("Totals.of(3)"));
    write("reports/Totals.java", totals("2 * n"));
    write("reports/Unused.java", "package reports; this does not compile");
  }

  private static String reports(String body) {
    return "// a comment\n"
        + "package reports;\n"
        + "public class Reports { public static int answer() { return "
        + body
        + "; } }\n";
  }

  private static String totals(String body) {
    return "package reports;\nclass Totals { static int of(int n) { return " + body + "; } }\n";
  }

  /**
   * Writes a file that looks an hour old, a second younger each time, so that its stamp alone is
   * believed.
   */
  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    longAgo = longAgo.plusSeconds(1);
    Files.setLastModifiedTime(file, FileTime.from(longAgo));
    return file;
  }

  private ScriptClasses.Compiled compile() {
    return new ScriptClasses(folder.resolve(".heddle"), said::add)
        .of(Source.of(script), new ClassPath(List.of()));
  }

  private int answer() throws Exception {
    ScriptClasses.Compiled compiled = compile();
    URL[] urls = {ClassPath.url(compiled.folder())};
    try (URLClassLoader loader = new URLClassLoader(urls, null)) {
      return (int) loader.loadClass(compiled.names().get(0)).getMethod("answer").invoke(null);
    }
  }

  /** When classes were written: changes with every compilation that made new ones. */
  private FileTime compiledAt() throws IOException {
    return Files.getLastModifiedTime(compile().folder().resolve("reports/Reports.class"));
  }

  private long compilations() {
    try (Stream<Path> all = Files.walk(folder.resolve(".heddle"))) {
      return all.filter(f -> f.endsWith("Reports.class")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void onlyWhatTheScriptRefersToIsCompiled() throws Exception {
    assertThat(answer()).isEqualTo(6);
    assertThat(compile().names()).containsExactly("reports.Reports");
    assertThat(compile().folder().resolve("reports/Totals.class")).exists();
    assertThat(compile().folder().resolve("reports/Unused.class")).doesNotExist();
  }

  @Test
  void theSameSourcesAreCompiledOnce() throws Exception {
    FileTime first = compiledAt();

    assertThat(compiledAt()).isEqualTo(first);
  }

  @Test
  void aTouchCompilesNothing() throws Exception {
    FileTime first = compiledAt();

    Files.setLastModifiedTime(folder.resolve("reports/Totals.java"), FileTime.from(Instant.now()));

    assertThat(compiledAt()).isEqualTo(first);
    assertThat(compilations()).isOne();
  }

  @Test
  void anEditOfANeighbourThatIsUsedIsSeenAndOneTakenBackFindsItsOldClasses() throws Exception {
    FileTime first = compiledAt();

    write("reports/Totals.java", totals("5 * n"));
    assertThat(answer()).isEqualTo(15);

    write("reports/Totals.java", totals("2 * n"));
    assertThat(answer()).isEqualTo(6);
    assertThat(compiledAt()).isEqualTo(first);
    assertThat(compilations()).isEqualTo(2);
  }

  @Test
  @EnabledOnOs(
      value = {OS.LINUX, OS.MAC},
      disabledReason = "only inodes tell when their status changed")
  void anEditOfTheSameSizeWhoseDateWasPutBackIsSeen() throws Exception {
    Path used = folder.resolve("reports/Totals.java");
    FileTime longAgo = FileTime.from(Instant.now().minusSeconds(3600));
    Files.setLastModifiedTime(used, longAgo);
    assertThat(answer()).isEqualTo(6);

    Files.writeString(used, totals("3 * n"));
    Files.setLastModifiedTime(used, longAgo);

    assertThat(answer()).isEqualTo(9);
  }

  @Test
  void anEditOfTheSameSizeInTheSameTickIsSeen() throws Exception {
    Path used = folder.resolve("reports/Totals.java");
    FileTime tick = FileTime.from(Instant.now());
    Files.setLastModifiedTime(used, tick);
    assertThat(answer()).isEqualTo(6);

    Files.writeString(used, totals("3 * n"));
    Files.setLastModifiedTime(used, tick);

    assertThat(answer()).isEqualTo(9);
  }

  @Test
  void aNewNeighbourCountsOnlyIfASourceNamesIt() throws Exception {
    script = write("reports/Reports.java", reports("Math.abs(-4)"));
    assertThat(answer()).isEqualTo(4);
    FileTime first = compiledAt();

    write("reports/Other.java", "package reports; class Other {}");
    assertThat(compiledAt()).isEqualTo(first);

    write(
        "reports/Math.java",
        "package reports; class Math { static int abs(int n) { return 99; } }");
    assertThat(answer()).isEqualTo(99);

    Files.delete(folder.resolve("reports/Math.java"));
    assertThat(answer()).isEqualTo(4);
  }

  @Test
  void aNeighbourThatIsGoneIsMissed() throws Exception {
    compile();

    Files.delete(folder.resolve("reports/Totals.java"));

    assertThatThrownBy(this::compile).isInstanceOf(UsageException.class);
  }

  @Test
  void anErrorIsShownAsJavacShowsItAndIsNotKept() throws IOException {
    write("reports/Reports.java", reports("\"text\""));

    assertThatThrownBy(this::compile)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Reports.java:3: error: incompatible types")
        .hasMessageContaining("^")
        .hasMessageEndingWith("1 error");
    try (Stream<Path> left = Files.walk(folder.resolve(".heddle/cache"))) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void manyAtOnceOnAnEmptyCacheAllSucceed() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        answers.add(pool.submit(this::answer));
      }
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(6);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(compilations()).isOne();
  }

  @Test
  void aBrokenCacheEntryIsCompiledAnew() throws Exception {
    Path classes = compile().folder();
    Files.writeString(classes.resolve("manifest"), "heddle-classes 1\nsource\tx");

    assertThat(answer()).isEqualTo(6);
  }

  @Test
  void aCacheThatCantBeWrittenIsDoneWithout() throws Exception {
    Files.writeString(folder.resolve(".heddle"), "a file where the folder should be");

    assertThat(answer()).isEqualTo(6);
    assertThat(said).anyMatch(s -> s.contains("compiled for this run only"));
  }

  @Test
  void aFileInAnotherFolderThanItsPackageSaysIsRefused() throws IOException {
    Path stray = write("elsewhere/Stray.java", "/* package x; */ package a.b ;\nclass Stray {}");

    assertThatThrownBy(() -> Source.of(stray))
        .hasMessageContaining("package a.b")
        .hasMessageContaining("a/b");
    assertThat(Source.of(script).root()).isEqualTo(folder);
    assertThat(Source.of(write("Plain.java", "class Plain {}")).packageName()).isEmpty();
  }
}
