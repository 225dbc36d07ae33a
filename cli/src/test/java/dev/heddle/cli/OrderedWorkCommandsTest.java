package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.Cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
class OrderedWorkCommandsTest {
  private static final String MAIL =
      """
      import dev.heddle.*;

      public class Mail {
        @Task static String send(String to, @Default("1") int copies, TaskContext context) {
          context.log().info("sending {} to {}", copies, to);
          context.progress(copies, copies);
          return copies + " to " + to;
        }
        @Task(retry = @Retry(max = 1, backoff = "PT0.001S")) static int broken() throws java.io.IOException {
          throw new java.io.IOException("no post today");
        }
        @Task(retry = @Retry(max = 5, backoff = "PT2S", on = java.io.IOException.class))
        static int slow() { return 1; }
        @Task static String queue(String queue) { return queue; }
        @Task static int many() {
          Heddle later = Heddle.current().with(SubmitOptions.NONE.withQueue("later"));
          for (int n = 0; n < 257; n++) {
            later.submit(Mail::queue, "" + n);
          }
          return 257;
        }
        @Task static String all(
            String key, int priority, String delay, int retries, String timeout, String classPath, boolean cache) {
          return String.join(" ", key, "" + priority, delay, "" + retries, timeout, classPath, "" + cache);
        }
      }
      """;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;
  private Cli cli;
  private String mail;

  @BeforeEach
  void aProject() {
    cli = Cli.in(folder);
    mail = cli.file("Mail.java", MAIL);
  }

