package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.Cli.Ran;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** No command shows what a task marks as sensitive, unless it is told to. */
@Timeout(120)
class SensitiveCommandsTest {
  private static final String BANK =
      """
      import static dev.heddle.Lazy.*;
      import dev.heddle.*;
      import java.util.List;

      public class Bank {
        record Card(String number, int code) {}
        @Task static String open(String user, @Sensitive String password) { return user + password.length(); }
        @Task(sensitive = "password") static int named(String user, String password) { return 1; }
        @Sensitive @Task static String token(String user) { return "t0ken of " + user; }
        @Task static Expr<List<String>> tokens(String user) { return listOf(lazy(Bank::token, user)); }
        @Task static int pay(@Sensitive Card card) { return 1; }
        @Task static int count(@Sensitive int n) { return n; }
        @Task static int refused(@Sensitive String password) { throw new IllegalStateException("no"); }
        @DirectTask static int direct(int n, @Sensitive String password) { return n; }
      }
      """;

  private static final String SECRET = "hunter2";
  private static final String MASK = "\"••••\"";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;
  private Cli cli;
  private String bank;

  @BeforeEach
  void aProject() {
    cli = Cli.in(folder);
    bank = cli.file("Bank.java", BANK);
  }

  private Ran ran(String... words) {
    Ran ran = cli.run(words);
    assertThat(ran.code()).as(ran.err()).isZero();
    return ran;
  }

  private static String id(String text) {
    Matcher matcher = Pattern.compile("(?:run|failed|cached) +([0-9a-f]{10})").matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }

