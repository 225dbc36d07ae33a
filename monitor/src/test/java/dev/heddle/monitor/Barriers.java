package dev.heddle.monitor;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;

/** What keeps somebody from reading or using a page. */
final class Barriers {
  private Barriers() {}

  /** What axe finds serious or critical, by day and by night. */
  static List<String> of(Page page) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    List<String> barriers = new ArrayList<>(found(new AxeBuilder(page)));
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    // Of all that axe looks at, a theme changes the contrasts.
    found(new AxeBuilder(page).withRules(List.of("color-contrast")))
        .forEach(barrier -> barriers.add("by night " + barrier));
    return barriers;
  }

  private static List<String> found(AxeBuilder axe) {
    return axe.setLegacyMode(true).analyze().getViolations().stream()
        .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
        .map(rule -> rule.getId() + ": " + rule.getNodes())
        .toList();
  }

  /** What makes a page scroll sideways, or can't be seen whole although nothing scrolls. */
  static List<?> cutOff(Page page) {
    return (List<?>)
        page.evaluate(
            """
            () => {
              const root = document.documentElement;
              const scrolls = e => ['auto', 'scroll'].includes(getComputedStyle(e).overflowX);
              const within = e => e && e !== root && (scrolls(e) || within(e.parentElement));
              const wide = [...document.querySelectorAll('body *:not(.sr)')]
                .filter(e => e.getBoundingClientRect().right > root.clientWidth + 0.5)
                .filter(e => !within(e.parentElement) && !e.closest('thead'))
                .map(e => e.outerHTML.slice(0, 120));
              return root.scrollWidth > root.clientWidth ? ['the page', ...wide] : wide;
            }
            """);
  }
}
