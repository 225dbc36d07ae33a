package dev.heddle.monitor;

import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Heddle;
import dev.heddle.Task;
import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Store;
import dev.heddle.store.Stores;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Rows of which something was cut off: each is shown as that, and the others are as they were. */
@Timeout(60)
class DamagedRowsTest {

  @TempDir Path root;
  private Store store;
  private HeddleMonitor monitor;
  private Browser browser;
  private long execution;
  private List<Long> ids = List.of();

  @Task
  static String label(String text) {
    return "label of " + text;
  }

  @BeforeEach
  void start() {
    String url = "sqlite:" + root.resolve("heddle.db");
    try (Heddle heddle = Heddle.builder().store(url).root(root).open()) {
      heddle.run(each(DamagedRowsTest::label, List.of("a", "b", "c", "d", "e")));
      heddle.run(lazy(DamagedRowsTest::label, "a"));
    }
    store = Stores.open(url, root);
    execution = store.executions(Long.MAX_VALUE, 9).get(1).id();
    ids = store.invocations(execution, 0, 9).stream().map(InvocationRecord::id).toList();
    monitor = HeddleMonitor.start(store, MonitorOptions.DEFAULT.withPort(0));
    browser = new Browser(monitor.url());
  }

  @AfterEach
  void stop() {
    monitor.close();
    store.close();
  }

  private void damage(String update) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + root.resolve("heddle.db"));
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(update)).isPositive();
    }
  }

  private static List<String> unreadable(JsonNode list) {
    List<String> ids = new ArrayList<>();
    for (JsonNode one : list) {
      if (!one.get("problem").asString().isEmpty()) {
        ids.add(one.get("id").asString());
      }
    }
    return ids;
  }

  @Test
  void anInvocationInATree() throws SQLException {
    damage("UPDATE invocation SET hits = x'85' WHERE id = " + ids.get(2));

    JsonNode branches =
        browser.json("executions/" + Ids.text(execution)).get("tree").get("branches");

    assertThat(branches.size()).isEqualTo(5);
    assertThat(unreadable(branches)).containsExactly(Ids.text(ids.get(2)));
    assertThat(browser.get("executions/" + Ids.text(execution)).body())
        .contains("unreadable", "label(\"e\")", Ids.text(ids.get(2)));
  }

  @Test
  void neighboursAreToldEach() throws SQLException {
    damage(
        "UPDATE invocation SET hits = x'85' WHERE id IN ("
            + ids.get(1)
            + ", "
            + ids.get(2)
            + ", "
            + ids.get(4)
            + ")");

    JsonNode branches =
        browser.json("executions/" + Ids.text(execution)).get("tree").get("branches");

    assertThat(branches.size()).isEqualTo(5);
    assertThat(unreadable(branches))
        .containsExactlyInAnyOrder(
            Ids.text(ids.get(1)), Ids.text(ids.get(2)), Ids.text(ids.get(4)));
  }

  @Test
  void anExecutionInTheListAndOnItsPage() throws SQLException {
    damage("UPDATE execution SET error = x'85', hits = x'85' WHERE id = " + execution);

    JsonNode list = browser.json("executions").get("executions");
    HttpResponse<String> page = browser.get("executions/" + Ids.text(execution));

    assertThat(list.size()).isEqualTo(2);
    assertThat(unreadable(list)).containsExactly(Ids.text(execution));
    assertThat(browser.get("executions").body()).contains("unreadable");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("unreadable", "label(\"e\")");
  }

  @Test
  void aCall() throws SQLException {
    ExecutionRecord second = store.executions(Long.MAX_VALUE, 1).get(0);
    long taken = second.hits().nodes()[0];
    damage("UPDATE call_node SET children = x'85', files = x'85' WHERE id = " + taken);

    HttpResponse<String> page = browser.get("calls/" + Ids.text(taken));
    JsonNode cached = browser.json("executions/" + Ids.text(second.id()));

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("can't be read");
    assertThat(unreadable(cached.get("tree").get("branches"))).containsExactly(Ids.text(taken));
    long other = ids.stream().filter(id -> id != taken).findFirst().orElseThrow();
    assertThat(browser.get("calls/" + Ids.text(other)).statusCode()).isEqualTo(200);
  }
}
