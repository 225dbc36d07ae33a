package dev.heddle.monitor;

import static dev.heddle.Lazy.lazy;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.heddle.Expr;
import dev.heddle.Heddle;
import dev.heddle.store.Ids;
import dev.heddle.store.MemoryStore;
import dev.heddle.store.Store;
import dev.heddle.store.WorkerRecord;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the pictures of the documentation. No test, so it runs only if it is named: {@code mvn -q
 * -Dquick -pl monitor -am test -Dtest=Screenshots -Dsurefire.failIfNoSpecifiedTests=false}
 */
class Screenshots {
  private static final Path FOLDER =
      Path.of(System.getProperty("screenshots", "../docs/images/monitor"));
  private static final List<String> REGIONS = List.of("north", "coast", "fjords", "valley");

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  @TempDir private Path root;
  private final MemoryStore memory = new MemoryStore();
  private final Fleet fleet = new Fleet(memory);
  private String execution = "";

  @Test
  void areTaken() {
    evaluate();
    fleet.happen();
    Store shown =
        (Store)
            Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, this::answer);
    try (HeddleMonitor monitor =
        HeddleMonitor.start(shown, MonitorOptions.DEFAULT.withPort(0).withActions(true))) {
      Page page = tab(1280);
      take(page, monitor.url(), "overview", 1010);
      take(page, monitor.url() + "executions/" + execution + "#totals-title", "execution", 900);
      take(page, monitor.url() + "timeline?span=5m", "timeline", 840);
      take(page, monitor.url() + "invocations?state=failed", "invocations", 720);
      take(page, monitor.url() + "invocations/" + fleet.recovered(), "invocation", 1230);
      take(page, monitor.url() + "tasks", "tasks", 620);
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
      take(page, monitor.url(), "overview-dark", 1010);
      take(tab(360), monitor.url(), "phone", 780);
    }
  }

  private Page tab(int width) {
    Page page = CHROMIUM.open(Chromium.options().setViewportSize(width, 800).setBypassCSP(true));
    page.clock().setFixedTime(fleet.now());
    return page;
  }

  private static void take(Page page, String address, String name, int height) {
    page.setViewportSize(page.viewportSize().width, height);
    page.navigate(address);
    page.locator("#pulse[data-state=live], body[data-live=no]").waitFor();
    // A picture has no room for a scrollbar to stay free.
    page.addStyleTag(
        new Page.AddStyleTagOptions().setContent("html { scrollbar-gutter: auto !important }"));
    page.screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(name + ".png")));
  }

  /** Executions of the hour before, the first of them with nothing on record. */
  private void evaluate() {
    run(62, lazy(Forecast::region, "north"));
    run(58, lazy(Forecast::daily, REGIONS.subList(0, 2)));
    for (int minutes : List.of(53, 50, 47, 44, 41, 37, 33, 29, 26, 22, 18, 15, 11)) {
      run(minutes, lazy(Forecast::daily, REGIONS.subList(0, 2)));
    }
    assertThatThrownBy(() -> run(9, lazy(Forecast::publish, REGIONS.subList(0, 2)))).isNotNull();
    run(4, lazy(Forecast::daily, List.of("north", "fjords")));
    execution = Ids.text(memory.executions(Long.MAX_VALUE, 1).get(0).id());
    run(2, lazy(Forecast::daily, REGIONS.subList(0, 2)));
  }

  private void run(int minutesAgo, Expr<?> expression) {
    Clock then = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-minutesAgo));
    try (Heddle heddle =
        Heddle.builder().store(memory.peer()).root(root).slots(6).clock(then).open()) {
      heddle.run(expression);
    }
  }

  /** What the memory says, with names of hosts, at the moment at which all has happened. */
  private @Nullable Object answer(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object answer;
    try {
      answer = method.invoke(memory, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    return switch (method.getName()) {
      case "url" -> "postgresql://weather@db-1/heddle";
      case "clock" -> Clock.fixed(Instant.ofEpochMilli(fleet.now()), Clock.systemUTC().getZone());
      case "workers" -> named((List<?>) answer);
      default -> answer;
    };
  }

  private List<WorkerRecord> named(List<?> workers) {
    List<WorkerRecord> named = new ArrayList<>();
    for (Object one : workers) {
      WorkerRecord w = (WorkerRecord) one;
      named.add(
          new WorkerRecord(
              w.id(),
              w.state(),
              fleet.processes().getOrDefault(w.id(), w.process()),
              w.slots(),
              w.queues(),
              w.tasks(),
              w.startedAt(),
              w.endedAt(),
              w.beatAt(),
              w.claimed(),
              w.running(),
              w.paused()));
    }
    return named;
  }
}
