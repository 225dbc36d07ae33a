package dev.heddle.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.InvocationState;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.Ids;
import dev.heddle.store.MemoryStore;
import dev.heddle.store.Stint;
import dev.heddle.testkit.Orders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The timeline: what is told of turns, pauses, deaths and take-overs. */
@Timeout(60)
class TimelineTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * The clock of these tests' orders begins soon after the epoch; a death is dated by the host's.
   */
  private static final String ALL = "from=1970-01-01T00:00&to=2100-01-01T00:00";

  private final MemoryStore store = new MemoryStore();
  private final Orders orders = new Orders(store);
  private HeddleMonitor monitor;
  private Browser browser;

  @BeforeEach
  void start() {
    monitor = HeddleMonitor.start(store, MonitorOptions.DEFAULT.withPort(0));
    browser = new Browser(monitor.url());
  }

  @AfterEach
  void stop() {
    monitor.close();
    store.close();
  }

  private JsonNode timeline(String query) {
    return JSON.readTree(browser.get("api/v1/timeline?" + query).body());
  }

  private static List<String> kinds(JsonNode turn) {
    List<String> kinds = new ArrayList<>();
    turn.get("phases").forEach(phase -> kinds.add(phase.get("kind").asString()));
    return kinds;
  }

  @Test
  void aTurnHasItsClaimAndItsRun() {
    long id = orders.submit("a");
    Claimed taken = orders.takeNext(orders.worker());
    orders.pass(100);
    orders.apply(taken, orders.begun(taken));
    orders.pass(200);
    orders.apply(taken, orders.succeeded(taken, "done"));

    JsonNode turns = timeline(ALL).get("turns");
    assertThat(turns.size()).isEqualTo(1);
    assertThat(turns.get(0).get("invocation").asString()).isEqualTo(Ids.text(id));
    assertThat(kinds(turns.get(0))).containsExactly("CLAIMED", "RUN");
    assertThat(turns.get(0).get("outcome").asString()).isEqualTo("SUCCEEDED");
    String page = browser.get("timeline?" + ALL).body();
    assertThat(page).contains("<svg", "data-i=\"" + id + "\"", "/invocations/" + Ids.text(id));
  }

  @Test
  void failedAndCancelledTurnsAreTold() {
    long worker = orders.worker();
    orders.submit("a");
    Claimed failed = orders.runNext(worker);
    orders.apply(failed, orders.failed(failed));
    long cancelled = orders.submit("b");
    orders.runNext(worker);
    orders.apply(Fence.NONE, orders.cancelRequested(cancelled));

    JsonNode turns = timeline(ALL).get("turns");
    assertThat(kinds(turns.get(0))).endsWith("FAILED");
    assertThat(kinds(turns.get(1))).endsWith("CANCELLED");
  }

  @Test
  void aBodyThatWaitsForItsChildIsPausedMeanwhile() {
    long worker = orders.worker();
    orders.submit("parent");
    Claimed parent = orders.runNext(worker);
    orders.pass(50);
    long child = orders.submitChild(parent, "child");
    orders.apply(parent, orders.paused(parent, child));
    Claimed other = orders.runNext(worker);
    orders.pass(50);
    orders.apply(other, orders.succeeded(other, "x"));
    orders.apply(parent, orders.resumed(parent));
    orders.pass(50);
    orders.apply(parent, orders.succeeded(parent, "y"));

    JsonNode turns = timeline(ALL).get("turns");
    assertThat(kinds(turns.get(0))).endsWith("RUN", "PAUSED", "RUN");
    assertThat(turns.get(1).get("parent").asString())
        .isEqualTo(turns.get(0).get("invocation").asString());
    assertThat(kinds(turns.get(1))).endsWith("RUN");
  }

  @Test
  void theStoryOfADeathCanBeRead() {
    MemoryStore doomed = store.peer();
    Orders there = new Orders(doomed);
    long id = orders.submit("a");
    long first = there.worker();
    Claimed lost = there.runNext(first);
    doomed.die();
    assertThat(timeline(ALL).get("deaths").size()).isZero();
    store.recover();

    JsonNode before = timeline(ALL);
    assertThat(before.get("deaths").get(0).get("worker").asString()).isEqualTo(Ids.text(first));
    assertThat(before.get("deaths").get(0).get("lost").asInt()).isEqualTo(1);
    assertThat(kinds(before.get("turns").get(0))).endsWith("LOST");
    assertThat(before.get("takeOvers").get(0).get("by").asString()).isEmpty();
    assertThat(browser.get("timeline?" + ALL).body()).contains("nobody has it yet", "died");

    long second = orders.worker();
    List<Claimed> again = orders.run(second, 1);
    orders.apply(again.get(0), orders.succeeded(again.get(0), "done"));
    JsonNode after = timeline(ALL);
    assertThat(lost.submission().id()).isEqualTo(id);
    JsonNode over = after.get("takeOvers").get(0);
    assertThat(over.get("from").asString()).isEqualTo(Ids.text(first));
    assertThat(over.get("by").asString()).isEqualTo(Ids.text(second));
    assertThat(over.get("millis").asLong()).isNotNegative();
    List<String> all = new ArrayList<>();
    after.get("turns").forEach(turn -> all.addAll(kinds(turn)));
    assertThat(all).contains("LOST", "RECOVERED");
  }

  @Test
  void onlyTheTaskThatIsAskedForIsShown() {
    orders.submit("a");
    orders.runNext(orders.worker());

    assertThat(timeline(ALL + "&task=nothing-like-that").get("turns").size()).isZero();
    assertThat(timeline(ALL + "&task=" + Orders.TASK.substring(1)).get("turns").size())
        .isEqualTo(1);
  }

  @Test
  void aTimeInWhichNobodyWorkedLeadsToOneInWhichSomebodyDid() {
    assertThat(browser.get("timeline").body())
        .contains("Nobody worked in this time", "None is on record");
    orders.submit("a");
    Claimed one = orders.runNext(orders.worker());
    orders.apply(one, orders.succeeded(one, "x"));

    String page = browser.get("timeline?span=1m").body();
    assertThat(page).contains("Nobody worked in this time", "The latest work on record is");
    JsonNode latest = timeline("span=1m").get("latest");
    JsonNode there =
        timeline("from=" + latest.get("from").asString() + "&to=" + latest.get("to").asString());
    assertThat(there.get("turns").size()).isEqualTo(1);
    assertThat(there.get("live").asBoolean()).isFalse();
  }

  @Test
  void presetsAndGivenTimesAreReadAndOthersRefused() {
    JsonNode hour = timeline("span=1h");
    assertThat(hour.get("preset").asString()).isEqualTo("HOUR");
    assertThat(hour.get("live").asBoolean()).isTrue();
    assertThat(
            Instant.parse(hour.get("to").asString())
                .minusSeconds(3_600)
                .equals(Instant.parse(hour.get("from").asString())))
        .isTrue();
    assertThat(timeline("from=5m").get("preset").isNull()).isTrue();
    assertThat(browser.get("timeline?span=1h").body()).contains("hx-trigger=\"heddle:change");
    for (String query :
        List.of("span=2y", "from=soon", "from=2026-01-02T00:00&to=2026-01-01T00:00")) {
      assertThat(browser.get("timeline?" + query).statusCode()).as(query).isEqualTo(400);
    }
  }

  @Test
  void tenThousandAreDrawnAndMoreAreToldOf() {
    ToldStore told = ToldStore.hostile();
    List<Stint> many = new ArrayList<>();
    long now = ToldStore.NOW;
    for (int i = 0; i < 5_000; i++) {
      many.add(
          new Stint(
              5_000 + i,
              0,
              "T.t",
              ToldStore.WORKER,
              1,
              1,
              now - 60_000 + i,
              now - 55_000 + i,
              now - 50_000 + i,
              InvocationState.SUCCEEDED,
              "",
              List.of()));
    }
    told.stints = many;
    try (HeddleMonitor other =
        HeddleMonitor.start(told.store(), MonitorOptions.DEFAULT.withPort(0))) {
      String page = new Browser(other.url()).get("timeline").body();
      assertThat(page).contains("more than 5,000 turns, or 10,000 spans, in this time");
      assertThat(page.split("data-i=", -1)).hasSizeBetween(4_990, 5_001);
    }
  }
}