  private String ordered(String... words) {
    Ran ran = cli.run(words);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).matches("[0-9a-f]{10}\\R");
    return ran.out().strip();
  }

  private Ran burst() {
    Ran ran = cli.run("worker", mail, "--burst");
    assertThat(ran.code()).as(ran.err()).isZero();
    return ran;
  }

  @ParameterizedTest
  @CsvSource({
    "0, workers",
    "0, prune --keep 1d",
    "0, log",
    "2, log 9e3779b97f",
    "2, result 9e3779b97f",
    "2, cancel 9e3779b97f",
    "2, retry 9e3779b97f",
    "2, why Mail.send"
  })
  void whoReadsAStoreThatIsNotThereIsToldSoAndNoneIsMade(int code, String words) {
    Path other = folder.resolve("other.db");
    List<String> typed = new ArrayList<>(List.of(words.split(" ")));
    typed.addAll(List.of("--store", "sqlite:" + other));

    Ran ran = cli.run(typed.toArray(String[]::new));

    assertThat(ran.code()).isEqualTo(code);
    assertThat(ran.err()).contains("Nothing is recorded yet in sqlite:" + other);
    assertThat(other).doesNotExist();
  }

  @Test
  void whatIsOrderedIsCarriedOutByAWorkerAndItsResultIsPrinted() {
    String id = ordered("submit", mail, "send", "--to", "Ada");
    assertThat(cli.run("result", id).err()).contains(id).contains("QUEUED");

    Ran worker = burst();

    assertThat(worker.err()).contains("ready").contains("run").contains("Mail.send(\"Ada\", 1)");
    Ran result = cli.run("result", id);
    assertThat(result.code()).isZero();
    assertThat(result.out()).isEqualTo("1 to Ada" + System.lineSeparator());
  }

  @Test
  void theLogWithoutAnExecutionSaysWhereOrdersAre() {
    ordered("submit", mail, "send", "--to", "Ada");

    assertThat(cli.run("log").err())
        .contains("No execution is recorded yet", "heddle log --submitted");
  }

  @Test
  void tagsAreKeptWithTheOrder() {
    String id =
        ordered("submit", mail, "send", "--to", "Ada", "--tag", "nightly", "--tag=customer:42");

    assertThat(cli.run("log", id).out()).contains("tags customer:42, nightly\n");
    JsonNode tags = JSON.readTree(cli.run("log", id, "--json").out()).get("tags");
    assertThat(tags.get(0).asString()).isEqualTo("customer:42");
    assertThat(tags.get(1).asString()).isEqualTo("nightly");
    String without = ordered("submit", mail, "send", "--to", "Ada");
    assertThat(cli.run("log", without).out()).doesNotContain("tags");
    assertThat(JSON.readTree(cli.run("log", without, "--json").out()).get("tags").size()).isZero();

    Ran wrong = cli.run("submit", mail, "send", "--to", "Ada", "--tag", "x".repeat(101));
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--tag: a tag has 1 to 100 characters");
  }

  @Test
  void theLogShowsHistoryLogLinesAndProgress() {
    String id = ordered("submit", mail, "send", "--to", "Ada", "--copies", "2", "--queue", "post");
    burst();

    String log = cli.run("log", id).out();

    assertThat(log)
        .contains("queue post")
        .contains("progress 2 of 2")
        .containsSubsequence("history", "queued", "running", "succeeded")
        .contains("INFO   sending 2 to Ada");
    JsonNode json = JSON.readTree(cli.run("log", id, "--json").out());
    assertThat(json.get("queue").asString()).isEqualTo("post");
    assertThat(json.get("history").size()).isEqualTo(3);
    assertThat(json.get("log").get(0).get("text").asString()).isEqualTo("sending 2 to Ada");
    assertThat(cli.run("log", "--submitted").out()).contains(id).contains("Mail.send");
  }

  @Test
  void aFailureIsRetriedAndThenShownWithItsFrames() {
    String id = ordered("submit", mail, "broken");
    burst();
    burst(); // its retry is due by now, or is waited for by neither

    Ran result = cli.run("result", id, "--wait", "10s");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains("Mail.broken " + id + " failed: IOException: no post today")
        .contains("at Mail.broken(Mail.java:");
    String again = cli.run("retry", id).out().substring(0, 10);
    assertThat(again).isNotEqualTo(id);
    assertThat(cli.run("log", again).out()).contains("again for " + id, "heddle retry, by pid ");
  }

  @Test
  void anOrderSaysHowOftenAndTheRestOfTheRetriesStaysWhatTaskAndSettingsSay() throws IOException {
    String annotated = ordered("submit", mail, "slow", "--retries", "2");
    Files.writeString(folder.resolve("heddle.toml"), "[task.\"Mail.slow\"]\nbackoff = \"PT7S\"\n");
    String set = ordered("submit", mail, "slow", "--retries", "3");

    assertThat(cli.run("log", annotated).out())
        .contains("2 retries, the first after 2.00 s, on java.io.IOException");
    assertThat(cli.run("log", set).out())
        .contains("3 retries, the first after 7.00 s, on java.io.IOException");
  }

  @ParameterizedTest
  @CsvSource({"--retries, -1", "--timeout, 0s", "--queue, ''"})
  void anOptionThatMakesNoSenseIsToldWithItsName(String option, String value) {
    Ran ran = cli.run("submit", option + "=" + value, mail, "send", "--to", "Ada");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains(option).doesNotContain("defect");
  }

  @ParameterizedTest
  @CsvSource({
    "--slots=2, heddle worker --slots N",
    "--no-cache, heddle run takes",
    "--keep-going, heddle run takes"
  })
  void anOptionThatSaysNothingOfAnOrderIsRefusedWithTheCommandThatTakesIt(
      String option, String taker) {
    Ran ran = cli.run("submit", mail, "send", "--to", "Ada", option);

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains(option.replace("=2", "") + " is no option of heddle submit", taker);
    assertThat(ran.out()).isEmpty();
    assertThat(cli.run("log", "--submitted").err()).contains("Nothing is recorded yet");
  }

  @Test
  void whatWaitsCanBeCancelledOnce() {
    String id = ordered("submit", mail, "send", "--to", "Ada");

    assertThat(cli.run("cancel", id).out()).contains("cancelled  " + id).contains("QUEUED");
    assertThat(cli.run("cancel", id).out()).contains("ended").contains("CANCELLED already");
    Ran result = cli.run("result", id);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("was cancelled");
  }

  @Test
  void workersTellsWhatWaitsForNobody() {
    ordered("submit", mail, "send", "--to", "Ada");

    assertThat(cli.run("workers").out())
        .contains("No worker has ever worked")
        .contains("no worker serves it; start one with heddle worker FILE.java");
    JsonNode json = JSON.readTree(cli.run("workers", "--json").out());
    assertThat(json.get("waiting").get(0).get("count").asInt()).isEqualTo(1);
    burst();
    assertThat(cli.run("workers").out()).contains("left");
  }

  @Test
  void submitWaitsAndSaysIfNobodyServesTheQueue() {
    Ran ran = cli.run("submit", mail, "send", "--to", "Ada", "--wait", "2500ms");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .contains("1 invocation waits in queue default; no worker serves it")
        .contains("has not ended: it is QUEUED, and goes on");
  }

  @Test
  void aParameterNamedLikeAnOptionIsGivenWithItsPrefix() {
    String id = ordered("submit", mail, "queue", "--queue", "post", "--param:queue", "text");
    burst();

    assertThat(cli.run("result", id).out()).contains("text");
    assertThat(cli.run("log", id).out()).contains("queue post");
  }

  @Test
  void itIsSaidHowAParameterNamedLikeAnOptionIsGiven() {
    String needed =
        "--param:key String --param:priority int --param:delay String --param:retries int"
            + " --param:timeout String --param:class-path String --cache";

    Ran missing = cli.run("submit", mail, "all", "--key", "k", "--priority", "1");
    Ran help = cli.run("submit", mail, "all", "--help");

    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("Missing --param:key (String)", needed);
    assertThat(help.out())
        .contains("Usage: heddle submit " + mail + " all " + needed)
        .contains("--cache, --param:no-cache", "heddle submit --help");
    assertThat(cli.run("run", mail, "all", "--help").out())
        .contains("all --key String --priority int", "heddle run --help");
  }

  @Test
  void whatIsAdvisedForAParameterNamedLikeAnOptionGivesIt() {
    String id =
        ordered(
            "submit",
            mail,
            "all",
            "--param:key=k",
            "--param:priority",
            "1",
            "--param:delay",
            "soon",
            "--param:retries",
            "2",
            "--param:timeout",
            "late",
            "--param:class-path",
            "here",
            "--param:no-cache");
    burst();

    assertThat(cli.run("result", id).out().strip()).isEqualTo("k 1 soon 2 late here false");
  }

  @Test
  void resultIsOneObjectInJsonWhateverTheInvocationCameTo() {
    String id = ordered("submit", mail, "send", "--to", "Ada");
    String head = "{\"invocation\":\"" + id + "\",\"task\":\"Mail.send\",\"state\":";

    Ran waiting = cli.run("result", id, "--json");
    burst();
    Ran ended = cli.run("result", id, "--json");
    Ran notYet = cli.run("submit", mail, "send", "--to", "Ada", "--json", "--wait", "1ms");

    assertThat(waiting.code()).isEqualTo(1);
    assertThat(waiting.out().strip())
        .isEqualTo(head + "\"QUEUED\",\"result\":null,\"error\":null}");
    assertThat(waiting.err()).contains("has not ended");
    assertThat(ended.code()).isZero();
    assertThat(ended.out().strip())
        .isEqualTo(head + "\"SUCCEEDED\",\"result\":\"1 to Ada\",\"error\":null}");
    assertThat(notYet.code()).isEqualTo(1);
    assertThat(JSON.readTree(notYet.out()).get("state").asString()).isEqualTo("QUEUED");
  }

  @Test
  void theBeginningOfAnIdIsEnough() {
    String id = ordered("submit", mail, "send", "--to", "Ada");
    String begun = id.substring(0, 4);

    assertThat(cli.run("log", begun).out()).contains("invocation " + id);
    assertThat(cli.run("cancel", begun, id).out()).containsOnlyOnce("cancelled  " + id);
    assertThat(cli.run("result", begun).err()).contains(id + " was cancelled");
    assertThat(cli.run("retry", begun).out()).contains("again for " + id);
  }

  @Test
  void theBeginningOfSeveralIdsIsRefusedWithAllOfThem() {
    ordered("submit", mail, "many"); // more than there are beginnings of two digits
    assertThat(cli.run("worker", mail, "--burst", "--queues", "default").code()).isZero();
    JsonNode before = JSON.readTree(cli.run("log", "--submitted", "--all", "--json").out());
    Map<String, String> met = new HashMap<>();
    String first = null;
    String second = null;
    for (JsonNode invocation : before) {
      String id = invocation.get("invocation").asString();
      first = met.put(id.substring(0, 2), id);
      if (first != null) {
        second = id;
        break;
      }
    }
    assertThat(second).isNotNull();

    for (String command : List.of("result", "cancel", "retry", "log")) {
      Ran ran = cli.run(command, first.substring(0, 2));
      assertThat(ran.code()).as(command).isEqualTo(2);
      assertThat(ran.err())
          .contains("Several", "begin with " + first.substring(0, 2), first, second)
          .contains("Type more of the one you mean.");
    }
    assertThat(cli.run("result", first.substring(0, 1)).err()).contains("no ordered invocation");
    assertThat(JSON.readTree(cli.run("log", "--submitted", "--all", "--json").out()))
        .isEqualTo(before);
  }

  @Test
  void wrongWordsAreToldApart() {
    assertThat(cli.run("result", "0000000000").code()).isEqualTo(2);
    String id = ordered("submit", mail, "send", "--to", "Ada");
    assertThat(cli.run("result", "0000000000").err()).contains("no ordered invocation");
    assertThat(cli.run("retry", id).err()).contains("only what has ended");
    assertThat(cli.run("submit", mail, "send", "--to", "x", "--delay", "soon").err())
        .contains("--delay takes a length of time");
    assertThat(cli.run("submit", mail, "send", "--to", "x", "--at", "noon").err())
        .contains("--at takes a moment");
    assertThat(cli.run("submit", mail, "nothing").err()).contains("has no task \"nothing\"");
    assertThat(cli.run("worker").err()).contains("heddle worker needs a program");
    assertThat(cli.run("prune", "--keep", "for ever").code()).isEqualTo(2);
  }

  @Test
  void pruneTellsWhatItWouldRemoveAndThenRemovesIt() {
    String id = ordered("submit", mail, "send", "--to", "Ada");
    burst();

    assertThat(cli.run("prune", "--keep", "0s", "--dry-run").out()).contains("would be removed");
    assertThat(cli.run("result", id).code()).isZero();
    assertThat(cli.run("prune", "--keep", "0s").code()).isZero();
    assertThat(cli.run("result", id).code()).as("gone").isEqualTo(2);
  }

  @Test
  void statesPrintsTheTable() {
    assertThat(cli.run("states").out()).contains("SCHEDULED").contains("RUNNING");
    assertThat(cli.run("states", "--markdown").out()).contains("stateDiagram-v2");
  }

  @Test
  void aWorkerProcessStopsInGoodOrderWhenItIsAskedTo() throws Exception {
    Process worker = cli.start(List.of(), "worker", mail);
    String id = ordered("submit", mail, "send", "--to", "Ada");
    assertThat(cli.run("result", id, "--wait", "60s").code()).isZero();

    worker.destroy();
    Ran ended = cli.await(worker);

    assertThat(ended.err()).contains("stopping").contains("stopped");
    assertThat(ended.code()).isZero();
  }

  @Test
  void aWorkerThatIsKilledIsReplacedByTheNext() throws Exception {
    Process first = cli.start(List.of(), "worker", mail);
    String id = ordered("submit", mail, "send", "--to", "Ada");
    assertThat(cli.run("result", id, "--wait", "60s").code()).isZero();
    first.destroyForcibly().waitFor();
    String next = ordered("submit", mail, "send", "--to", "Grace");

    burst();

    assertThat(cli.run("result", next).out()).contains("1 to Grace");
    assertThat(cli.run("workers").out()).contains("dead").contains("left");
  }
}
