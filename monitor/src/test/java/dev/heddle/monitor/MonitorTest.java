package dev.heddle.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heddle.InvocationState;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationLine;
import dev.heddle.store.LogLine;
import dev.heddle.store.Waiting;
import dev.heddle.store.WorkerRecord;
import dev.heddle.store.WorkerState;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every page does, with a store that has something hostile wherever there is a text. */
@Timeout(60)
class MonitorTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TASK = URLEncoder.encode(ToldStore.TASK, StandardCharsets.UTF_8);

  private final ToldStore told = ToldStore.hostile();
  private HeddleMonitor monitor;
  private Browser browser;

  @BeforeEach
  void start() {
    monitor = HeddleMonitor.start(told.store(), MonitorOptions.DEFAULT.withPort(0));
    browser = new Browser(monitor.url());
  }

  @AfterEach
  void stop() {
    monitor.close();
  }

  /** Every page that can be looked at. */
  static List<String> pages() {
    return List.of(
        "",
        "?span=7d",
        "tasks",
        "tasks?q=shop",
        "task?name=" + TASK,
        "executions",
        "executions/" + Ids.text(ToldStore.EXECUTION),
        "executions/" + Ids.text(ToldStore.INVOCATION),
        "executions/" + Ids.text(ToldStore.EXECUTION) + "/tree",
        "executions/"
            + Ids.text(ToldStore.EXECUTION)
            + "/tree?under="
            + Ids.text(ToldStore.INVOCATION),
        "executions/" + Ids.text(ToldStore.EXECUTION) + "/tree?call=" + Ids.text(ToldStore.FAILED),
        "values",
        "values?q=nothing-like-that",
        "values/" + "3".repeat(40),
        "calls/" + Ids.text(ToldStore.FAILED),
        "file?location=" + URLEncoder.encode(ToldStore.HOSTILE, StandardCharsets.UTF_8),
        "invocations",
        "invocations?state=failed&state=running&task=x&text=x&error=x&queue=x&from=1h&kind=ordered",
        "invocations/" + Ids.text(ToldStore.INVOCATION),
        "invocations/" + Ids.text(ToldStore.FAILED) + "?all=yes",
        "timeline",
        "timeline?from=1h&task=shop",
        "workers",
        "workers/" + Ids.text(ToldStore.WORKER),
        "workers/" + Ids.text(ToldStore.DEAD),
        "logs",
        "logs?level=error&level=warn&q=x&worker=" + Ids.text(ToldStore.WORKER),
        "find?q=shop",
        "find?q=nothing-like-that",
        "api");
  }

  static List<String> json() {
    List<String> json = new ArrayList<>();
    for (String page : pages()) {
      if (!page.equals("api")) {
        json.add("api/v1/" + (page.isEmpty() || page.startsWith("?") ? "overview" + page : page));
      }
    }
    return json;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void showsHostileTextsAsTexts(String page) {
    HttpResponse<String> answer = browser.get(page);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(answer.body()).doesNotContain("<script>alert").doesNotContain("<img src=x");
    assertHeaders(answer);
  }

  @Test
  void textsAreThereEscaped() {
    assertThat(browser.get("logs").body()).contains("&lt;script&gt;alert");
    assertThat(browser.get("").body()).contains("&lt;img src=x onerror");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void hasNoStyleOrScriptOfItsOwnThatThePolicyRefuses(String page) {
    String html = browser.get(page).body();

    assertThat(html).doesNotContain(" style=").doesNotContainPattern("<script(?![^>]* src=)");
    assertThat(html).doesNotContain("<style").doesNotContainPattern(" on[a-z]+=\"");
    String withoutSvg = html.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    assertThat(withoutSvg).doesNotContain("http://").doesNotContain("https://");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void hasHeadingsInOrderAndEachIdOnce(String page) {
    String html = browser.get(page).body();

    List<Integer> levels = new ArrayList<>();
    String main = html.substring(html.indexOf("<main"), html.indexOf("</main>"));
    Matcher headings = Pattern.compile("<h([1-6])").matcher(main);
    while (headings.find()) {
      levels.add(Integer.parseInt(headings.group(1)));
    }
    assertThat(levels).startsWith(1);
    for (int i = 1; i < levels.size(); i++) {
      assertThat(levels.get(i))
          .as("after %s in %s", levels.get(i - 1), levels)
          .isBetween(2, levels.get(i - 1) + 1);
    }
    List<String> ids = new ArrayList<>();
    Matcher id = Pattern.compile(" id=\"([^\"]+)\"").matcher(html);
    while (id.find()) {
      ids.add(id.group(1));
    }
    assertThat(ids).doesNotHaveDuplicates();
    Matcher labels =
        Pattern.compile("aria-(?:labelledby|controls)=\"([^\"]+)\"| for=\"([^\"]+)\"")
            .matcher(html);
    while (labels.find()) {
      assertThat(ids).contains(labels.group(1) == null ? labels.group(2) : labels.group(1));
    }
  }

  @ParameterizedTest
  @MethodSource("json")
  void answersTheSameAsJson(String path) {
    HttpResponse<String> answer = browser.get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(JSON.readTree(answer.body()).isObject()).isTrue();
    assertHeaders(answer);
  }

  @Test
  void assetsAreKeptForEverUnderTheHashOfTheirBytes() {
    String html = browser.get("").body();
    List<String> assets = new ArrayList<>();
    Matcher matcher = Pattern.compile("\"/(assets/[^\"]+)\"").matcher(html);
    while (matcher.find()) {
      assets.add(matcher.group(1));
    }

    assertThat(assets).hasSizeGreaterThanOrEqualTo(4);
    for (String asset : assets) {
      HttpResponse<String> answer = browser.get(asset);
      assertThat(answer.statusCode()).as(asset).isEqualTo(200);
      assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }
    assertThat(browser.get("assets/x/pom.xml").statusCode()).isEqualTo(404);
    assertThat(browser.get("assets/x/..%2f..%2fapp.js").statusCode()).isIn(400, 404);
  }

  @Test
  void whatIsNotThereIsToldWithAWayOn() {
    for (String path :
        List.of(
            "nothing",
            "workers/" + Ids.text(4_711),
            "workers/zzz",
            "invocations/" + Ids.text(4_711),
            "invocations/" + Ids.text(ToldStore.EXECUTION),
            "invocations/%3Cscript%3E",
            "task?name=no.such.task")) {
      HttpResponse<String> page = browser.get(path);
      assertThat(page.statusCode()).as(path).isEqualTo(404);
      assertThat(page.body()).as(path).contains("Find an id or a task", "action=\"/find\"");
      assertHeaders(page);
    }
    HttpResponse<String> json = browser.get("api/v1/workers/" + Ids.text(4_711));
    assertThat(json.statusCode()).isEqualTo(404);
    assertThat(json.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(JSON.readTree(json.body()).get("detail").asString()).contains("no worker");
  }

  @Test
  void whatCannotBeReadIsTold() {
    for (String path :
        List.of(
            "?span=99y",
            "logs?level=loud",
            "logs?before=abc",
            "logs?limit=100000",
            "logs?q=" + "x".repeat(300))) {
      assertThat(browser.get(path).statusCode()).as(path).isEqualTo(400);
    }
    assertThat(browser.get("logs?invocation=%3Cscript%3Ealert(1)%3C/script%3E").body())
        .doesNotContain("<script>alert");
    assertThat(browser.post("workers", Map.of()).statusCode()).isIn(403, 405);
  }

  @Test
  void aStoreThatGoesAwayIsToldAndComesBack() {
    told.away = true;

    for (String path : List.of("", "executions", "tasks", "workers", "logs")) {
      HttpResponse<String> page = browser.get(path);
      assertThat(page.statusCode()).isEqualTo(503);
      assertThat(page.body())
          .contains("The store does not answer")
          .doesNotContain("secret-of-the-inside");
      HttpResponse<String> json = browser.get("api/v1/" + (path.isEmpty() ? "overview" : path));
      assertThat(json.statusCode()).isEqualTo(503);
      assertThat(json.body()).doesNotContain("secret-of-the-inside");
    }
    told.away = false;
    assertThat(browser.get("").statusCode()).isEqualTo(200);
  }

  @Test
  void aDefectTellsNothingOfTheInside() {
    told.workers = null; // what no store answers

    HttpResponse<String> page = browser.get("workers");

    assertThat(page.statusCode()).isEqualTo(500);
    assertThat(page.body())
        .contains("under number")
        .doesNotContain("NullPointer")
        .doesNotContain("at dev.heddle");
  }

  @Test
  void theLivePartComesAloneAndOnlyIfItIsAnother() {
    HttpResponse<String> first = browser.get("tasks", "HX-Request", "true");
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.body()).doesNotContain("<html").doesNotContain("<h1").contains("<table>");
    String seen = first.headers().firstValue("Heddle-Seen").orElseThrow();

    HttpResponse<String> same = browser.get("tasks", "HX-Request", "true", "Heddle-Seen", seen);
    assertThat(same.statusCode()).isEqualTo(204);
    assertThat(same.body()).isEmpty();

    told.waiting = List.of();
    HttpResponse<String> other = browser.get("tasks", "HX-Request", "true", "Heddle-Seen", seen);
    assertThat(other.statusCode()).isEqualTo(200);
  }

  @Test
  void theThemeIsWrittenIntoThePage() {
    assertThat(browser.get("").body()).contains("data-theme=\"auto\"");
    assertThat(browser.get("", "Cookie", "heddle_theme=dark").body())
        .contains("data-theme=\"dark\"");
    assertThat(browser.get("", "Cookie", "heddle_theme=x\"><b>").body())
        .contains("data-theme=\"auto\"");
  }

  @Test
  void theOverviewSaysWhatNeedsSomebody() {
    WorkerRecord silent = told.workers.get(0);
    told.workers =
        List.of(
            silent,
            new WorkerRecord(
                2,
                WorkerState.ALIVE,
                "pid 3",
                1,
                silent.queues(),
                silent.tasks(),
                ToldStore.NOW,
                0,
                ToldStore.NOW,
                0,
                0,
                0));
    JsonNode overview = JSON.readTree(browser.get("api/v1/overview").body());

    List<String> kinds = new ArrayList<>();
    overview.get("needs").forEach(need -> kinds.add(need.get("kind").asString()));
    assertThat(kinds).contains("unserved", "silent", "lost", "retries", "wait", "late");
    assertThat(overview.get("figures").get("succeeded").asLong()).isEqualTo(90);
    assertThat(overview.get("figures").get("failureShare").asDouble()).isEqualTo(0.1);
    assertThat(overview.get("steps").size()).isEqualTo(60);
  }

  private static WorkerRecord worker(long id, long beatAt, int running) {
    return new WorkerRecord(
        id,
        WorkerState.ALIVE,
        "pid " + id,
        4,
        List.of(),
        List.of(ToldStore.TASK),
        ToldStore.NOW - 900_000,
        0,
        beatAt,
        1,
        running,
        0);
  }

  private String silence() {
    for (JsonNode need : JSON.readTree(browser.get("api/v1/overview").body()).get("needs")) {
      if (need.get("kind").asString().equals("silent")) {
        return need.get("title").asString() + ". " + need.get("detail").asString();
      }
    }
    return "";
  }

  @Test
  void aWorkerThatIsSilentIsTakenOverOnlyIfAnotherIsAlive() {
    WorkerRecord silent = worker(1, ToldStore.NOW - 125_000, 2);
    told.workers = List.of(silent);
    told.waiting =
        List.of(new Waiting("q", ToldStore.TASK, InvocationState.QUEUED, 1, ToldStore.NOW));

    assertThat(silence())
        .contains(
            "silent for 2 min", "nobody is alive to take over its 3 invocations", "heddle worker");
    assertThat(browser.get("workers").body())
        .contains("3 invocations wait for workers that are silent");
    JsonNode queue = JSON.readTree(browser.get("api/v1/overview").body()).get("queues").get(0);
    assertThat(queue.get("workers").asInt()).as("a silent worker serves nothing").isZero();
    assertThat(queue.get("unserved").size()).isEqualTo(1);

    told.workers = List.of(worker(2, ToldStore.NOW - 1_000, 0), silent);

    assertThat(silence()).contains("the workers that live take over its 3 invocations");
    assertThat(browser.get("workers").body()).doesNotContain("wait for workers that are silent");

    told.workers = List.of(worker(1, ToldStore.NOW - 1_000, 2));
    assertThat(silence()).isEmpty();
  }

  @Test
  void theLogIsFilteredAndGoesOnWhereItEnded() {
    List<InvocationLine> lines = new ArrayList<>();
    for (long place = 120; place > 0; place--) {
      lines.add(
          new InvocationLine(
              place,
              ToldStore.INVOCATION,
              "T.t",
              0,
              new LogLine(ToldStore.NOW, 1, "INFO", "line " + place)));
    }
    told.lines = lines;

    String first =
        browser.get("logs?level=info&q=line&invocation=" + Ids.text(ToldStore.INVOCATION)).body();
    assertThat(first).contains("line 120", "line 71").doesNotContain("line 70<");
    assertThat(told.askedLines.levels()).containsExactly("INFO");
    assertThat(told.askedLines.invocation()).isEqualTo(ToldStore.INVOCATION);
    assertThat(told.askedLines.text()).isEqualTo("line");
    Matcher older = Pattern.compile("href=\"/([^\"]+)\">Older").matcher(first);
    assertThat(older.find()).isTrue();
    String second = browser.get(older.group(1).replace("&amp;", "&")).body();
    assertThat(second).contains("line 70", "line 21").doesNotContain("line 71<");
    assertThat(second).doesNotContain("hx-get");
  }

  @Test
  void idsInAPastedLogBecomeLinks() {
    String known = Ids.text(ToldStore.INVOCATION);
    String unknown = Ids.text(999_999);
    String text =
        "INFO "
            + known
            + " ran on "
            + Ids.text(ToldStore.WORKER)
            + "\n"
            + unknown
            + " <script>alert(1)</script> "
            + Ids.text(ToldStore.EXECUTION);

    String html =
        browser
            .post(
                "logs/excerpt",
                Map.of("csrf", Browser.csrf(browser.get("logs").body()), "text", text))
            .body();

    assertThat(html)
        .contains("<a href=\"/invocations/" + known + "\">" + known + "</a>")
        .contains("<a href=\"/workers/" + Ids.text(ToldStore.WORKER))
        .contains("<a href=\"/executions/" + Ids.text(ToldStore.EXECUTION))
        .doesNotContain("/" + unknown)
        .doesNotContain("<script>alert");
  }

  @Test
  void anIdThatIsSearchedLeadsToItsPage() {
    HttpResponse<String> answer = browser.get("find?q=" + Ids.text(ToldStore.INVOCATION));

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location"))
        .hasValue("/invocations/" + Ids.text(ToldStore.INVOCATION));
  }

  @Test
  void aRequestThatIsTooLargeIsRefused() {
    String csrf = Browser.csrf(browser.get("logs").body());

    HttpResponse<String> answer =
        browser.post("logs/excerpt", Map.of("text", "x".repeat(600_000)), "Heddle-Csrf", csrf);

    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void closingEndsTheServer() {
    monitor.close();

    await().untilAsserted(() -> assertThat(reachable()).isFalse());
  }

  private boolean reachable() {
    try {
      browser.get("");
      return true;
    } catch (java.io.UncheckedIOException e) {
      return false;
    }
  }

  private static void assertHeaders(HttpResponse<String> answer) {
    Map<String, List<String>> headers = answer.headers().map();
    assertThat(headers.get("content-security-policy").get(0))
        .contains(
            "default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "base-uri 'none'")
        .doesNotContain("unsafe");
    assertThat(headers)
        .containsEntry("x-content-type-options", List.of("nosniff"))
        .containsEntry("referrer-policy", List.of("same-origin"))
        .containsEntry("cross-origin-opener-policy", List.of("same-origin"))
        .containsEntry("cross-origin-resource-policy", List.of("same-origin"))
        .containsEntry("cache-control", List.of("no-store"))
        .doesNotContainKey("access-control-allow-origin");
  }
}
