package dev.heddle.monitor;

import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.heddle.Expr;
import dev.heddle.Heddle;
import dev.heddle.Task;
import dev.heddle.Worker;
import dev.heddle.WorkerOptions;
import dev.heddle.store.Ids;
import dev.heddle.store.MemoryStore;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The pages of executions, with what real ones leave in a store. */
@Timeout(60)
class ExecutionPagesTest {
  private static final String HOSTILE = "<script>alert('x')</script>\"'><img src=x onerror=a()>";
  private static volatile CountDownLatch gate = new CountDownLatch(0);

  @TempDir Path root;
  private final MemoryStore memory = new MemoryStore();
  private Heddle heddle;
  private HeddleMonitor monitor;
  private Browser browser;

  @Task
  static String label(String text) {
    return "label of " + text;
  }

  @Task
  static String join(List<String> parts) {
    return String.join("+", parts);
  }

  @Task
  static Expr<String> all(List<String> parts) {
    return lazy(ExecutionPagesTest::join, each(ExecutionPagesTest::label, parts));
  }

  @Task
  static String fails(String text) {
    throw new IllegalStateException("no good: " + text);
  }

  @Task
  static int held(int n) throws InterruptedException {
    gate.await();
    return n;
  }

  @BeforeEach
  void start() {
    heddle = Heddle.builder().store(memory).root(root).slots(4).open();
    monitor = HeddleMonitor.start(memory.peer(), MonitorOptions.DEFAULT.withPort(0));
    browser = new Browser(monitor.url());
  }

  @AfterEach
  void stop() {
    gate.countDown();
    monitor.close();
    heddle.close();
  }

  private String newest() {
    return Ids.text(memory.executions(Long.MAX_VALUE, 1).get(0).id());
  }

  @Test
  void withoutAnyThePageSaysHowOneIsBegun() {
    assertThat(browser.get("executions").body()).contains("heddle run");
  }

  @Test
  void theListGoesOnWhereItEnded() {
    for (int i = 0; i < 5; i++) {
      heddle.run(lazy(ExecutionPagesTest::label, "number " + i));
    }

    JsonNode first = browser.json("executions?limit=2");
    JsonNode second = browser.json("executions?limit=2&before=" + first.get("next").asLong());
    JsonNode third = browser.json("executions?limit=2&before=" + second.get("next").asLong());

    List<String> ids = new ArrayList<>(Browser.texts(first.get("executions"), "id"));
    ids.addAll(Browser.texts(second.get("executions"), "id"));
    ids.addAll(Browser.texts(third.get("executions"), "id"));
    assertThat(ids).hasSize(5).doesNotHaveDuplicates();
    assertThat(ids.get(0)).isEqualTo(newest());
    assertThat(third.get("next").asLong()).isZero();
    String page = browser.get("executions?limit=2").body();
    assertThat(page).contains("Older →", "href=\"/executions/" + newest());
    Matcher older = Pattern.compile("rel=\"next\" href=\"/([^\"]+)\"").matcher(page);
    assertThat(older.find()).isTrue();
    assertThat(browser.get(older.group(1).replace("&amp;", "&")).body())
        .contains("href=\"/executions/" + ids.get(2));
  }

  @Test
  void oneHasTotalsResultTreeAndCourse() {
    heddle.run(lazy(ExecutionPagesTest::all, List.of("a", "b", "c")));

    JsonNode view = browser.json("executions/" + newest());

    assertThat(view.get("state").asString()).isEqualTo("SUCCEEDED");
    assertThat(view.get("counts").get("run").asLong()).isEqualTo(5);
    assertThat(view.get("result").get("json").asString())
        .isEqualTo("\"label of a+label of b+label of c\"");
    JsonNode top = view.get("tree").get("branches");
    assertThat(top.size()).isEqualTo(1);
    assertThat(top.get(0).get("call").asString()).contains("all(");
    assertThat(top.get(0).get("opens").asBoolean()).isTrue();
    JsonNode below =
        browser.json("executions/" + newest() + "/tree?under=" + top.get(0).get("id").asString());
    assertThat(Browser.texts(below.get("branches"), "call"))
        .hasSize(4)
        .anyMatch(call -> call.contains("join("))
        .anyMatch(call -> call.contains("label(\"b\")"));
    assertThat(below.get("branches").get(0).get("opens").asBoolean()).isFalse();
    JsonNode course = view.get("course");
    assertThat(course.get("bars").size()).isEqualTo(5);
    assertThat(course.get("bars").get(0).get("depth").asInt()).isZero();
    assertThat(course.get("bars").get(1).get("depth").asInt()).isEqualTo(1);
    String page = browser.get("executions/" + newest()).body();
    assertThat(page)
        .contains("What ran when", "<svg", "label of a+label of b+label of c")
        .contains("hx-get=\"/executions/" + newest() + "/tree?under=");
  }

