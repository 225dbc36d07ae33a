package dev.heddle.monitor;

import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Heddle;
import dev.heddle.Invocation;
import dev.heddle.Task;
import dev.heddle.TaskContext;
import dev.heddle.Worker;
import dev.heddle.WorkerOptions;
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

  @Task
  static String say(TaskContext context, String text) {
    context.log().info("saying {}", text);
    return text;
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

  /** With nothing of the store in memory. */
  private void restart() {
    stop();
    store = Stores.open("sqlite:" + root.resolve("heddle.db"), root);
    monitor = HeddleMonitor.start(store, MonitorOptions.DEFAULT.withPort(0));
    browser = new Browser(monitor.url());
  }

  private static long id(Invocation<?> invocation) {
    return Ids.parse(invocation.id()).orElseThrow();
  }

  /** They begin together, in any order. */
  private long idOf(String argument) {
    return browser
        .json("invocations?text=" + argument)
        .get("invocations")
        .valueStream()
        .filter(one -> one.get("arguments").asString().equals('"' + argument + '"'))
        .map(one -> Ids.parse(one.get("id").asString()).orElseThrow())
        .findFirst()
        .orElseThrow();
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
  void anInvocationInTheListAndOnItsPage() throws SQLException {
    damage("UPDATE invocation SET hits = x'85' WHERE id = " + ids.get(2));

    JsonNode list = browser.json("invocations").get("invocations");

    assertThat(list.size()).isEqualTo(5);
    assertThat(unreadable(list)).containsExactly(Ids.text(ids.get(2)));
    assertThat(list.get(2).get("id").asString())
        .as("where it was")
        .isEqualTo(unreadable(list).get(0));
    assertThat(browser.get("invocations").body()).contains("unreadable", "label");
    HttpResponse<String> page = browser.get("invocations/" + Ids.text(ids.get(2)));
    assertThat(page.statusCode()).isEqualTo(500);
    assertThat(page.body()).contains("row can't be read").doesNotContain("defect");
    for (long other : List.of(ids.get(1), ids.get(3))) {
      assertThat(browser.get("invocations/" + Ids.text(other)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whatCannotBeJudgedInASearchIsShown() throws SQLException {
    long wanted = idOf("e");
    long other = idOf("b");
    damage("UPDATE call_node SET result = substr(result, 1, 5) WHERE id = " + other);

    JsonNode found = browser.json("invocations?text=label+of+e").get("invocations");

    assertThat(Browser.texts(found, "id"))
        .containsExactlyInAnyOrder(Ids.text(wanted), Ids.text(other));
    assertThat(unreadable(found)).containsExactly(Ids.text(other));
  }

  @Test
  void aLengthThatIsTooLargeTakesNoMemory() throws SQLException {
    damage("UPDATE invocation SET hits = x'ffffffff07' WHERE id = " + ids.get(0));

    assertThat(unreadable(browser.json("invocations").get("invocations")))
        .containsExactly(Ids.text(ids.get(0)));
  }

  @Test
  void aTask() throws SQLException {
    damage("UPDATE task SET parameters = x'ff', members = x'ff'");
    restart();

    assertThat(unreadable(browser.json("invocations").get("invocations"))).hasSize(5);
    for (String page : List.of("", "tasks", "invocations", "executions", "timeline", "logs")) {
      assertThat(browser.get(page).statusCode()).as(page).isEqualTo(200);
    }
    assertThat(browser.get("task?name=" + DamagedRowsTest.class.getName() + ".label").body())
        .contains("can't be read");
  }

  @Test
  void whatRefersToATaskThatIsGone() throws SQLException {
    damage("DELETE FROM task");
    restart();
    String of = "executions/" + Ids.text(execution);

    assertThat(unreadable(browser.json("invocations").get("invocations"))).hasSize(5);
    assertThat(unreadable(browser.json(of).get("tree").get("branches"))).hasSize(5);
    String one = "invocations/" + Ids.text(ids.get(0));
    for (String page : List.of("", "tasks", "invocations", "executions", of, "timeline")) {
      assertThat(browser.get(page).statusCode()).as(page).isEqualTo(200);
    }
    assertThat(browser.get(one).statusCode()).as("the store is there").isEqualTo(500);
    assertThat(browser.get(one).body()).contains("row can't be read").doesNotContain("defect");
  }

  @Test
  void whatWasOrderedAndWhoWorksOnIt() throws SQLException {
    long waits;
    long ran;
    long lost;
    try (Heddle heddle =
        Heddle.builder().store("sqlite:" + root.resolve("heddle.db")).root(root).open()) {
      Worker worker = heddle.worker(WorkerOptions.DEFAULT);
      ran = id(heddle.submit(DamagedRowsTest::say, TaskContext.injected(), "a"));
      lost = id(heddle.submit(DamagedRowsTest::say, TaskContext.injected(), "b"));
      heddle.invocation(Ids.text(ran)).result();
      heddle.invocation(Ids.text(lost)).result();
      worker.close();
      waits = id(heddle.submit(DamagedRowsTest::say, TaskContext.injected(), "c"));
    }
    damage("UPDATE invocation SET submission = x'85' WHERE id IN (" + lost + ", " + waits + ")");
    damage("UPDATE worker SET queues = x'05', tasks = x'05'");
    restart();

    assertThat(unreadable(browser.json("invocations").get("invocations")))
        .containsExactly(Ids.text(waits), Ids.text(lost));
    assertThat(unreadable(browser.json("invocations?queue=default").get("invocations")))
        .containsExactly(Ids.text(waits), Ids.text(lost));
    assertThat(browser.json("overview").get("queues").get(0).get("ready").asLong()).isEqualTo(1);
    assertThat(browser.json("timeline").get("turns")).hasSize(2);
    assertThat(browser.json("logs").get("lines")).hasSize(2);
    assertThat(browser.json("workers").get("ended").get(0).get("queues").get(0).asString())
        .isEqualTo("(unreadable)");
    for (String page : List.of("", "tasks", "workers", "invocations", "timeline", "logs")) {
      assertThat(browser.get(page).statusCode()).as(page).isEqualTo(200);
    }
  }

  @Test
  void aCallThatAFileOrAValueLeadsTo() throws SQLException {
    String hash = store.invocation(ids.get(0)).orElseThrow().result().hash().toString();
    damage("UPDATE call_node SET children = x'85', files = x'85' WHERE id = " + ids.get(0));

    HttpResponse<String> page = browser.get("values/" + hash);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("can't be read");
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
