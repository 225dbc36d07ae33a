package dev.heddle.monitor;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.heddle.Lazy.lazy;
import static dev.heddle.Lazy.listOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.heddle.Expr;
import dev.heddle.Heddle;
import dev.heddle.Invocation;
import dev.heddle.SubmitOptions;
import dev.heddle.Task;
import dev.heddle.TaskContext;
import dev.heddle.Worker;
import dev.heddle.WorkerOptions;
import dev.heddle.store.MemoryStore;
import dev.heddle.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Pages that keep up with what happens, without being loaded anew. */
@ResourceLock(Chromium.ONE)
@Timeout(120)
class BrowserLiveTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static volatile CountDownLatch gate = new CountDownLatch(0);

  @TempDir private Path folder;
  private final MemoryStore memory = new MemoryStore();
  private Heddle heddle;
  private Worker worker;
  private HeddleMonitor monitor;
  private final List<HeddleMonitor> others = new ArrayList<>();

  @Task
  static String quick(String text) {
    return "done with " + text;
  }

  @Task
  static String held(String text, TaskContext context) throws InterruptedException {
    context.log().info("holding {}", text);
    context.progress(1, 4);
    gate.await();
    return "let go of " + text;
  }

  @Task
  static String joined(List<String> parts) {
    return String.join("+", parts);
  }

  @Task
  static Expr<String> all(List<String> parts) {
    return lazy(
        BrowserLiveTest::joined,
        listOf(
            lazy(BrowserLiveTest::quick, parts.get(0)),
            lazy(BrowserLiveTest::held, parts.get(1), TaskContext.injected())));
  }

  @BeforeEach
  void start() {
    gate = new CountDownLatch(1);
    heddle = Heddle.builder().store(memory).root(folder).slots(4).open();
    worker = heddle.worker(WorkerOptions.DEFAULT.withDrainTimeout(Duration.ofSeconds(2)));
    monitor =
        HeddleMonitor.start(memory.peer(), MonitorOptions.DEFAULT.withPort(0).withActions(true));
  }

  @AfterEach
  void stop() {
    gate.countDown();
    others.forEach(HeddleMonitor::close);
    monitor.close();
    worker.close();
    heddle.close();
  }

  /** A further one, which goes after the pages that look at it: they would tell of that. */
  private HeddleMonitor monitorOf(Store store) {
    HeddleMonitor further = HeddleMonitor.start(store, MonitorOptions.DEFAULT.withPort(0));
    others.add(further);
    return further;
  }

  /** A page with a mark that is gone if it is ever loaded anew. */
  private Page marked(String path) {
    Page page = CHROMIUM.open();
    page.navigate(monitor.url() + path);
    page.evaluate("window.theSame = true");
    assertThat(page.locator("#pulse[data-state=live]")).isVisible();
    return page;
  }

  private static void assertTheSame(Page page) {
    assertThat(page.evaluate("window.theSame")).isEqualTo(true);
  }

  private Invocation<String> hold(String text) {
    return heddle.submit(BrowserLiveTest::held, text, TaskContext.injected());
  }

  @Test
  void theOverviewShowsWhatRunsAndThatItEnded() {
    Page page = marked("");
    assertThat(page.getByText("Nothing is live.")).isVisible();

    Invocation<String> invocation = hold("a");
    assertThat(page.locator(".tile", running(page))).containsText("1");
    assertThat(page.getByText("1 of 4 slots busy")).isVisible();
    gate.countDown();
    invocation.result();

    assertThat(page.getByText("Nothing is live.")).isVisible();
    assertThat(page.locator(".stat-value").first()).hasText("1");
    assertTheSame(page);
  }

  private static Page.LocatorOptions running(Page page) {
    return new Page.LocatorOptions().setHas(page.locator(".chip-running"));
  }

  @Test
  void theListGetsNewRowsOfItsFilterOnly() {
    Page page = marked("invocations?task=quick");
    assertThat(page.getByText("No invocation is like that")).isVisible();

    hold("a");
    Invocation<String> quick = heddle.submit(BrowserLiveTest::quick, "b");

    assertThat(page.locator("#found th a")).hasText(new String[] {quick.id()});
    assertThat(page.locator("#found .chip-succeeded")).isVisible();
    assertTheSame(page);
  }

  @Test
  void aListOfWhichRowsAreSelectedStandsStillUntilTheyAreNot() {
    Invocation<String> first = hold("a");
    Page page = marked("invocations");
    page.getByLabel("Select " + first.id()).check();
    assertThat(page.locator("#selected")).containsText("stands still");
    page.evaluate(
        "window.told = 0; document.body.addEventListener('heddle:change', () => window.told++)");
    List<String> looks = new ArrayList<>();
    page.onRequest(request -> looks.add(request.url()));

    heddle.submit(BrowserLiveTest::quick, "b").result();

    page.waitForFunction("() => window.told > 0");
    assertThat(page.evaluate("fetch('/api').then(answer => answer.status)")).isEqualTo(200);
    assertThat(looks).containsExactly(monitor.url() + "api");
    assertThat(page.locator("#found th a")).hasCount(1);

    page.getByLabel("Select " + first.id()).uncheck();
    assertThat(page.locator("#found th a")).hasCount(2);
    assertTheSame(page);
  }

  @Test
  void anInvocationShowsItsProgressItsLogAndItsResultAsTheyCome() {
    Invocation<String> invocation =
        heddle
            .with(SubmitOptions.NONE.withQueue("later"))
            .submit(BrowserLiveTest::held, "a", TaskContext.injected());
    Page page = marked("invocations/" + invocation.id());

    assertThat(page.getByText("1 of 4 (25 %)")).isVisible();
    assertThat(page.getByText("holding a")).isVisible();
    page.locator("section[aria-labelledby=arguments-title] pre").focus();
    gate.countDown();

    assertThat(page.getByText("\"let go of a\"")).isVisible();
    assertThat(page.locator("dd .chip-succeeded").first()).isVisible();
    assertTheSame(page);
  }

  @Test
  void anExecutionGrowsAndWhatWasOpenedStaysOpen() throws Exception {
    CompletableFuture<String> result =
        CompletableFuture.supplyAsync(
            () -> heddle.run(lazy(BrowserLiveTest::all, List.of("a", "b"))));

    Page page = marked("executions");
    page.locator("tbody th a").click();
    page.evaluate("window.theSame = true");
    Locator branches = page.locator(".tree .tree .branch");
    page.locator(".tree summary").first().click();
    assertThat(branches).hasCount(2);

    gate.countDown();

    assertThat(branches).hasCount(3);
    assertThat(page.locator("dd .chip-succeeded").first()).isVisible();
    assertThat(page.locator("section[aria-labelledby=result-title] pre"))
        .hasText("\"done with a+let go of b\"");
    assertTheSame(page);
    assertThat(result.join()).isEqualTo("done with a+let go of b");
  }

  @Test
  void theTimelineGrowsAndKeepsItsZoomAndTheFocus() {
    hold("a");
    Page page = marked("timeline");
    Locator stints = page.locator("svg.timeline [data-i]");
    assertThat(stints).hasCount(1);
    String whole = page.locator("svg.timeline").getAttribute("data-to");
    stints.first().focus();
    page.keyboard().press("+");
    page.keyboard().press("+");
    page.keyboard().press("ArrowLeft");
    page.waitForFunction(
        "() => Number(document.querySelector('svg.timeline').dataset.shownTo) <"
            + " Number(document.querySelector('svg.timeline').dataset.to) - 1000");
    String shown = page.locator("svg.timeline").getAttribute("data-shown-from");

    heddle.submit(BrowserLiveTest::quick, "b").result();

    assertThat(stints).hasCount(2);
    assertThat(page.locator("svg.timeline")).not().hasAttribute("data-to", whole);
    assertThat(page.locator("svg.timeline")).hasAttribute("data-shown-from", shown);
    assertThat(stints.first()).isFocused();
    assertTheSame(page);
  }

  @Test
  void aTimelineOnAPhoneBeginsAtItsEndAndStaysWhereItIsMovedTo() {
    hold("a");
    Page page = CHROMIUM.open(Chromium.options().setViewportSize(360, 740));
    page.navigate(monitor.url() + "timeline");
    Locator stints = page.locator("svg.timeline [data-i]");
    assertThat(stints).hasCount(1);
    String aside = "document.querySelector('.chart-box').scrollLeft";
    assertThat((int) page.evaluate(aside)).isGreaterThan(500);
    page.evaluate(aside + " = 300");

    heddle.submit(BrowserLiveTest::quick, "b").result();

    assertThat(stints).hasCount(2);
    assertThat((int) page.evaluate(aside)).isEqualTo(300);
  }

  @Test
  void logLinesComeByThemselves() {
    Page page = marked("logs");
    assertThat(page.getByText("Nothing was logged")).isVisible();

    hold("a");

    assertThat(page.locator(".log-text")).hasText(new String[] {"holding a"});
    assertTheSame(page);
  }

  @Test
  void aStoreThatGoesAwayIsToldUntilItIsBack() {
    ToldStore told = ToldStore.hostile();
    HeddleMonitor other = monitorOf(told.store());
    Page page = CHROMIUM.open();
    page.navigate(other.url() + "tasks");
    page.evaluate("window.theSame = true");
    assertThat(page.locator("#pulse[data-state=live]")).isVisible();
    assertThat(page.locator("#lost")).isHidden();

    CHROMIUM.expect("answer: 503 .*/tasks|Response Status Error Code 503 from /tasks");
    told.away = true;
    new Browser(other.url()).get("tasks"); // somebody asks, and so it is noticed
    assertThat(page.locator("#lost")).containsText("The store does not answer.");
    assertThat(page.locator("#lost")).containsText("what was known at");
    assertThat(page.locator("#pulse[data-state=lost]")).isVisible();
    assertThat(page.locator("tbody tr").first()).isVisible();

    told.away = false;
    assertThat(page.locator("#lost")).isHidden();
    assertThat(page.locator("#pulse[data-state=live]")).isVisible();
    assertTheSame(page);
  }

  @Test
  void aPageThatCouldNotBeShownComesByItselfWhenTheStoreIsBack() {
    ToldStore told = ToldStore.hostile();
    HeddleMonitor other = monitorOf(told.store());
    told.away = true;
    CHROMIUM.expect("answer: 503 .*/workers");
    Page page = CHROMIUM.open();
    page.navigate(other.url() + "workers");
    assertThat(page.locator(".refused-status")).hasText("503");

    told.away = false;

    assertThat(page.locator("h1")).hasText("Workers");
  }

  @Test
  void aMonitorThatIsGoneIsTold() {
    Page page = marked("tasks");
    CHROMIUM.expect("failed: .*/(live|tasks)|htmx:sendError|ERR_");

    monitor.close();

    assertThat(page.locator("#lost")).containsText("The monitor does not answer.");
    assertTheSame(page);
  }
}