  @Test
  void aSecondRunIsCachedAndSaysWhatItSaved() {
    heddle.run(lazy(ExecutionPagesTest::all, List.of("a", "b")));
    heddle.run(lazy(ExecutionPagesTest::all, List.of("a", "b")));

    JsonNode view = browser.json("executions/" + newest());

    assertThat(view.get("counts").get("run").asLong()).isZero();
    assertThat(view.get("counts").get("cached").asLong()).isEqualTo(4);
    assertThat(view.get("saved").get("hits").asLong()).isEqualTo(1);
    assertThat(view.get("saved").get("counted").asLong()).isEqualTo(1);
    JsonNode hit = view.get("tree").get("branches").get(0);
    assertThat(hit.get("state").asString()).isEqualTo("CACHED");
    assertThat(hit.get("recorded").asBoolean()).isTrue();
    JsonNode below =
        browser.json("executions/" + newest() + "/tree?call=" + hit.get("id").asString());
    assertThat(Browser.texts(below.get("branches"), "call")).hasSize(3);
    JsonNode bar = view.get("course").get("bars").get(0);
    assertThat(bar.get("parts").get(0).get("kind").asString()).isEqualTo("CACHED");
  }

  @Test
  void whatSavedIsTheTimeOfTheEarlierInvocation() {
    heddle.run(lazy(ExecutionPagesTest::label, "slow"));
    var earlier = memory.invocations(memory.executions(Long.MAX_VALUE, 1).get(0).id(), 0, 9).get(0);
    heddle.run(lazy(ExecutionPagesTest::label, "slow"));

    assertThat(browser.json("executions/" + newest()).get("saved").get("millis").asLong())
        .isEqualTo(earlier.endedAt() - earlier.startedAt());
  }

  @Test
  void aFailureIsShownWithItsFramesAsText() {
    assertThatThrownBy(() -> heddle.run(lazy(ExecutionPagesTest::fails, HOSTILE)))
        .isInstanceOf(IllegalStateException.class);

    JsonNode view = browser.json("executions/" + newest());
    String page = browser.get("executions/" + newest()).body();

    assertThat(view.get("faults").get(0).get("type").asString())
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(view.get("faults").get(0).get("frames").get(0).asString()).contains("fails");
    assertThat(page)
        .contains("no good: &lt;script", "at dev.heddle.monitor.ExecutionPagesTest.fails")
        .doesNotContain("<script>alert")
        .doesNotContain("<img src=x")
        .doesNotContain(" style=");
    String list = browser.get("executions").body();
    assertThat(list).contains("IllegalStateException").doesNotContain("<script>alert");
  }

  @Test
  void aLevelHasAtMostTwoHundredAndGoesOn() {
    List<String> parts = IntStream.range(0, 450).mapToObj(i -> "part " + i).toList();
    heddle.run(lazy(ExecutionPagesTest::all, parts));
    String id = newest();
    String under =
        browser.json("executions/" + id).get("tree").get("branches").get(0).get("id").asString();

    List<String> calls = new ArrayList<>();
    long after = 0;
    int pages = 0;
    do {
      JsonNode level =
          browser.json("executions/" + id + "/tree?under=" + under + "&after=" + after);
      assertThat(level.get("branches").size()).isLessThanOrEqualTo(200);
      calls.addAll(Browser.texts(level.get("branches"), "id"));
      after = level.get("next").asLong();
      pages++;
    } while (after > 0);

    assertThat(calls).hasSize(451).doesNotHaveDuplicates();
    assertThat(pages).isEqualTo(3);
    String fragment =
        browser.get("executions/" + id + "/tree?under=" + under, "HX-Request", "true").body();
    assertThat(fragment).doesNotContain("<html").contains("<ul class=\"tree\">", "hx-select");
    String page = browser.get("executions/" + id).body();
    assertThat(page).contains("Rows 1 to 200 of 452", "Rows after →");
    assertThat(browser.get("executions/" + id + "?skip=400").body())
        .contains("Rows 401 to 452 of 452");
  }

  @Test
  void hitsOfOneLevelGoOnToo() {
    List<String> parts = IntStream.range(0, 230).mapToObj(i -> "part " + i).toList();
    heddle.run(each(ExecutionPagesTest::label, parts));
    heddle.run(each(ExecutionPagesTest::label, parts));

    JsonNode first = browser.json("executions/" + newest() + "/tree");
    JsonNode second =
        browser.json("executions/" + newest() + "/tree?hit=" + first.get("nextHit").asLong());

    assertThat(first.get("branches").size()).isEqualTo(200);
    assertThat(second.get("branches").size()).isEqualTo(30);
    assertThat(second.get("nextHit").asLong()).isZero();
    assertThat(Browser.texts(first.get("branches"), "id"))
        .doesNotContainAnyElementsOf(Browser.texts(second.get("branches"), "id"));
  }

