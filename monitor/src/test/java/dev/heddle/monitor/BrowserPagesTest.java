package dev.heddle.monitor;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Every page in a real browser, over a store in which something really happened. */
@ResourceLock(Chromium.ONE)
@Timeout(120)
class BrowserPagesTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final String MISSING = "answer: 404 .*/invocations/0000abcdef$";

  /** By day. */
  private static final String FAILED = "rgb(196, 61, 61)";

  @TempDir private static Path folder;
  private static Story story;
  private static HeddleMonitor monitor;

  @BeforeAll
  static void start() throws Exception {
    story = new Story(folder);
    monitor = HeddleMonitor.start(story.heddle().store(), MonitorOptions.DEFAULT.withPort(0));
  }

  @AfterAll
  static void stop() {
    if (monitor != null) {
      monitor.close();
      story.close();
    }
  }

  /** The pages by name. */
  private static Map<String, String> paths() {
    Map<String, String> paths = new LinkedHashMap<>();
    paths.put("overview", "");
    paths.put("executions", "executions");
    paths.put("a fresh execution", "executions/" + story.freshExecution);
    paths.put("a cached execution", "executions/" + story.cachedExecution);
    paths.put("a failed execution", "executions/" + story.failedExecution);
    paths.put("invocations", "invocations");
    paths.put("no invocation", "invocations?task=nothing-like-that");
    paths.put("a recovered invocation", "invocations/" + story.recovered);
    paths.put("a failed invocation", "invocations/" + story.failedOrder);
    paths.put("timeline", "timeline");
    paths.put("tasks", "tasks");
    paths.put("a task", "task?name=" + encoded("weather/Forecast.fetch"));
    paths.put("workers", "workers");
    paths.put("a living worker", "workers/" + story.livingWorker);
    paths.put("a dead worker", "workers/" + story.deadWorker);
    paths.put("values", "values");
    paths.put("a value", "values/" + story.value);
    paths.put("a call", "calls/" + story.call);
    paths.put("logs", "logs");
    paths.put("found", "find?q=weather");
    paths.put("API", "api");
    paths.put("nothing", "invocations/0000abcdef");
    return paths;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Page look(String path) {
    Page page = CHROMIUM.open();
    page.navigate(monitor.url() + path);
    return page;
  }

  private static Locator text(Page page, String text) {
    return page.locator("main").getByText(text).first();
  }

  private static void assertVisible(Page page, String... texts) {
    for (String text : texts) {
      assertThat(text(page, text)).isVisible();
    }
  }

  @Test
  void everyPageCanBeReadByEverybodyInBothThemes() {
    CHROMIUM.expect(MISSING);
    Page page = CHROMIUM.open();
    Map<String, List<String>> barriers = new TreeMap<>();

    paths()
        .forEach(
            (name, path) -> {
              page.navigate(monitor.url() + path);
              barriers.put(name, Barriers.of(page));
            });

    barriers.values().removeIf(List::isEmpty);
    assertThat(barriers).isEmpty();
  }

  @Test
  void everyPageFitsAPhone() {
    CHROMIUM.expect(MISSING);
    Page page = CHROMIUM.open(Chromium.options().setViewportSize(360, 740));
    Map<String, List<?>> cutOff = new TreeMap<>();

    paths()
        .forEach(
            (name, path) -> {
              page.navigate(monitor.url() + path);
              cutOff.put(name, Barriers.cutOff(page));
            });
    page.locator("#menu-button").click();
    assertThat(page.locator("#nav")).isVisible();
    cutOff.put("menu", Barriers.cutOff(page));

    cutOff.values().removeIf(List::isEmpty);
    assertThat(cutOff).isEmpty();
  }

  @Test
  void theOverviewShowsWorkersAndFailures() {
    Page page = look("");

    assertVisible(page, "Latest failures", "refused: gale warning", "2 times");
    assertThat(page.locator("main a[href='/workers/" + story.livingWorker + "']")).isVisible();
    assertThat(page.locator("svg.bars .marks rect").first()).isVisible();
    // What failed is seen by its filling too.
    assertThat(page.locator("svg.bars pattern.k-failed .t-ground")).hasCSS("fill", FAILED);
    assertThat(page.locator(".stat").first()).containsText("Ended");
  }

  @Test
  void executionsLeadToOneWithItsCourseAndItsTree() {
    Page page = look("executions");
    assertThat(page.locator("tbody tr")).hasCount(5);

    page.locator("tbody a.id[href$='" + story.freshExecution + "']").click();

    assertThat(page.locator("h1")).hasText("Execution " + story.freshExecution);
    assertVisible(page, "What ran when", "readings of Bergen; readings of Oslo");
    assertThat(page.locator("section[aria-labelledby=course-title] .row")).hasCount(5);
    page.locator(".tree summary").first().click();
    assertThat(page.locator(".tree .tree .branch")).hasCount(4);
    assertThat(page.locator(".tree .tree")).containsText("fetch(\"Bergen\")");
  }

  @Test
  void anExecutionFromTheRecordSaysSo() {
    Page page = look("executions/" + story.cachedExecution);

    assertThat(page.locator(".tile", has(page, ".chip-cached"))).containsText("5");
    assertThat(page.locator(".tile", has(page, ".chip-succeeded"))).containsText("0");
    assertVisible(page, "Saved by the cache");
  }

  private static Page.LocatorOptions has(Page page, String inside) {
    return new Page.LocatorOptions().setHas(page.locator(inside));
  }

  @Test
  void anExecutionThatFailedShowsWhy() {
    Page page = look("executions/" + story.failedExecution);

    assertVisible(page, "refused: gale warning", "no such bucket");
    assertThat(page.locator("dd .chip-failed").first()).isVisible();
  }

  @Test
  void anInvocationSaysWhyItWasCachedOrRan() {
    Page page = look("invocations/" + story.cachedCall);
    assertVisible(page, "Why it was cached", "a result of its key was on record");

    page.navigate(monitor.url() + "invocations/" + story.failedOrder);
    assertVisible(page, "Why it ran", "It ran since it was ordered", "no such bucket");
  }

  @Test
  void theStoryOfARecoveryIsOnThePageOfTheInvocation() {
    Page page = look("invocations/" + story.recovered);

    assertVisible(page, "1 of 3 allowed", "\"model north\"");
    assertThat(page.locator("td a[href='/workers/" + story.deadWorker + "']").first()).isVisible();
    assertThat(page.locator("td a[href='/workers/" + story.livingWorker + "']").first())
        .isVisible();
    assertThat(page.locator(".log-line")).hasCount(2);

    page.locator("td a[href='/workers/" + story.deadWorker + "']").first().click();
    assertThat(page.locator("h1")).hasText("Worker " + story.deadWorker);
    assertVisible(page, "dead", "on loom-2", "Taken from it", story.recovered);
  }

  @Test
  void theTimelineShowsTheDeathAndTheTakeOver() {
    Page page = look("timeline");

    assertThat(page.locator("svg.timeline .death")).hasCount(1);
    assertThat(page.locator("svg.timeline .takeover")).hasCount(1);
    assertThat(page.locator("svg.timeline")).containsText("loom-2");
    assertVisible(page, "worker " + story.deadWorker + " on loom-2 died; 1 invocation was taken");
    assertVisible(page, story.livingWorker + " had it");
  }

  @Test
  void theTimelineTellsOfWhatThePointerIsOn() {
    Page page = look("timeline?from=" + story.began + "&to=" + story.ended);

    page.locator("svg.timeline [data-i] .k-lost").hover();

    assertThat(page.locator(".chart-tip")).containsText("Forecast.train " + story.recovered);
    assertThat(page.locator(".chart-tip")).containsText("lost for ");
  }

  @Test
  void theTimelineIsZoomedAndPannedByMouse() {
    Page page = look("timeline?from=" + story.began + "&to=" + story.ended);
    Locator picture = page.locator("svg.timeline");
    Span whole = Span.of(picture);

    picture.scrollIntoViewIfNeeded();
    picture.hover();
    page.mouse().wheel(0, -400);
    page.waitForCondition(() -> Span.of(picture).length() < whole.length());
    Span near = Span.of(picture);
    double middle = picture.boundingBox().x + picture.boundingBox().width / 2;
    double height = picture.boundingBox().y + picture.boundingBox().height - 12;
    page.mouse().move(middle, height);
    page.mouse().down();
    page.mouse().move(middle + 150, height);
    page.mouse().up();
    page.waitForCondition(() -> Span.of(picture).from() < near.from());
    assertThat(Span.of(picture).length()).isCloseTo(near.length(), within(2));

    page.locator(".chart-tools [data-tool=all]").click();
    page.waitForCondition(() -> Span.of(picture).equals(whole));
  }

  private static org.assertj.core.data.Offset<Long> within(long millis) {
    return org.assertj.core.data.Offset.offset(millis);
  }

  /** What a timeline shows, in milliseconds of the epoch. */
  private record Span(long from, long to) {
    static Span of(Locator picture) {
      return new Span(read(picture, "data-shown-from"), read(picture, "data-shown-to"));
    }

    private static long read(Locator picture, String name) {
      String text = picture.getAttribute(name);
      return Long.parseLong(text == null ? picture.getAttribute(name.replace("shown-", "")) : text);
    }

    long length() {
      return to - from;
    }
  }

  @Test
  void theTimelineIsZoomedPannedAndSelectedByKeys() {
    Page page = look("timeline?from=" + story.began + "&to=" + story.ended);
    Locator picture = page.locator("svg.timeline");
    Span whole = Span.of(picture);

    page.locator("svg.timeline [data-i][tabindex='0']").focus();
    page.keyboard().press("+");
    page.waitForCondition(() -> Span.of(picture).length() < whole.length() * 3 / 5);
    Span near = Span.of(picture);
    page.keyboard().press("ArrowLeft");
    page.waitForCondition(() -> Span.of(picture).from() < near.from());
    page.keyboard().press("0");
    page.waitForCondition(() -> Span.of(picture).equals(whole));
    page.keyboard().press("ArrowUp");
    assertThat(page.locator(".chart-tip")).containsText("Forecast.train " + story.recovered);
    page.keyboard().press("Enter");
    assertThat(page.locator("svg.timeline .is-selected").first()).isVisible();
    assertThat(page).hasURL(Pattern.compile("#i\\d+$"));
    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).containsText("Invocation");
  }

  @Test
  void aTaskShowsItsCodeAndItsLatestInvocations() {
    Page page = look("tasks");
    page.locator("main").getByText("Forecast.fetch").click();

    assertThat(page.locator("h1")).hasText("Forecast.fetch");
    assertVisible(page, "Versions of its code", "(String station) → String", "Latest invocations");
    assertThat(page.locator("section[aria-labelledby=latest-title] tbody tr")).hasCount(3);
  }

  @Test
  void aValueShowsWhereItCameFrom() {
    Page page = look("executions/" + story.freshExecution);
    page.locator("main a[href^='/values/" + story.value + "']").first().click();

    assertThat(page.locator("h1")).hasText("Value " + story.value.substring(0, 8));
    assertVisible(page, "readings of Bergen; readings of Oslo", "Made by");
    assertThat(page.locator("section[aria-labelledby=made-title] tbody")).containsText("merge(");
    assertThat(page.locator("svg.graph a").first()).isVisible();
    page.locator("svg.graph a[href^='/calls/']").first().click();
    assertThat(page.locator("h1")).containsText("Call");
  }

  @Test
  void whatIsNotThereLeadsOn() {
    CHROMIUM.expect(MISSING);
    Page page = look("invocations/0000abcdef");

    assertThat(page.locator("h1")).isVisible();
    assertThat(page.locator(".refused-status")).hasText("404");
    page.getByLabel("Find an id or a task").last().fill(story.recovered);
    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).hasText("Invocation " + story.recovered);
  }

  @Test
  void theApiPageLeadsToAnswersThatAreJson() {
    Page page = look("api");

    assertVisible(page, "/api/v1/overview");
    assertThat(page.locator("main a[href$='openapi.json']").first()).isVisible();
    assertThat(page.request().get(monitor.url() + "api/openapi.json").text())
        .contains("\"openapi\"");
  }

  @Test
  void aLogThatIsPastedHasItsIdsLinked() {
    Page page = look("logs");
    assertVisible(page, "training north");

    page.getByText("Paste a log and have its ids linked").click();
    page.locator("textarea")
        .fill("took " + story.recovered + " from " + story.deadWorker + " ffff");
    page.getByText("Link ids").click();

    assertThat(page.locator("pre.code a"))
        .hasText(new String[] {story.recovered, story.deadWorker});
    assertThat(Barriers.of(page)).isEmpty();
    page.locator("pre.code a").first().click();
    assertThat(page.locator("h1")).hasText("Invocation " + story.recovered);
  }

  @Test
  void aSearchLeadsToAnIdOrListsWhatHasTheText() {
    Page page = look("");

    page.keyboard().press("/");
    assertThat(page.locator("#search")).isFocused();
    page.keyboard().type("forecast.fe");
    page.keyboard().press("Enter");
    assertVisible(page, "weather/Forecast.fetch");
    page.locator("#search").fill(story.deadWorker);
    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).hasText("Worker " + story.deadWorker);
  }

  @Test
  void anAddressWithFiltersOpensTheSameViewElsewhere() {
    Page page = look("invocations");
    page.getByLabel("Task has").fill("publish");
    page.locator("input[name=state][value=failed]").check();
    page.getByText("More filters").click();
    page.getByLabel("Error has").fill("storm");
    page.locator("form.filters > button").click();
    assertThat(page.locator("#found th a")).hasText(new String[] {story.failedOrder});

    Page elsewhere = CHROMIUM.open();
    elsewhere.navigate(page.url());

    assertThat(elsewhere.locator("#found th a")).hasText(new String[] {story.failedOrder});
    assertThat(elsewhere.getByLabel("Task has")).hasValue("publish");
    assertThat(elsewhere.locator("input[name=state][value=failed]")).isChecked();
    assertThat(elsewhere.getByLabel("Error has")).isVisible();
    assertThat(elsewhere.getByLabel("Error has")).hasValue("storm");
    elsewhere.getByText("Clear").click();
    assertThat(elsewhere.locator("#found th a").nth(1)).isVisible();
  }
}