  @Test
  void runShowsAndRecordsACommandLineWithoutIt() {
    Ran run = ran("run", bank, "open", "--user", "ann", "--password", SECRET);

    assertThat(run.err()).contains("Bank.open(\"ann\", " + MASK + ")").doesNotContain(SECRET);
    assertThat(run.out()).isEqualTo("ann7" + System.lineSeparator());
    assertThat(cli.run("log", "-").out())
        .contains("open --user ann --password '••••'")
        .contains("Bank.open(\"ann\", " + MASK + ")")
        .doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "named --user ann --password=hunter2",
        "named --user ann --param:password hunter2",
        "named --user ann -- --password hunter2",
        "pay --card.number hunter2 --card.code 87654321",
        "pay --card {\"number\":\"hunter2\",\"code\":87654321}"
      })
  void howeverItIsTypedItIsNotRecordedInTheCommandLine(String typed) {
    ran(("run " + bank + " " + typed).split(" "));

    assertThat(cli.run("log", "-").out()).contains("••••").doesNotContain(SECRET, "87654321");
    assertThat(cli.run("log", "--json").out()).contains("••••").doesNotContain(SECRET, "87654321");
  }

  @Test
  void theLogOfAnInvocationHasItOnRequestOnly() {
    String id = id(ran("run", bank, "open", "--user", "ann", "--password", SECRET).err());

    assertThat(ran("log", id).out())
        .contains("String user = \"ann\"", "String password = " + MASK)
        .doesNotContain(SECRET);
    assertThat(ran("log", id, "--show-sensitive").out())
        .contains("String password = \"" + SECRET + "\"");
    JsonNode masked = JSON.readTree(ran("log", id, "--json").out());
    assertThat(masked.get("arguments").get(1).asString()).isEqualTo("••••");
    JsonNode shown = JSON.readTree(ran("log", id, "--json", "--show-sensitive").out());
    assertThat(shown.get("arguments").get(1).asString()).isEqualTo(SECRET);
    assertThat(ran("log", "-", "--json").out()).contains("••••").doesNotContain(SECRET);
    assertThat(ran("log", "-", "--show-sensitive").out())
        .contains("Bank.open(\"ann\", \"" + SECRET + "\")");
  }

  @Test
  void aSensitiveResultIsTheValueOfWhatCallsIt() {
    Ran run = ran("run", bank, "token", "--user", "ann");
    assertThat(run.out()).as("who runs it gets it").contains("t0ken of ann");

    assertThat(ran("log", id(run.err())).out()).contains("result (String)").contains(MASK);
    for (String[] words :
        new String[][] {{"log", id(run.err())}, {"log", "-"}, {"log", "-", "--json"}}) {
      assertThat(ran(words).out()).contains("••••").doesNotContain("t0ken");
    }
    assertThat(ran("log", "--json").out()).contains("••••").doesNotContain("t0ken");
    assertThat(ran("log", "-", "--show-sensitive").out()).contains("result \"t0ken of ann\"");

    assertThat(ran("run", bank, "token", "--user", "ann").err()).contains("cached");
    assertThat(ran("log", "-").out()).contains("cached", "••••").doesNotContain("t0ken");
    assertThat(ran("log", "-", "--json").out()).contains("••••").doesNotContain("t0ken");
  }

  @Test
  void whyTellsThatItChangedAndNotFromWhatToWhat() {
    ran("run", bank, "open", "--user", "ann", "--password", "old" + SECRET);
    String id = id(ran("run", bank, "open", "--user", "ann", "--password", SECRET).err());

    assertThat(ran("why", id).out())
        .contains("Bank.open(\"ann\", " + MASK + ")")
        .contains("argument String password")
        .containsPattern("was +\"••••\"\\s+now +\"••••\"")
        .doesNotContain(SECRET);
    assertThat(ran("why", id, "--show-sensitive").out())
        .containsPattern("was +\"oldhunter2\"\\s+now +\"hunter2\"");
  }

  @Test
  void theChainOfAFailureDoesNotHaveIt() {
    Ran run = cli.run("run", bank, "refused", "--password", SECRET, "--json");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err() + run.out()).contains("password = " + MASK).doesNotContain(SECRET);
    assertThat(ran("log", "-").out()).doesNotContain(SECRET);
  }

  @Test
  void whatDoesNotFitItsTypeIsNotQuoted() {
    Ran run = cli.run("run", bank, "count", "--n", SECRET);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--n (int) can't be what was given").doesNotContain(SECRET);
  }

  @Test
  void orderedWorkIsMaskedFromTheOrderToTheResult() {
    String opened =
        ran("submit", bank, "open", "--user", "ann", "--password", SECRET).out().strip();
    String token = ran("submit", bank, "token", "--user", "ann").out().strip();

    assertThat(ran("worker", bank, "--burst").err())
        .contains("Bank.open(\"ann\", " + MASK + ")")
        .doesNotContain(SECRET);

    assertThat(ran("log", "--submitted").out())
        .contains("Bank.open(\"ann\", " + MASK + ")")
        .doesNotContain(SECRET);
    assertThat(ran("log", "--submitted", "--json").out()).doesNotContain(SECRET, "t0ken");
    assertThat(ran("log", opened).out()).contains(MASK).doesNotContain(SECRET);
    assertThat(ran("result", opened).out()).isEqualTo("ann7" + System.lineSeparator());
    Ran result = ran("result", token);
    assertThat(result.out()).isEqualTo("••••" + System.lineSeparator());
    assertThat(result.err()).contains("--show-sensitive prints it");
    assertThat(JSON.readTree(ran("result", token, "--json").out()).get("result").asString())
        .isEqualTo("••••");
    assertThat(ran("result", token, "--show-sensitive").out()).contains("t0ken of ann");
  }

  @Test
  void aDirectTaskIsMaskedToo() {
    String id = ran("submit", bank, "direct", "--n", "1", "--password", SECRET).out().strip();
    ran("worker", bank, "--burst");

    assertThat(ran("log", id).out())
        .contains("int n = 1", "String password = " + MASK)
        .doesNotContain(SECRET);
  }

  @Test
  void markingLaterRecomputesNothingAndMasksWhatIsOnRecord() {
    String id = id(ran("run", bank, "tokens", "--user", "ann").err());
    assertThat(ran("log", id).out()).contains("String user = \"ann\"");
    cli.file(
        "Bank.java",
        BANK.replace("tokens(String user)", "tokens(@Sensitive String user)")
            .replace("@Sensitive @Task static String token", "@Task static String token"));

    Ran again = ran("run", bank, "tokens", "--user", "bob");
    Ran same = ran("run", bank, "tokens", "--user", "ann");

    assertThat(same.err()).contains("cached").doesNotContainPattern("(?m)^run ");
    assertThat(again.err()).contains("Bank.tokens(" + MASK + ")");
    assertThat(ran("log", id).out())
        .as("recorded before the mark, by the same code")
        .contains("String user = " + MASK);
  }
}
