package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogCommandTest {
  private static final String FIB =
      """
      import static dev.heddle.Lazy.*;
      import dev.heddle.*;

      public class Fib {
        @Task static long add(long a, long b) { return a + b; }
        @Task static Expr<Long> fib(int n) {
          return n < 2 ? value((long) n) : lazy(Fib::add, lazy(Fib::fib, n - 1), lazy(Fib::fib, n - 2));
        }
        @Task static int odd(int n) { if (n % 2 == 0) throw new IllegalStateException("even"); return n; }
      }
      """;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;
  private Cli cli;
  private String fib;

  @BeforeEach
  void aProject() {
    cli = Cli.in(folder);
    fib = cli.file("Fib.java", FIB);
  }

  private static String id(String text, String before) {
    Matcher matcher = Pattern.compile(before + "([0-9a-f]{10})").matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }

  @Test
  void beforeAnythingRanThereIsNothingAndNoStoreIsMade() {
    assertThat(cli.run("log").code()).isZero();
    assertThat(cli.run("log").err()).contains("Nothing is recorded yet");
    assertThat(cli.run("log", "-").code()).isEqualTo(2);
    assertThat(folder.resolve(".heddle")).doesNotExist();
  }

  @Test
  void executionsAreListedNewestFirst() {
    cli.run("run", fib, "fib", "--n", "5");
    cli.run("run", fib, "odd", "--n", "4");

    assertThat(cli.run("log").out())
        .containsPattern("(?s)[0-9a-f]{10} +failed .*Fib.odd\n[0-9a-f]{10} +succeeded .*Fib.fib\n");
    assertThat(cli.run("log", "--json").out())
        .startsWith("[{\"execution\":\"")
        .contains("\"status\":\"FAILED\"", "\"status\":\"SUCCEEDED\"");
  }

  @Test
  void anExecutionIsATreeAndWhatWasCachedIsMarked() {
    cli.run("run", fib, "fib", "--n", "3");
    assertThat(cli.run("log", "-").out())
        .containsPattern("run +[0-9a-f]{10}  Fib.fib\\(3\\)")
        .containsPattern("[├└]─ Fib.add\\(1, 1\\) → ?.*")
        .containsPattern("[├└]─ Fib.fib\\(2\\)");

    cli.run("run", fib, "fib", "--n", "4");
    String tree = cli.run("log", "-").out();
    assertThat(tree).containsPattern("cached +[0-9a-f]{10}  .*Fib.fib\\(3\\)").contains("under it");
    assertThat(cli.run("log", "-", "--all").out().lines().count())
        .isGreaterThan(tree.lines().count());
  }

  @Test
  void anInvocationShowsItsArgumentsResultAndKey() {
    String id = id(cli.run("run", fib, "fib", "--n", "3").err(), "run +(?=[0-9a-f]{10}  Fib.add)");

    assertThat(cli.run("log", id).out())
        .contains("invocation " + id + "  succeeded  Fib.add")
        .containsPattern("long a = \\d")
        .contains("result (long)")
        .containsPattern("[0-9a-f]{40}  made of")
        .contains("the task: its name, signature and code");
  }

  @Test
  void aFailedOneShowsItsError() {
    String id = id(cli.run("run", fib, "odd", "--n", "4").err(), "failed +");

    assertThat(cli.run("log", id).out())
        .contains("java.lang.IllegalStateException: even")
        .contains("at Fib.odd(Fib.java:9)");
    assertThat(cli.run("log", "0000000000").code()).isEqualTo(2);
  }

  @Test
  void whyNamesTheMemberOrTheArgumentThatChanged() {
    cli.run("run", fib, "odd", "--n", "3");
    cli.file("Fib.java", FIB.replace("return n;", "return n + 0 * 2 + n;"));
    String edited = id(cli.run("run", fib, "odd", "--n", "3").err(), "run +");
    assertThat(cli.run("why", edited).out())
        .contains("the task's code")
        .contains("changed  Fib.odd(I)I");

    String other = id(cli.run("run", fib, "odd", "--n", "5").err(), "run +");
    assertThat(cli.run("why", other).out())
        .contains("argument int n")
        .containsPattern("was +3\\s+now +5");
  }

  @Test
  void whyDoesNotSayOfACachedOneThatItRan() {
    String first = id(cli.run("run", fib, "fib", "--n", "2").err(), "run +");
    cli.file("Fib.java", FIB.replace("return a + b;", "return b + a + 1;"));
    cli.run("run", fib, "fib", "--n", "2");
    String log = cli.run("log", "-").out();

    assertThat(cli.run("why", id(log, "cached +(?=[0-9a-f]{10}  Fib.fib.2)")).out())
        .as(log)
        .contains("It did not run", "its key is that of " + first)
        .doesNotContain("It ran", "why it ran");
  }

  @Test
  void whyListsTheCodeThatCounts() {
    assertThat(cli.run("why", "odd", "--code", fib).out()).containsPattern("[0-9a-f]{8}  Fib.odd");
  }

  @Test
  void jsonListsWhatIsUnderACachedCallAndWhenEverythingWas() {
    cli.run("run", fib, "fib", "--n", "5");
    cli.run("run", fib, "fib", "--n", "6");

    JsonNode shown = JSON.readTree(cli.run("log", "-", "--json").out());

    assertThat(shown.get("truncated").asInt()).isZero();
    assertThat(shown.get("startedAt").asString()).isLessThan(shown.get("endedAt").asString());
    JsonNode invocations = shown.get("invocationList");
    assertThat(invocations).hasSize(shown.get("invocations").get("total").asInt());
    Set<String> ids = new HashSet<>();
    Set<String> calls = new HashSet<>();
    for (JsonNode invocation : invocations) {
      assertThat(ids.add(invocation.get("invocation").asString())).isTrue();
      calls.add(invocation.get("task").asString() + invocation.get("arguments"));
      boolean cached = invocation.get("status").asString().equals("CACHED");
      assertThat(invocation.get("startedAt").isNull()).isEqualTo(cached);
      assertThat(invocation.get("endedAt").isNull()).isEqualTo(cached);
    }
    assertThat(calls).contains("Fib.fib[6]", "Fib.fib[5]", "Fib.fib[0]", "Fib.add[1,0]");
    for (JsonNode invocation : invocations) {
      JsonNode parent = invocation.get("parent");
      assertThat(parent.isNull() || ids.contains(parent.asString())).isTrue();
    }
  }

  @Test
  void jsonOfMuchIsCutAndSaysByHowMuch() {
    cli.run("run", fib, "fib", "--n", "600");
    cli.run("run", fib, "fib", "--n", "601");

    JsonNode cut = JSON.readTree(cli.run("log", "-", "--json").out());
    JsonNode all = JSON.readTree(cli.run("log", "-", "--json", "--all").out());

    long total = cut.get("invocations").get("total").asLong();
    assertThat(cut.get("invocationList").size()).isEqualTo(ExecutionJson.MOST);
    assertThat(cut.get("truncated").asLong()).isPositive().isEqualTo(total - ExecutionJson.MOST);
    assertThat(all.get("truncated").asLong()).isZero();
    assertThat(all.get("invocationList").size()).isGreaterThan(ExecutionJson.MOST);
  }

  @Test
  void theCommandLineCanBePasted() throws Exception {
    Path library = Files.createDirectory(folder.resolve("it's a folder"));

    cli.run("run", fib, "odd", "--n", "3", "--cp", library.toString());

    assertThat(cli.run("log", "-").out())
        .contains("heddle run " + fib + " odd --n 3 --cp '" + folder + "/it'\\''s a folder'\n");
  }

  @Test
  void theTimeOfALeafIsThatOfItsBodyAndAParentSaysThatItIsOfAll() {
    cli.run("run", fib, "fib", "--n", "2");

    assertThat(cli.run("log", "-").out())
        .containsPattern("Fib.fib\\(2\\).* in all\n")
        .containsPattern("Fib.add\\(1, 0\\).* ms\n");
  }
}
