package dev.heddle.monitor;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.heddle.Heddle;
import dev.heddle.Invocation;
import dev.heddle.InvocationState;
import dev.heddle.StateChange;
import dev.heddle.Task;
import dev.heddle.Worker;
import dev.heddle.WorkerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What is done in the pages themselves: cancelling and ordering again, signing in and out. */
@ResourceLock(Chromium.ONE)
@Timeout(120)
class BrowserActionsTest {
  private static final String TOKEN = "a-token-that-is-long-enough";
  private static final MonitorOptions OPTIONS =
      MonitorOptions.DEFAULT.withPort(0).withActions(true);

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static volatile CountDownLatch gate = new CountDownLatch(0);

  @TempDir private Path folder;
  private Heddle heddle;
  private Worker worker;
  private HeddleMonitor monitor;

  @Task
  static String held(String text) throws InterruptedException {
    gate.await();
    return text;
  }

  @Task
  static int broken(int n) {
    throw new IllegalStateException("no good: " + n);
  }

  @BeforeEach
  void start() {
    gate = new CountDownLatch(1);
    heddle = Heddle.builder().root(folder).store("sqlite:" + folder.resolve("h.db")).open();
    worker = heddle.worker(WorkerOptions.DEFAULT.withDrainTimeout(Duration.ofSeconds(2)));
  }

  @AfterEach
  void stop() {
    gate.countDown();
    if (monitor != null) {
      monitor.close();
    }
    worker.close();
    heddle.close();
  }

  private Page look(MonitorOptions options, String path) {
    monitor = HeddleMonitor.start(heddle.store(), options);
    Page page = CHROMIUM.open();
    page.navigate(monitor.url() + path);
    return page;
  }

  private Invocation<String> running(String text) {
    Invocation<String> invocation = heddle.submit(BrowserActionsTest::held, text);
    await().until(() -> invocation.state() == InvocationState.RUNNING);
    return invocation;
  }

  private Invocation<Integer> failed(int n) {
    Invocation<Integer> invocation = heddle.submit(BrowserActionsTest::broken, n);
    assertThatThrownBy(invocation::result).hasMessageContaining("no good");
    return invocation;
  }

  private static List<String> ids(List<? extends Invocation<?>> invocations) {
    List<String> ids = new ArrayList<>();
    invocations.forEach(one -> ids.add(0, one.id()));
    return ids;
  }

  private static Locator rows(Page page) {
    return page.locator("#found th a");
  }

  @Test
  void thoseThatAFilterFoundAreCancelledAtOnce() {
    List<Invocation<String>> held = List.of(running("a"), running("b"), running("c"));
    failed(1);
    Page page = look(OPTIONS, "invocations");
    assertThat(rows(page)).hasCount(4);
    page.locator("input[name=state][value=running]").check();
    page.locator("form.filters > button").click();
    assertThat(rows(page)).hasText(ids(held).toArray(String[]::new));

    page.getByLabel("Select all shown").check();
    page.getByLabel("Select " + held.get(0).id()).uncheck();
    assertThat(page.locator("#selected")).containsText("2 selected");
    assertThat(Barriers.of(page)).isEmpty();
    page.getByText("Cancel selected").click();

    assertThat(page.locator("h1")).hasText("Cancelled: 2 of 2 invocations");
    assertThat(Barriers.of(page)).isEmpty();
    assertThat(page.locator("[data-what=cancelled] a.id"))
        .hasText(ids(held.subList(1, 3)).toArray(String[]::new));
    assertThat(held.get(1).state()).isEqualTo(InvocationState.CANCELLED);
    assertThat(held.get(0).state()).isEqualTo(InvocationState.RUNNING);
    page.getByText("← Back").click();
    assertThat(page).hasURL(Pattern.compile("state=running"));
    assertThat(rows(page)).hasText(new String[] {held.get(0).id()});
  }

