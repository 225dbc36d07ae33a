package dev.heddle.monitor;

import static dev.heddle.Lazy.lazy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Heddle;
import dev.heddle.Sensitive;
import dev.heddle.Task;
import dev.heddle.Worker;
import dev.heddle.WorkerOptions;
import dev.heddle.store.Ids;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is marked as sensitive leaves the server on no page, in no JSON, and by no search. */
@Timeout(60)
class SensitivePagesTest {
  private static final String SECRET = "correct-horse";

  @TempDir private Path folder;

  @Task
  @Sensitive
  static String sealed(@Sensitive String password, String user) {
    return password + " of " + user;
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory:", "sqlite:"})
  void theyAreMaskedEverywhere(String kind) throws Exception {
    String store = kind.equals("memory:") ? kind : kind + folder.resolve("h.db");
    try (Heddle heddle = Heddle.builder().root(folder).store(store).open();
        Worker worker = heddle.worker(WorkerOptions.DEFAULT);
        HeddleMonitor monitor =
            HeddleMonitor.start(heddle.store(), MonitorOptions.DEFAULT.withPort(0))) {
      String id = heddle.submit(SensitivePagesTest::sealed, SECRET, "ada").id();
      assertThat(heddle.submit(SensitivePagesTest::sealed, SECRET, "ada").result())
          .contains(SECRET);
      assertThat(heddle.run(lazy(SensitivePagesTest::sealed, SECRET, "bob"))).contains(SECRET);
      assertThat(worker.id()).isNotEmpty();
      String execution = Ids.text(heddle.store().executions(Long.MAX_VALUE, 1).get(0).id());
      Browser browser = new Browser(monitor.url());
      for (String path :
          List.of(
              "",
              "invocations",
              "invocations/" + id,
              "executions",
              "executions/" + execution,
              "executions/" + execution + "/tree",
              "calls/" + id,
              "tasks",
              "timeline",
              "logs")) {
        assertThat(browser.get(path).body()).as(path).doesNotContain(SECRET);
        assertThat(browser.get("api/v1/" + (path.isEmpty() ? "overview" : path)).body())
            .as("api %s", path)
            .doesNotContain(SECRET);
      }
      assertThat(browser.get("invocations/" + id).body()).contains(Sensitive.MASK, "ada");
      assertThat(browser.get("api/v1/invocations?text=ada").body()).contains(id);
      assertThat(browser.get("api/v1/invocations?text=correct").body()).doesNotContain(id);
    }
  }

  @Test
  void anUnmarkedTaskIsShown() throws Exception {
    try (Heddle heddle = Heddle.builder().root(folder).store("memory:").open();
        HeddleMonitor monitor =
            HeddleMonitor.start(heddle.store(), MonitorOptions.DEFAULT.withPort(0))) {
      String id = heddle.submit(SensitivePagesTest::open, "plain-text").id();
      assertThat(new Browser(monitor.url()).get("invocations/" + id).body()).contains("plain-text");
    }
  }

  @Task
  static String open(String text) {
    return text;
  }
}
