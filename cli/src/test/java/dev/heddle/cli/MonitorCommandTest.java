package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heddle.cli.Cli.Ran;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MonitorCommandTest {
  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void project() {
    cli = Cli.in(folder);
  }

  private void record() {
    String file =
        cli.file(
            "One.java",
            """
            import dev.heddle.*;

            public class One {
              @Task static int one() { return 1; }
            }
            """);
    assertThat(cli.run("run", file, "one").code()).isZero();
  }

  @Test
  void servesUntilItIsToldToStop() throws Exception {
    record();
    Process process = cli.start(List.of(), "monitor", "--port", "0");
    try {
      String url = url();

      HttpResponse<String> page =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(url + "workers")).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("<h1>Workers</h1>");
    } finally {
      process.destroy();
    }
    Ran ran = cli.await(process);
    assertThat(ran.code()).isZero();
    assertThat(ran.err())
        .contains("monitor ready")
        .contains("read-only")
        .contains("monitor stopped");
  }

  private String url() {
    Path out = folder.resolve("stdout.txt");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(text(out)).startsWith("http://127.0.0.1:").endsWith("\n"));
    return text(out).strip();
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void isNotOpenToANetworkWithoutSayingToWhom() {
    record();

    Ran ran = cli.run("monitor", "--port", "0", "--bind", "0.0.0.0");

    assertThat(ran.code()).isEqualTo(Main.USAGE);
    assertThat(ran.err()).contains("--token");
  }

  @Test
  void aShortTokenIsRefused() {
    record();

    Ran ran = cli.run("monitor", "--port", "0", "--token", "short");

    assertThat(ran.code()).isEqualTo(Main.USAGE);
    assertThat(ran.err()).contains("at least 16 characters");
  }

  @Test
  void lookingCreatesNoStore() {
    Ran ran = cli.run("monitor", "--port", "0");

    assertThat(ran.code()).isEqualTo(Main.USAGE);
    assertThat(ran.err()).contains("Nothing is recorded yet");
    assertThat(folder.resolve(".heddle/heddle.db")).doesNotExist();
  }
}
