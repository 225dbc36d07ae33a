package dev.heddle.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.InvocationState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StateDiagramTest {
  private static final Path PAGE = Path.of("..", "docs", "design", "invocations.md");
  private static final String BEGIN = "<!-- states -->\n";
  private static final String END = "<!-- /states -->";

  /** The page is written instead of compared if this is given. */
  private static final String WRITE = "heddle.docs.write";

  @Test
  void thePageShowsTheTableThatHolds() throws IOException {
    String page = Files.readString(PAGE, UTF_8).replace("\r\n", "\n");
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    assertThat(begin).as("%s has its place for the states", PAGE).isBetween(BEGIN.length(), end);

    if (System.getProperty(WRITE) != null) {
      page = page.substring(0, begin) + StateDiagram.text() + page.substring(end);
      Files.writeString(PAGE, page, UTF_8);
      end = page.indexOf(END);
    }

    assertThat(page.substring(begin, end))
        .as(
            "docs/design/invocations.md differs from InvocationState. Write it anew with: mvn -pl"
                + " core test -Dtest=StateDiagramTest -D%s",
            WRITE)
        .isEqualTo(StateDiagram.text());
  }

  @Test
  void everyTransitionIsInTheDiagram() {
    String text = StateDiagram.text();
    for (InvocationState from : InvocationState.values()) {
      for (InvocationState to : InvocationState.values()) {
        assertThat(text.contains("  " + from + " --> " + to + "\n"))
            .as("%s to %s", from, to)
            .isEqualTo(from.mayBecome(to));
      }
      assertThat(text).contains("| " + from.meaning() + " |");
    }
  }
}
