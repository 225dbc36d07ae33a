package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StyleTest {
  private static final String ESCAPE = "\u001b[";

  @TempDir Path folder;

  @Test
  void coloursAreForTerminalsThatAreNotAskedToDoWithout() {
    assertThat(Style.of(true, Map.of("TERM", "xterm-256color"))).isEqualTo(Style.COLOURED);
    assertThat(Style.of(true, Map.of("NO_COLOR", ""))).isEqualTo(Style.COLOURED);
    assertThat(Style.of(true, Map.of("NO_COLOR", "1"))).isEqualTo(Style.PLAIN);
    assertThat(Style.of(true, Map.of("TERM", "dumb"))).isEqualTo(Style.PLAIN);
    assertThat(Style.of(false, Map.of())).isEqualTo(Style.PLAIN);
  }

  @Test
  void withNoColorNoLineOfARunHasAnEscape() {
    assertThat(run(Map.of())).contains(ESCAPE);
    assertThat(run(Map.of("NO_COLOR", "1"))).contains("run ").doesNotContain(ESCAPE);
  }

  /** Standard error of a run, styled as on a terminal with this environment. */
  private String run(Map<String, String> environment) {
    String file =
        new Cli(folder)
            .file(
                "One.java",
                "import dev.heddle.*; class One { @Task static int one() { return 1; } }");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(err, true, StandardCharsets.UTF_8);
    Style style = Style.of(true, environment);
    Screen screen = new Screen(print, StandardCharsets.UTF_8, style, false, 100);
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try {
      Session session = new Session(out, screen, environment, folder);
      Main.run(session, List.of("run", file, "one", "--store", "memory:"));
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
    return err.toString(StandardCharsets.UTF_8);
  }
}