  @Test
  void oneThatRunsIsKeptUpToDateAndOneThatEndedIsNot() throws Exception {
    gate = new CountDownLatch(1);
    CompletableFuture<List<Integer>> running =
        CompletableFuture.supplyAsync(
            () -> heddle.run(each(ExecutionPagesTest::held, List.of(1, 2))));
    await().untilAsserted(() -> assertThat(memory.executions(Long.MAX_VALUE, 1)).isNotEmpty());
    String id = newest();
    await()
        .untilAsserted(
            () ->
                assertThat(browser.json("executions/" + id).get("counts").get("going").asLong())
                    .isEqualTo(2));
    String page = browser.get("executions/" + id).body();
    assertThat(page).contains("data-live=\"yes\"", "chip-running");
    assertThat(browser.get("executions/" + id, "HX-Request", "true").body())
        .doesNotContain("<html")
        .contains("<svg");
    String under =
        browser.json("executions/" + id).get("tree").get("branches").get(0).get("id").asString();
    assertThat(browser.get("executions/" + id + "/tree?under=" + under).body())
        .contains("hx-trigger=\"heddle:change from:body throttle:2s\"");

    gate.countDown();
    await()
        .untilAsserted(
            () ->
                assertThat(browser.json("executions/" + id).get("state").asString())
                    .isEqualTo("SUCCEEDED"));

    assertThat(running.get()).containsExactly(1, 2);
    assertThat(browser.get("executions/" + id + "/tree?under=" + under).body())
        .doesNotContain("heddle:change");
    assertThat(browser.get("executions/" + id).body()).contains("data-live=\"no\"");
  }

  @Test
  void orderedWorkHasItsTreeHereToo() {
    String id;
    try (Worker worker = heddle.worker(WorkerOptions.DEFAULT.withTasks(ExecutionPagesTest.class))) {
      var order = heddle.submit(ExecutionPagesTest::label, "ordered");
      assertThat(order.result()).isEqualTo("label of ordered");
      assertThat(worker.id()).isNotBlank();
      id = order.id();
    }

    JsonNode view = browser.json("executions/" + id);

    assertThat(view.get("ordered").asBoolean()).isTrue();
    assertThat(view.get("state").asString()).isEqualTo("SUCCEEDED");
    assertThat(view.get("result").get("json").asString()).isEqualTo("\"label of ordered\"");
    assertThat(Browser.texts(view.get("tree").get("branches"), "id")).containsExactly(id);
    assertThat(browser.get("executions/" + id).body()).contains("Ordered work");
  }

  @Test
  void anOrderedTaskThatReturnsAnExpressionHasItsCallsUnderIt() {
    String id;
    try (Worker worker = heddle.worker(WorkerOptions.DEFAULT.withTasks(ExecutionPagesTest.class))) {
      var order = heddle.submit(ExecutionPagesTest::all, List.of("a", "b"));
      assertThat(order.result()).isEqualTo("label of a+label of b");
      assertThat(worker.id()).isNotBlank();
      id = order.id();
    }

    JsonNode view = browser.json("executions/" + id);

    List<String> bars = Browser.texts(view.get("course").get("bars"), "id");
    List<String> calls = new ArrayList<>();
    gather(id, view.get("tree"), calls);
    assertThat(calls).contains(id).hasSizeGreaterThan(3).doesNotHaveDuplicates();
    assertThat(bars).containsExactlyInAnyOrderElementsOf(calls);
  }

  private void gather(String execution, JsonNode level, List<String> calls) {
    for (JsonNode branch : level.get("branches")) {
      calls.add(branch.get("id").asString());
      if (branch.get("opens").asBoolean()) {
        String under = branch.get("recorded").asBoolean() ? "call" : "under";
        gather(
            execution,
            browser.json(
                "executions/" + execution + "/tree?" + under + '=' + branch.get("id").asString()),
            calls);
      }
    }
  }

  @Test
  void anIdThatIsNoneIsToldWithAWayOn() {
    heddle.run(lazy(ExecutionPagesTest::label, "x"));
    String invocation =
        Ids.text(
            memory.invocations(memory.executions(Long.MAX_VALUE, 1).get(0).id(), 0, 1).get(0).id());

    for (String path :
        List.of("executions/" + Ids.text(4_711_000), "executions/zz", "executions/" + invocation)) {
      HttpResponse<String> page = browser.get(path);
      assertThat(page.statusCode()).as(path).isEqualTo(404);
      assertThat(page.body()).contains("action=\"/find\"");
    }
    assertThat(browser.get("executions/" + invocation).body())
        .contains("is an invocation of execution " + newest());
    assertThat(
            browser
                .get("executions/" + newest() + "/tree?under=" + Ids.text(4_711_000))
                .statusCode())
        .isEqualTo(404);
    assertThat(
            browser
                .get("executions/" + newest() + "/tree?call=" + Ids.text(4_711_000))
                .statusCode())
        .isEqualTo(404);
    assertThat(browser.get("executions/" + newest() + "?skip=-1").statusCode()).isEqualTo(400);
  }
}
