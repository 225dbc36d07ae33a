package dev.heddle.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Looks at pages with this machine's Chromium: one browser for each class, since what talks to it
 * is bound to a thread; a context for each test; and nothing is downloaded. Where there is none,
 * the tests are skipped, unless {@code HEDDLE_TEST_CHROMIUM=true}: then they fail.
 *
 * <p>A test also fails if a page of it had a script's error, a message of the browser's own (a
 * refusal by the Content-Security-Policy is one), a request that failed, or a dialog.
 */
final class Chromium implements BeforeAllCallback, BeforeEachCallback, AfterTestExecutionCallback {
  /**
   * What a class of such tests locks: two browsers at once take longer than one after the other.
   */
  static final String ONE = "chromium";

  private static final Path PROGRAM = Path.of("/usr/bin/chromium");

  /** For what a busy machine may take; a wait ends as soon as there is what it waits for. */
  private static final int PATIENCE_MILLIS = 20_000;

  /** A stream, or a look for what is new, ends with the page that asked for it. */
  private static final String LEFT = "net::ERR_ABORTED";

  private final List<String> problems = new ArrayList<>();
  private final List<Pattern> expected = new ArrayList<>();
  private final List<BrowserContext> contexts = new ArrayList<>();
  private Running running;

  /** The browser and what talks to it. */
  private record Running(Playwright playwright, Browser browser) implements AutoCloseable {
    static Running start() {
      Playwright playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      // Chromium's sandbox refuses to work for root, as which containers often run tests.
      boolean root = "root".equals(System.getProperty("user.name"));
      Browser browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(PROGRAM)
                      .setHeadless(true)
                      .setArgs(root ? List.of("--no-sandbox") : List.of()));
      PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
      return new Running(playwright, browser);
    }

    @Override
    public void close() {
      browser.close();
      playwright.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    String wanted = System.getenv("HEDDLE_TEST_CHROMIUM");
    boolean unwanted = "false".equals(wanted);
    if (unwanted || (!"true".equals(wanted) && !Files.isExecutable(PROGRAM))) {
      String reason =
          unwanted
              ? "HEDDLE_TEST_CHROMIUM is false"
              : PROGRAM + " is not on this machine; Debian's package chromium has it";
      System.out.println(context.getDisplayName() + " is skipped: " + reason); // Surefire does not
      Assumptions.abort(reason);
    }
    running =
        context
            .getStore(Namespace.create(Chromium.class))
            .computeIfAbsent(Running.class, type -> Running.start(), Running.class);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    problems.clear();
    expected.clear();
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    // before the monitor goes, which a page would tell of
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    assertThat(problems)
        .as("what the browser complained of")
        .allMatch(
            problem -> expected.stream().anyMatch(pattern -> pattern.matcher(problem).find()));
  }

  /** A complaint like that is what this test is about. */
  void expect(String pattern) {
    expected.add(Pattern.compile(pattern));
  }

  /** A tab of a new context, 1280 pixels wide, by day. */
  Page open() {
    return open(options());
  }

  /** What {@link #open()} has, to be changed. */
  static Browser.NewContextOptions options() {
    return new Browser.NewContextOptions()
        .setViewportSize(1280, 800)
        .setReducedMotion(ReducedMotion.REDUCE) // so nothing is looked at on its way
        .setLocale("en-GB")
        .setTimezoneId("UTC");
  }

  /** A tab of a new context of this kind. */
  Page open(Browser.NewContextOptions options) {
    BrowserContext context = running.browser().newContext(options);
    context.setDefaultTimeout(PATIENCE_MILLIS);
    contexts.add(context);
    Page page = context.newPage();
    page.onConsoleMessage(this::said);
    page.onPageError(error -> problems.add("script: " + error));
    page.onRequestFailed(this::failed);
    page.onResponse(this::answered);
    page.onDialog(
        dialog -> {
          problems.add("dialog: " + dialog.message());
          dialog.dismiss();
        });
    return page;
  }

  private void said(ConsoleMessage message) {
    // A status that is no success is told of by the answer itself, and with its address.
    if (List.of("error", "warning").contains(message.type())
        && !message.text().startsWith("Failed to load resource")) {
      problems.add(message.type() + ": " + message.text());
    }
  }

  private void failed(Request request) {
    if (!LEFT.equals(request.failure())) {
      problems.add("failed: " + request.url() + " " + request.failure());
    }
  }

  private void answered(Response response) {
    if (response.status() >= 400) {
      problems.add("answer: " + response.status() + " " + response.url());
    }
  }
}
