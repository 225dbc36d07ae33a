package dev.heddle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.rjeschke.txtmark.Processor;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program and a library that know nothing of Heddle, and print the same however they are run. */
@Timeout(120)
class OutsideTest {
  static final String EXAMPLE = "outside";

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String RUN = "../../heddle run --cp lib/txtmark-0.16.jar ";
  private static final String MAIN = "com.github.rjeschke.txtmark.Run -- pages/index.md";
  private static final List<String> PAGES =
      List.of("index.html", "loom.html", "patterns.html", "warp.html", "weft.html");

  @TempDir private Path root;
  private Path folder;

  /** The library's jar. */
  static Path library() {
    try {
      return Path.of(Processor.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts it where the README's first command does. */
  static void fetchLibrary(Example copy) throws IOException {
    Path jar = copy.file("lib/" + library().getFileName());
    if (!Files.exists(jar)) {
      Files.createDirectories(jar.getParent());
      Files.copy(library(), jar);
    }
  }

  @BeforeEach
  void copyTheExample() throws IOException {
    Example copy = Example.copy(root, EXAMPLE, "Site.java");
    ReadmeTest.writeLauncher(root);
    fetchLibrary(copy);
    folder = copy.file("");
  }

  @Test
  void aWorkerOfTheProgramItselfPrintsWhatThePlainProgramPrints() throws Exception {
    List<String> plain = type("HEDDLE_SYNC=true " + RUN + "Site.java");
    assertThat(plain).hasSameSizeAs(PAGES);
    assertThat(ordered()).isEmpty();
    List<String> pages = contentOfPages();

    List<String> distributed = type("HEDDLE_EMBEDDED_WORKER=true " + RUN + "Site.java");
    assertThat(distributed).isEqualTo(plain);
    assertThat(contentOfPages()).isEqualTo(pages);
    assertThat(ordered()).hasSameSizeAs(PAGES).allSatisfy(OutsideTest::succeeded);
  }

  @Test
  void theLibraryRunsInAWorkerProcess() throws Exception {
    List<String> plain = type("HEDDLE_SYNC=true " + RUN + "Site.java");

    List<String> distributed;
    List<String> said = new ArrayList<>();
    Process worker = startWorker();
    try (BufferedReader lines = worker.inputReader(StandardCharsets.UTF_8)) {
      said.add(lines.readLine());
      distributed = type(RUN + "Site.java");
      worker.toHandle().destroy(); // and not the pipe
      lines.lines().forEach(said::add);
    } finally {
      worker.destroy();
      worker.waitFor();
    }

    assertThat(said.get(0)).contains("ready", "1 task", "pid " + worker.pid());
    assertThat(distributed).isEqualTo(plain);
    assertThat(ordered()).hasSameSizeAs(PAGES).allSatisfy(OutsideTest::succeeded);
    assertThat(said.stream().filter(line -> line.matches("run .*Processor\\.process\\(.*")))
        .hasSameSizeAs(PAGES);
  }

  @Test
  void theLibrarysOwnMainMethodCallsWhatIsConfigured() throws Exception {
    List<String> plain = type("HEDDLE_SYNC=true " + RUN + MAIN);

    List<String> distributed =
        type(methods("Utils.skipSpaces") + "HEDDLE_EMBEDDED_WORKER=true " + RUN + MAIN);

    assertThat(distributed).isEqualTo(plain).contains("<h1>The weaving shed</h1>");
    assertThat(ordered())
        .isNotEmpty()
        .allSatisfy(
            call -> {
              assertThat(call.get("task").asString()).endsWith("Utils.skipSpaces");
              assertThat(call.get("status").asString()).isEqualTo("SUCCEEDED");
            });
  }

  @Test
  void aMethodThatTakesAFileIsRefusedBeforeAnythingRuns() throws Exception {
    List<String> said = type(methods("'Processor.process(File)'") + RUN + MAIN);

    assertThat(said)
        .singleElement()
        .asString()
        .contains("Parameter 'file' of task com.github.rjeschke.txtmark.Processor.process")
        .contains("java.io.File");
  }

  private static String methods(String entry) {
    return "HEDDLE_DIRECT_METHODS=com.github.rjeschke.txtmark." + entry + " ";
  }

  private List<String> type(String command) throws Exception {
    return ReadmeTest.type(command, folder);
  }

  private Process startWorker() throws IOException {
    ProcessBuilder worker =
        new ProcessBuilder("../../heddle", "worker", "--cp", "lib/txtmark-0.16.jar")
            .directory(folder.toFile())
            .redirectErrorStream(true);
    worker.environment().keySet().removeIf(name -> name.startsWith("HEDDLE_"));
    return worker.start();
  }

  private List<JsonNode> ordered() throws Exception {
    List<String> lines = type("../../heddle log --submitted --json 2>/dev/null");
    List<JsonNode> calls = new ArrayList<>();
    JSON.readTree(String.join("\n", lines)).forEach(calls::add);
    return calls;
  }

  private static void succeeded(JsonNode call) {
    assertThat(call.get("task").asString())
        .isEqualTo("com.github.rjeschke.txtmark.Processor.process");
    assertThat(call.get("status").asString()).isEqualTo("SUCCEEDED");
  }

  private List<String> contentOfPages() throws IOException {
    List<String> contents = new ArrayList<>();
    for (String page : PAGES) {
      contents.add(Files.readString(folder.resolve("site").resolve(page)));
    }
    return contents;
  }
}