  @Test
  void failuresAreOrderedAgainAtOnce() {
    List<Invocation<Integer>> failed = List.of(failed(1), failed(2));
    Page page = look(OPTIONS, "invocations?state=failed");
    assertThat(page.getByText("Retry selected")).isDisabled();

    page.getByLabel("Select all shown").check();
    page.getByText("Retry selected").click();

    assertThat(page.locator("h1")).hasText("Ordered again: 2 of 2 invocations");
    Locator lines = page.locator("[data-what=ordered_again]");
    assertThat(lines.locator("a.id").first()).hasText(failed.get(1).id());
    lines.first().locator("a.id").last().click();
    assertThat(page.locator("dd a[href$='" + failed.get(1).id() + "']")).isVisible();
    assertThat(page.locator("main")).containsText("It was ordered again");
  }

  @Test
  void oneIsCancelledOnItsOwnPage() {
    Invocation<String> held = running("a");
    Page page = look(OPTIONS, "invocations/" + held.id());

    page.getByText("Cancel it").click();

    assertThat(page.locator("h1")).hasText("Cancelled: 1 of 1 invocation");
    List<StateChange> history = held.history();
    assertThat(history.get(history.size() - 1).why())
        .isEqualTo("cancelled in the monitor by somebody from 127.0.0.1");
    page.getByText("← Back").click();
    assertThat(page.locator("dd .chip-cancelled").first()).isVisible();
    assertThat(page.getByText("Cancel it")).hasCount(0);
    assertThat(page.getByText("Order it again")).isVisible();
  }

  @Test
  void oneIsOrderedAgainByTheKeyboardAlone() {
    Invocation<Integer> failed = failed(3);
    Page page = look(OPTIONS, "invocations/" + failed.id());

    page.getByText("Order it again").focus();
    page.keyboard().press("Enter");

    assertThat(page.locator("h1")).hasText("Ordered again: 1 of 1 invocation");
    assertThat(page.locator("[data-what=ordered_again]")).containsText("was failed");
  }

  @Test
  void nothingCanBePressedThatIsNotAllowed() {
    Invocation<Integer> failed = failed(1);
    Page page = look(OPTIONS.withActions(false), "invocations");

    assertThat(rows(page)).hasCount(1);
    assertThat(page.locator("main input[type=checkbox][name=id]")).hasCount(0);
    assertThat(page.getByText("Retry selected")).hasCount(0);
    assertThat(page.getByText("read-only")).isVisible();
    rows(page).first().click();
    assertThat(page.locator("h1")).containsText(failed.id());
    assertThat(page.getByText("Order it again")).hasCount(0);
  }

  @Test
  void whoSignsInByNameSeesWhatWasAskedForAndIsOnRecord() {
    Invocation<String> held = running("a");
    CHROMIUM.expect("answer: 401 .*/login$");
    Page page =
        look(
            OPTIONS.withToken(TOKEN).withUser("anna", "correct horse"),
            "invocations?state=running");
    assertThat(page).hasTitle("Sign in · Heddle");
    assertThat(page.getByLabel("Name")).isFocused();

    page.keyboard().type("anna");
    page.keyboard().press("Tab");
    page.keyboard().type("wrong");
    page.keyboard().press("Enter");
    assertThat(page.locator("[role=alert]")).containsText("That lets nobody in");
    page.getByLabel("Name").fill("anna");
    page.getByLabel("Password").fill("correct horse");
    page.keyboard().press("Enter");

    assertThat(page).hasURL(Pattern.compile("/invocations\\?state=running$"));
    page.getByLabel("Select " + held.id()).check();
    page.getByText("Cancel selected").click();
    assertThat(page.locator("h1")).hasText("Cancelled: 1 of 1 invocation");
    List<StateChange> history = held.history();
    assertThat(history.get(history.size() - 1).why()).contains("by anna from");
    page.getByText("Sign out anna").click();
    assertThat(page).hasTitle("Sign in · Heddle");
    page.navigate(monitor.url() + "tasks");
    assertThat(page).hasTitle("Sign in · Heddle");
  }

  @Test
  void aTokenLetsInAsWell() {
    Page page = look(OPTIONS.withToken(TOKEN), "");

    assertThat(Barriers.of(page)).isEmpty();
    page.setViewportSize(360, 740);
    assertThat(Barriers.cutOff(page)).isEmpty();
    page.getByLabel("Token").fill(TOKEN);
    page.getByText("Sign in with the token").click();

    assertThat(page.locator("h1")).hasText("Overview");
    assertThat(page.locator("#pulse[data-state=live]")).isVisible();
  }
}
