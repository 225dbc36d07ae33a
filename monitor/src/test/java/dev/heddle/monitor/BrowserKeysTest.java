package dev.heddle.monitor;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.heddle.monitor.http.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The keyboard and the themes, and texts that would like to be more than texts. */
@ResourceLock(Chromium.ONE)
@Timeout(120)
class BrowserKeysTest {
  private static final String DAY = "rgb(247, 247, 248)";
  private static final String NIGHT = "rgb(14, 15, 18)";

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private final ToldStore told = ToldStore.hostile();
  private HeddleMonitor monitor;

  @BeforeEach
  void start() {
    monitor = HeddleMonitor.start(told.store(), MonitorOptions.DEFAULT.withPort(0));
  }

  @AfterEach
  void stop() {
    monitor.close();
  }

  private Page look(String path) {
    Page page = CHROMIUM.open();
    page.navigate(monitor.url() + path);
    return page;
  }

  @Test
  void theTabulatorGoesThroughThePageInOrderAndIsSeen() {
    Page page = look("invocations");

    List<String> stops = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      page.keyboard().press("Tab");
      stops.add(
          (String)
              page.evaluate(
                  """
                  () => {
                    const at = document.activeElement, style = getComputedStyle(at);
                    const box = at.getBoundingClientRect();
                    const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
                      && box.width > 0 && box.top >= 0 && box.bottom <= innerHeight;
                    return (seen ? '' : 'unseen ') + (at.id || at.textContent.trim() || at.name);
                  }
                  """));
    }

    assertThat(stops)
        .noneMatch(stop -> stop.startsWith("unseen"))
        .containsSubsequence(
            "Skip to the content", "Heddle", "search", "theme-button", "help-button", "Overview")
        .containsSubsequence("Overview", "Executions", "Logs", "JSON API", "task", "text");
  }

  @Test
  void theFirstStopLeadsPastTheNavigation() {
    Page page = look("tasks");
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    page.keyboard().press("Tab");

    assertThat(
            (Boolean)
                page.evaluate("document.querySelector('main').contains(document.activeElement)"))
        .isTrue();
  }

  @Test
  void everyKeyOfTheHelpDoesWhatItSays() {
    Page page = look("find?q=x"); // so that each key leads to another address

    page.keyboard().press("?");
    assertThat(page.locator("#help")).isVisible();
    assertThat(page.locator("#help dt")).hasCount(13);
    page.keyboard().press("Escape");
    assertThat(page.locator("#help")).isHidden();
    for (Section section : Section.values()) {
      page.keyboard().press("g");
      page.keyboard().press(section.key());
      page.waitForURL(Pattern.compile(Pattern.quote(section.path()) + "$"));
      assertThat(page.locator("[aria-current=page]")).containsText(section.label());
    }
    page.navigate(monitor.url() + "invocations");
    Locator rows = page.locator("#found th a");
    page.keyboard().press("j");
    assertThat(rows.first()).isFocused();
    page.keyboard().press("j");
    assertThat(rows.nth(1)).isFocused();
    page.keyboard().press("k");
    assertThat(rows.first()).isFocused();
  }

  @Test
  void aKeyInAFieldIsAText() {
    Page page = look("invocations");

    page.locator("#task").focus();
    page.keyboard().type("gi?t/");
    assertThat(page.locator("#task")).hasValue("gi?t/");
    assertThat(page.locator("#help")).isHidden();
    page.keyboard().press("Escape");
    assertThat(page.locator("#task")).not().isFocused();
  }

  @Test
  void theThemeIsTheSystemsUntilOneIsChosen() {
    Page page = CHROMIUM.open(Chromium.options().setColorScheme(ColorScheme.DARK));
    page.navigate(monitor.url());
    assertThat(page.locator("body")).hasCSS("background-color", NIGHT);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    assertThat(page.locator("body")).hasCSS("background-color", DAY);

    page.locator("#theme-button").click();
    page.locator("#theme-button").click();

    assertThat(page.locator("#toasts")).hasText("Theme: dark");
    assertThat(page.locator("body")).hasCSS("background-color", NIGHT);
    page.navigate(monitor.url() + "tasks");
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    assertThat(page.locator("body")).hasCSS("background-color", NIGHT);
    page.keyboard().press("t");
    assertThat(page.locator("html")).hasAttribute("data-theme", "auto");
    assertThat(page.locator("body")).hasCSS("background-color", DAY);
  }

  @Test
  void hostileTextsStayTextsOnEveryPage() {
    Page page = CHROMIUM.open();

    for (String path : MonitorTest.pages()) {
      page.navigate(monitor.url() + path);
      assertThat(page.locator("h1, .branches").first()).isVisible();
      assertThat(page.locator("img, main script:not([src]), iframe, object").count())
          .as(path)
          .isZero();
    }
    page.navigate(monitor.url() + "logs");
    assertThat(page.locator(".log-text")).containsText("<script>alert('x')</script>");
    page.navigate(monitor.url() + "timeline");
    page.locator("svg.timeline [data-i] rect").first().hover();
    assertThat(page.locator(".chart-tip")).containsText("<img src=x onerror=alert(1)>");
    assertThat(page).hasTitle(Pattern.compile("Timeline"));
  }
}
