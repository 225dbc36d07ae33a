package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code run --json} prints when a run comes to nothing. */
class AnswerTest {
  private static final String ODD =
      """
      import dev.heddle.*;

      public class Odd {
        static class Mute extends RuntimeException {
          private static final long serialVersionUID = 1;
          @Override public String getMessage() { throw new IllegalStateException("no message"); }
          @Override public String toString() { throw new IllegalStateException("no text"); }
        }
        @Task static int mute() { throw new Mute(); }
        @Task static int fine() { return 1; }
        @Task static String said(String text) { return text; }
        @Task static int noted() {
          RuntimeException e = new RuntimeException("first");
          e.addSuppressed(new RuntimeException("on closing"));
          throw e;
        }
      }
      """;

  @TempDir Path folder;
  private Cli cli;
  private String odd;

  @BeforeEach
  void aProject() {
    cli = Cli.in(folder);
    odd = cli.file("Odd.java", ODD);
  }

  @Test
  void aStoreThatIsDamagedIsAFailure() {
    cli.file("bad.db", "this is no data base, whatever its name says".repeat(100));

    Cli.Ran ran =
        cli.run("run", odd, "fine", "--json", "--store", "sqlite:" + folder.resolve("bad.db"));

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out())
        .startsWith("{\"execution\":null,\"status\":\"FAILED\",\"durationMs\":0,")
        .contains("\"total\":0,", "\"result\":null,\"error\":\"", "bad.db")
        .hasLineCount(1);
    assertThat(ran.err()).contains("error: ").contains("bad.db");
  }

  @Test
  void aStoreThatIsAFolderIsAFailure() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("taken"));

    Cli.Ran ran = cli.run("run", odd, "fine", "--json", "--store", "sqlite:" + taken);

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).startsWith("{\"execution\":null,\"status\":\"FAILED\"").hasLineCount(1);
  }

  @Test
  void aStoreOfAnUnknownKindIsWrongUsage() {
    Cli.Ran ran = cli.run("run", odd, "fine", "--json", "--store", "foo:bar");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("foo:bar").contains("memory:, sqlite:PATH or postgresql:");
  }

  @Test
  void anExceptionThatCannotBeAskedIsAFailureLikeAnyOther() {
    Cli.Ran ran = cli.run("run", odd, "mute", "--json");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out())
        .contains("\"status\":\"FAILED\"", "\"failed\":1", "Odd$Mute", "getMessage() threw")
        .hasLineCount(1);
    assertThat(ran.err())
        .contains("failed")
        .contains("Odd.java:9")
        .doesNotContain("defect", "WARN");
  }

  @Test
  void whatAnErrorSuppressedIsShownUnderIt() {
    assertThat(cli.run("run", odd, "noted").err())
        .containsSubsequence("RuntimeException: first", "suppressed", "on closing", "Odd.java:14");
  }

  @Test
  void anArgumentThatCouldNotBeReadIsWrongUsage() {
    for (String[] typed :
        new String[][] {
          {"--text", "a\uFFFD"}, {"--text=\uFFFD\uFFFD"}, {"--text", "b", "\uFFFD"}
        }) {
      String[] words =
          Stream.concat(Stream.of("run", odd, "said"), Stream.of(typed)).toArray(String[]::new);

      Cli.Ran ran = cli.run(words);

      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err())
          .containsPattern("error: (--text|\"\uFFFD\") could not be read in this locale")
          .contains("LC_ALL=C.UTF-8");
    }
  }

  @Test
  void aUrlWithoutAPathIsTheStoreOfTheProject() {
    cli.run("run", odd, "fine");

    Cli.Ran again = cli.run("run", odd, "fine", "--store", "sqlite:");

    assertThat(again.err()).contains("cached");
    assertThat(cli.run("log", "--store", "sqlite:").out()).contains("Odd.fine");
    assertThat(cli.run("log", "--store", "sqlite:?singleProcess=true").out()).contains("Odd.fine");
  }
}
