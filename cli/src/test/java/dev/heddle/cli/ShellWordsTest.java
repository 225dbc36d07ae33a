package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ShellWordsTest {
  private static final List<String> WORDS =
      List.of(
          "heddle", "--periods", "[\"Q1-2025\", \"Q2\"]", "it's", "", "$HOME", "a\\b", "~x", "é*");

  @Test
  void whatNeedsNoQuotesHasNone() {
    assertThat(ShellWords.join(List.of("heddle", "run", "a/B.java", "--n=3", "-1.5")))
        .isEqualTo("heddle run a/B.java --n=3 -1.5");
    assertThat(ShellWords.quote("[\"Q1\"]")).isEqualTo("'[\"Q1\"]'");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aShellReadsTheSameWordsBack() throws Exception {
    Process shell =
        new ProcessBuilder("sh", "-c", "printf '%s\\n' " + ShellWords.join(WORDS)).start();
    String read = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(shell.waitFor()).isZero();
    assertThat(read).isEqualTo(String.join("\n", WORDS) + "\n");
  }
}
