package dev.heddle.monitor;

import static dev.heddle.Lazy.lazy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.heddle.Heddle;
import dev.heddle.Invocation;
import dev.heddle.Retry;
import dev.heddle.SubmitOptions;
import dev.heddle.Task;
import dev.heddle.TaskContext;
import dev.heddle.TaskFailedException;
import dev.heddle.Worker;
import dev.heddle.WorkerOptions;
import dev.heddle.store.Ids;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The list of invocations, one invocation, and what can be done to them, with work really done. */
@Timeout(60)
class InvocationPagesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static volatile CountDownLatch gate = new CountDownLatch(1);
  private static final AtomicInteger FAILS = new AtomicInteger();

  @TempDir private Path folder;
  private Heddle heddle;
  private Worker worker;
  private HeddleMonitor monitor;
  private Browser browser;

  @BeforeEach
  void start() {
    gate = new CountDownLatch(1);
    FAILS.set(1);
    heddle = Heddle.builder().root(folder).store("sqlite:" + folder.resolve("h.db")).open();
    worker = heddle.worker(WorkerOptions.DEFAULT.withDrainTimeout(Duration.ofSeconds(2)));
    look(MonitorOptions.DEFAULT.withPort(0).withActions(true));
  }

  private void look(MonitorOptions options) {
    if (monitor != null) {
      monitor.close();
    }
    monitor = HeddleMonitor.start(heddle.store(), options);
    browser = new Browser(monitor.url());
  }

  @AfterEach
  void stop() {
    gate.countDown();
    monitor.close();
    worker.close();
    heddle.close();
  }

  @Task
  static String greet(String name, List<Integer> numbers) {
    return "Hello " + name + numbers.size();
  }

  @Task
  static String held(TaskContext context, String text) throws InterruptedException {
    context.log().warn("holding {}", text);
    context.progress(1, 4);
    gate.await();
    return text;
  }

  @Task
  static int broken(int n) throws IOException {
    throw new IOException("no <b>" + n + "</b>", new IllegalStateException("below"));
  }

  @Task(retry = @Retry(max = 1, backoff = "PT0.001S"))
  static int flaky(int n) {
    if (FAILS.getAndDecrement() > 0) {
      throw new IllegalStateException("not yet");
    }
    return n;
  }

  @Task
  static int outer(int n) {
    return Heddle.current().submit(InvocationPagesTest::inner, n).result();
  }

  @Task
  static int inner(int n) {
    return n + 1;
  }

  @Task
  static int square(int n) {
    return n * n;
  }

  private List<String> ids(String query) {
    List<String> ids = new ArrayList<>();
    browser
        .json("invocations" + query)
        .get("invocations")
        .forEach(i -> ids.add(i.get("id").asString()));
    return ids;
  }

  private String running() {
    String id = heddle.submit(InvocationPagesTest::held, TaskContext.injected(), "x").id();
    await().until(() -> browser.json("invocations/" + id).get("lines").size() == 1);
    return id;
  }

  private String failed(int n) {
    Invocation<Integer> broken = heddle.submit(InvocationPagesTest::broken, n);
    assertThatThrownBy(broken::result).isInstanceOf(TaskFailedException.class);
    return broken.id();
  }

  private HttpResponse<String> act(String action, Map<String, String> fields) {
    String csrf = Browser.csrf(browser.get("invocations").body());
    Map<String, String> form = new LinkedHashMap<>(fields);
    form.put("csrf", csrf);
    return browser.post("invocations/" + action, form);
  }

  @Test
  void everyFilterFindsWhatItSays() {
    Invocation<String> greeting =
        heddle.submit(InvocationPagesTest::greet, "Ada <b>", List.of(1, 2));
    greeting.result();
    Heddle other = heddle.with(SubmitOptions.NONE.withQueue("other"));
    Invocation<String> elsewhere = other.submit(InvocationPagesTest::greet, "Bob", List.of());
    elsewhere.result();
    String broken = failed(7);
    heddle.run(lazy(InvocationPagesTest::square, 12));
    String workerId = browser.json("workers").get("here").get(0).get("id").asString();

    assertThat(ids("")).hasSize(4);
    assertThat(ids("?kind=ordered")).containsExactly(broken, elsewhere.id(), greeting.id());
    assertThat(ids("?task=GREET")).containsExactly(elsewhere.id(), greeting.id());
    assertThat(ids("?state=failed&state=cancelled")).containsExactly(broken);
    assertThat(ids("?queue=other")).containsExactly(elsewhere.id());
    assertThat(ids("?text=ada")).containsExactly(greeting.id());
    assertThat(ids("?error=IOException")).containsExactly(broken);
    assertThat(ids("?error=no+%3Cb")).containsExactly(broken);
    assertThat(ids("?from=1h")).hasSize(4);
    assertThat(ids("?to=1h")).isEmpty();
    assertThat(ids("?from=2020-01-01T00:00&to=2020-01-02T00:00:00Z")).isEmpty();
    assertThat(ids("?kind=ordered&worker=" + workerId)).hasSize(3);
    assertThat(ids("?worker=" + greeting.id())).isEmpty();
  }

  @Test
  void anInvocationIsFoundByItsTagsAndItsPageLeadsToOthersOfThem() {
    Heddle tagging = heddle.with(SubmitOptions.NONE.withTags("customer=<7>", "nightly"));
    String both = tagging.submit(InvocationPagesTest::square, 1).id();
    String one =
        heddle
            .with(SubmitOptions.NONE.withTags("customer=8"))
            .submit(InvocationPagesTest::square, 2)
            .id();
    heddle.submit(InvocationPagesTest::square, 3).result();

    assertThat(ids("?tag=customer%3D%3C7%3E")).containsExactly(both);
    assertThat(ids("?tag=customer")).containsExactly(one, both);
    assertThat(ids("?tag=customer&tag=nightly")).containsExactly(both);
    assertThat(browser.get("invocations?tag=" + "x".repeat(101)).statusCode()).isEqualTo(400);
    assertThat(browser.get("invocations?tag=customer&tag=nightly").body())
        .contains("value=\"customer\"", "value=\"nightly\"");
    assertThat(browser.get("invocations/" + both).body())
        .contains("href=\"/invocations?tag=customer%3D%3C7%3E\">customer=&lt;7&gt;</a>")
        .contains("href=\"/invocations?tag=nightly\"");
    assertThat(browser.json("invocations/" + both).get("order").get("tags")).hasSize(2);
  }

  @Test
  void whatTheRecordAnsweredIsPartOfATasksFigures() {
    for (int n : new int[] {12, 12, 12, 13}) {
      heddle.run(lazy(InvocationPagesTest::square, n));
    }

    JsonNode figures = browser.json("tasks?q=square").get("tasks").get(0).get("figures");

    assertThat(figures.get("succeeded").asLong()).isEqualTo(2);
    assertThat(figures.get("cached").asLong()).isEqualTo(2);
    assertThat(figures.get("cachedShare").asDouble()).isEqualTo(0.5);
  }

  @Test
  void theListShowsWhatWasFoundAndKeepsTheFilter() {
    heddle.submit(InvocationPagesTest::greet, "Ada <script>", List.of(1, 2)).result();
    failed(7);

    String page = browser.get("invocations?text=Ada&state=succeeded").body();
    assertThat(page)
        .contains("Ada &lt;script&gt;", "chip-succeeded", "value=\"Ada\"", "[1,2]")
        .doesNotContain("Ada <script>")
        .containsPattern("value=\"succeeded\" checked");
    assertThat(browser.get("invocations").body()).contains("IOException: no &lt;b&gt;7");
  }

  @Test
  void whatMatchesNothingSaysSoAndWhatToDo() {
    assertThat(browser.get("invocations").body()).contains("Nothing was invoked yet");
    failed(1);

    assertThat(browser.get("invocations?text=nowhere").body())
        .contains("No invocation is like that", "href=\"/invocations\">see all");
  }

  @Test
  void aMomentOrAKindThatCannotBeReadIsTold() {
    for (String query : List.of("from=soon", "to=2020-13-01T00:00", "kind=some", "state=odd")) {
      assertThat(browser.get("invocations?" + query).statusCode()).as(query).isEqualTo(400);
    }
  }

  @Test
  void aListGoesOnWhereItEndedWithoutGapOrRepeat() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      all.add(0, heddle.submit(InvocationPagesTest::square, i).id());
    }

    List<String> seen = new ArrayList<>();
    String at = "invocations?limit=3";
    while (!at.isEmpty()) {
      String page = browser.get(at).body();
      Matcher rows =
          Pattern.compile("<th scope=\"row\"><a class=\"id\" href=\"[^\"]*\">(\\w+)<")
              .matcher(page);
      while (rows.find()) {
        seen.add(rows.group(1));
      }
      Matcher older = Pattern.compile("rel=\"next\" href=\"/([^\"]+)\"").matcher(page);
      at = older.find() ? older.group(1).replace("&amp;", "&") : "";
    }
    assertThat(seen).isEqualTo(all);
  }

  @Test
  void aSearchThatIsNotOverGoesOnByItselfAndSaysHowFarItIs() {
    ToldStore told = ToldStore.hostile();
    told.next = 5_000;
    try (HeddleMonitor other =
        HeddleMonitor.start(told.store(), MonitorOptions.DEFAULT.withPort(0))) {
      Browser there = new Browser(other.url());

      String first = there.get("invocations?error=rare").body();
      assertThat(first)
          .contains("Searching… looked back to", "data-hold=\"yes\"", "hx-trigger=\"load\"")
          .contains("hx-get=\"/invocations?error=rare&amp;before=5000\"")
          .doesNotContain("No invocation is like that");
      String rest = there.get("invocations?error=rare&before=5000", "HX-Request", "true").body();
      assertThat(rest)
          .contains("<tbody id=\"found\">", Ids.text(ToldStore.INVOCATION))
          .contains("That is all that is like this", "data-hold=\"yes\"")
          .doesNotContain("<html");
    }
  }

  @Test
  void oneThatSucceededShowsItsArgumentsResultAndHistory() {
    Invocation<String> greeting = heddle.submit(InvocationPagesTest::greet, "Ada", List.of(1, 2));
    greeting.result();

    JsonNode one = browser.json("invocations/" + greeting.id());
    assertThat(one.get("state").asString()).isEqualTo("SUCCEEDED");
    assertThat(one.get("arguments").get(0).get("json").asString()).isEqualTo("\"Ada\"");
    assertThat(one.get("arguments").get(1).get("json").asString()).isEqualTo("[1,2]");
    assertThat(one.get("result").get("json").asString()).isEqualTo("\"Hello Ada2\"");
    assertThat(one.get("order").get("queue").asString()).isEqualTo("default");
    List<String> states = new ArrayList<>();
    one.get("course").forEach(change -> states.add(change.get("state").asString()));
    assertThat(states).endsWith("RUNNING", "SUCCEEDED");
    JsonNode ran = one.get("course").get(one.get("course").size() - 2);
    assertThat(ran.get("millis").asLong()).isNotNegative();
    assertThat(ran.get("worker").asString()).isEqualTo(one.get("order").get("worker").asString());

    String page = browser.get("invocations/" + greeting.id()).body();
    assertThat(page)
        .contains("chip-succeeded", "\"Ada\"", "Hello Ada2", "History", "Order it again")
        .contains("/workers/" + ran.get("worker").asString())
        .doesNotContain("Cancel it");
  }

  @Test
  void oneThatRunsShowsHowFarItIsAndItsLogAndChanges() {
    String id = running();

    HttpResponse<String> first = browser.get("invocations/" + id, "HX-Request", "true");
    assertThat(first.body())
        .contains("chip-running", "1 of 4 (25 %)", "holding x", "WARN", "Cancel it")
        .doesNotContain("<html");
    String seen = first.headers().firstValue("Heddle-Seen").orElseThrow();
    assertThat(
            browser
                .get("invocations/" + id, "HX-Request", "true", "Heddle-Seen", seen)
                .statusCode())
        .isEqualTo(204);
    gate.countDown();
    await()
        .untilAsserted(
            () ->
                assertThat(
                        browser
                            .get("invocations/" + id, "HX-Request", "true", "Heddle-Seen", seen)
                            .body())
                    .contains("chip-succeeded"));
  }

  @Test
  void oneThatFailedShowsTheErrorItsFramesAndCauses() {
    String id = failed(7);

    JsonNode faults = browser.json("invocations/" + id).get("faults");
    assertThat(faults.get(0).get("type").asString()).isEqualTo("java.io.IOException");
    assertThat(faults.get(0).get("message").asString()).isEqualTo("no <b>7</b>");
    assertThat(faults.get(0).get("frames").get(0).asString()).contains("broken");
    assertThat(faults.get(1).get("message").asString()).isEqualTo("below");
    assertThat(browser.get("invocations/" + id).body())
        .contains("no &lt;b&gt;7&lt;/b&gt;", "caused by", "java.lang.IllegalStateException")
        .doesNotContain("no <b>7");
  }

  @Test
  void anAttemptThatFailedIsInTheHistory() {
    Invocation<Integer> flaky = heddle.submit(InvocationPagesTest::flaky, 3);
    flaky.result();

    JsonNode one = browser.json("invocations/" + flaky.id());
    List<String> states = new ArrayList<>();
    one.get("course").forEach(change -> states.add(change.get("state").asString()));
    assertThat(states).contains("RETRYING").endsWith("SUCCEEDED");
    assertThat(one.get("order").get("attempt").asInt()).isEqualTo(2);
    assertThat(browser.get("invocations/" + flaky.id()).body()).contains("2 of 2", "not yet");
  }

  @Test
  void parentAndChildLeadToEachOther() {
    Invocation<Integer> outer = heddle.submit(InvocationPagesTest::outer, 1);
    outer.result();

    JsonNode child = browser.json("invocations/" + outer.id()).get("kin").get("children").get(0);
    assertThat(child.get("task").asString()).endsWith("inner");
    String id = child.get("id").asString();
    assertThat(browser.json("invocations/" + id).get("kin").get("parent").get("id").asString())
        .isEqualTo(outer.id());
    assertThat(browser.get("invocations/" + outer.id()).body()).contains("/invocations/" + id);
    assertThat(browser.get("invocations/" + id).body()).contains("/invocations/" + outer.id());
  }

  @Test
  void aCallOfAnExecutionSaysWhyItRan() {
    heddle.run(lazy(InvocationPagesTest::greet, "Ada", List.of(1)));
    heddle.run(lazy(InvocationPagesTest::greet, "Bob", List.of(1)));
    List<String> ids = ids("");

    JsonNode first = browser.json("invocations/" + ids.get(1)).get("why");
    assertThat(first.get("reason").asString()).isEqualTo("FIRST");
    JsonNode second = browser.json("invocations/" + ids.get(0)).get("why");
    assertThat(second.get("reason").asString()).isEqualTo("OTHER_KEY");
    assertThat(second.get("earlier").asString()).isEqualTo(ids.get(1));
    List<Boolean> differs = new ArrayList<>();
    second.get("parts").forEach(part -> differs.add(part.get("differs").asBoolean()));
    assertThat(differs).containsExactly(false, true, false);
    assertThat(second.get("parts").get(1).get("before").asString()).isEqualTo("\"Ada\"");
    String page = browser.get("invocations/" + ids.get(0)).body();
    assertThat(page).contains("its key is another", "differs", "/executions/");
  }

  @Test
  void oneThatWasOrderedSaysSoAndWhatItsKeyShares() {
    heddle.submit(InvocationPagesTest::square, 5).result();
    Invocation<Integer> again = heddle.submit(InvocationPagesTest::square, 5);
    again.result();

    JsonNode why = browser.json("invocations/" + again.id()).get("why");
    assertThat(why.get("reason").asString()).isEqualTo("ORDERED");
    why.get("parts").forEach(part -> assertThat(part.get("differs").asBoolean()).isFalse());
    assertThat(browser.get("invocations/" + again.id()).body())
        .contains("every part of the key is the same");
  }

  @Test
  void aLongValueIsCutAndShownWholeIfAsked() {
    String text = "long ".repeat(2_000) + "END";
    Invocation<String> greeting = heddle.submit(InvocationPagesTest::greet, text, List.of());
    greeting.result();

    assertThat(browser.get("invocations/" + greeting.id()).body())
        .contains("Show all", "10,005 characters")
        .doesNotContain("END\"");
    assertThat(browser.get("invocations/" + greeting.id() + "?all=yes").body())
        .contains("END\"")
        .doesNotContain("Show all");
  }

  @Test
  void nothingCanBeDoneUnlessActionsAreAllowed() {
    String id = failed(1);
    look(MonitorOptions.DEFAULT.withPort(0));

    assertThat(browser.get("invocations").body()).doesNotContain("Cancel selected");
    assertThat(browser.get("invocations/" + id).body()).doesNotContain("Order it again");
    String csrf = Browser.csrf(browser.get("invocations").body());
    assertThat(browser.post("invocations/retry", Map.of("csrf", csrf, "id", id)).statusCode())
        .isEqualTo(403);
    assertThat(ids("")).containsExactly(id);
  }

  @Test
  void anActionNeedsTheTokenOfThePage() {
    String id = running();

    assertThat(browser.post("invocations/cancel", Map.of("id", id)).statusCode()).isEqualTo(403);
    assertThat(browser.get("invocations/cancel").statusCode()).isEqualTo(404);
    assertThat(browser.json("invocations/" + id).get("state").asString()).isEqualTo("RUNNING");
  }

  @Test
  void cancellingSaysForEachWhatBecameOfItAndIsOnRecordWithWhoDidIt() {
    String ended = failed(1);
    String held = running();
    String csrf = Browser.csrf(browser.get("invocations").body());

    HttpResponse<String> answer =
        browser.postJson(
            "api/v1/invocations/cancel",
            "{\"id\": [\"" + held + "\", \"" + ended + "\", \"0000abcdef\", \"<b>\"]}",
            "Heddle-Csrf",
            csrf);

    JsonNode acted = JSON.readTree(answer.body());
    List<String> what = new ArrayList<>();
    acted.get("invocations").forEach(line -> what.add(line.get("what").asString()));
    assertThat(what).containsExactly("CANCELLED", "HAD_ENDED", "UNKNOWN", "UNKNOWN");
    assertThat(acted.get("done").asInt()).isEqualTo(1);
    JsonNode one = browser.json("invocations/" + held);
    assertThat(one.get("state").asString()).isEqualTo("CANCELLED");
    JsonNode last = one.get("course").get(one.get("course").size() - 1);
    assertThat(last.get("why").asString())
        .isEqualTo("cancelled in the monitor by somebody from 127.0.0.1");
    assertThat(browser.get("invocations/" + held).body()).contains("cancelled in the monitor by");
  }

  @Test
  void whoSignedInIsOnRecord() {
    String id = running();
    look(MonitorOptions.DEFAULT.withPort(0).withActions(true).withUser("anna", "correct horse"));
    browser.signIn("anna", "correct horse");

    assertThat(act("cancel", Map.of("id", id)).statusCode()).isEqualTo(200);

    JsonNode course = browser.json("invocations/" + id).get("course");
    assertThat(course.get(course.size() - 1).get("why").asString())
        .isEqualTo("cancelled in the monitor by anna from 127.0.0.1");
  }

  @Test
  void retryingOrdersAnewAndLinksBothWays() {
    String failed = failed(3);
    String held = running();
    String csrf = Browser.csrf(browser.get("invocations").body());

    JsonNode acted =
        JSON.readTree(
            browser
                .postJson(
                    "api/v1/invocations/retry",
                    "{\"id\": [\"" + failed + "\", \"" + held + "\"]}",
                    "Heddle-Csrf",
                    csrf)
                .body());

    assertThat(acted.get("invocations").get(1).get("what").asString()).isEqualTo("NOT_ENDED");
    String again = acted.get("invocations").get(0).get("again").asString();
    await()
        .until(() -> browser.json("invocations/" + again).get("state").asString().equals("FAILED"));
    JsonNode one = browser.json("invocations/" + again);
    assertThat(one.get("kin").get("retryOf").get("id").asString()).isEqualTo(failed);
    assertThat(one.get("why").get("reason").asString()).isEqualTo("RETRIED");
    assertThat(one.get("course").get(0).get("why").asString())
        .isEqualTo("ordered again in the monitor by somebody from 127.0.0.1");
    assertThat(
            browser
                .json("invocations/" + failed)
                .get("kin")
                .get("retriedBy")
                .get(0)
                .get("id")
                .asString())
        .isEqualTo(again);
  }

  @Test
  void theFormsAnswerIsAPageThatLeadsBackWithinTheMonitor() {
    String id = failed(4);

    HttpResponse<String> page =
        act("retry", Map.of("id", id, "back", "/invocations?state=failed&limit=10"));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("Ordered again: 1 of 1", "/invocations/" + id)
        .contains("href=\"/invocations?state=failed&amp;limit=10\"");
    assertThat(act("cancel", Map.of("id", id, "back", "//evil.example")).body())
        .contains("href=\"/invocations\">← Back")
        .doesNotContain("evil");
    assertThat(act("cancel", Map.of()).statusCode()).isEqualTo(400);
  }

  @Test
  void aCallOfAnExecutionIsNotOrderedAgain() {
    heddle.run(lazy(InvocationPagesTest::square, 9));
    String id = ids("").get(0);

    assertThat(act("retry", Map.of("id", id)).body()).contains("is a call of an execution");
    assertThat(act("cancel", Map.of("id", id)).body()).contains("is a call of an execution");
    assertThat(ids("")).containsExactly(id);
  }

  @Test
  void theListHasBoxesForWhatWasOrdered() {
    heddle.run(lazy(InvocationPagesTest::square, 9));
    String ordered = failed(5);

    Matcher boxes =
        Pattern.compile("name=\"id\" value=\"(\\w+)\"").matcher(browser.get("invocations").body());
    assertThat(boxes.find()).isTrue();
    assertThat(boxes.group(1)).isEqualTo(ordered);
    assertThat(boxes.find()).isFalse();
  }
}
