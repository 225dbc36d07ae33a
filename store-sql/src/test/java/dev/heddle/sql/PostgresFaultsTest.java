package dev.heddle.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heddle.Heddle;
import dev.heddle.Invocation;
import dev.heddle.InvocationGroup;
import dev.heddle.TaskContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PostgresFaultsTest extends WorkerFaults {
  private final String url = TestPostgres.store();

  @Override
  String url() {
    return url;
  }

  @Test
  void sessionsThatAreEndedAllAtOnceLoseAndRepeatNothing() throws Exception {
    InvocationGroup<Integer> group =
        heddle.submitEach(LedgerTasks::entry, IntStream.range(0, 300).boxed().toList(), ledger, 20);
    worker(DEFAULT);
    worker(DEFAULT);
    for (int round = 1; round <= 5; round++) {
      int some = 40 * round;
      await().atMost(Duration.ofSeconds(60)).until(() -> ledger().size() >= some);
      TestPostgres.endSessions(url);
    }

    assertThat(group.results()).hasSize(300);

    assertThat(entries()).as("what ran was not begun again").hasSize(300);
    assertThat(entries().values()).containsOnly(1L);
    assertThat(store.waiting()).isEmpty();
  }

  private static String through(CutProxy proxy, String database) {
    return "postgresql://postgres:postgres@localhost:" + proxy.port() + "/" + database;
  }

  private String databaseOf(String store) {
    return store.substring(store.lastIndexOf('/') + 1);
  }

  @Test
  void connectionsThatAreCutAgainAndAgainLoseAndRepeatNothing() throws Exception {
    try (CutProxy proxy = new CutProxy(PostgresUrl.parse(url).port())) {
      InvocationGroup<Integer> group =
          heddle.submitEach(
              LedgerTasks::entry, IntStream.range(0, 200).boxed().toList(), ledger, 20);
      worker(through(proxy, databaseOf(url)), DEFAULT);
      for (int round = 1; round <= 4; round++) {
        int some = 40 * round;
        await().atMost(Duration.ofSeconds(60)).until(() -> ledger().size() >= some);
        proxy.cut();
        await().pollDelay(Duration.ofMillis(300)).until(() -> true); // how long it is cut
        proxy.mend();
      }

      assertThat(group.results()).hasSize(200);
      assertThat(entries().values()).as("each once").hasSize(200).containsOnly(1L);
    }
  }

  @Test
  void aHostThatIsCutOffIsReplacedRefusedAndThenJoinsAgain() throws Exception {
    heddle.close();
    Duration second = Duration.ofSeconds(2);
    open(second);
    String gate = folder.resolve("gate").toString();
    try (CutProxy proxy = new CutProxy(PostgresUrl.parse(url).port())) {
      WorkerProcess cutOff = worker(through(proxy, databaseOf(url)), second);
      Invocation<String> held =
          heddle.submit(LedgerTasks::held, ledger, gate, TaskContext.injected());
      await().until(() -> ledger().contains("held " + cutOff.pid()));
      proxy.stall();
      WorkerProcess other = worker(second);
      await().atMost(Duration.ofSeconds(60)).until(() -> ledger().contains("held " + other.pid()));

      Files.writeString(Path.of(gate), "open");
      assertThat(held.result()).isEqualTo("by " + other.pid());
      proxy.mend();

      await().atMost(Duration.ofSeconds(60)).until(() -> isAliveAgain(cutOff.pid()));
      assertThat(held.result()).as("what is on record stands").isEqualTo("by " + other.pid());
    }
  }

  @Test
  void workGoesOnWhenTheServerIsStoppedAndComesBackElsewhere() throws Exception {
    try (TestPostgres.Own server = new TestPostgres.Own(folder.resolve("data"));
        CutProxy proxy = new CutProxy(server.port())) {
      String through = through(proxy, "postgres");
      try (Heddle client = Heddle.builder().store(through).slots(2).open()) {
        InvocationGroup<Integer> group =
            client.submitEach(
                LedgerTasks::entry, IntStream.range(0, 200).boxed().toList(), ledger, 20);
        worker(through, DEFAULT);
        await().atMost(Duration.ofSeconds(60)).until(() -> ledger().size() >= 50);

        server.stop();
        server.startAgain();
        proxy.leadTo(server.port());

        assertThat(group.results()).hasSize(200);
        assertThat(entries().values()).as("each once").hasSize(200).containsOnly(1L);
      }
    }
  }

  @Test
  void workWaitsForAServerThatIsReadOnlyForAWhile() throws Exception {
    InvocationGroup<Integer> group =
        heddle.submitEach(LedgerTasks::entry, IntStream.range(0, 100).boxed().toList(), ledger, 20);
    worker(DEFAULT);
    await().atMost(Duration.ofSeconds(60)).until(() -> ledger().size() >= 20);
    String database = "ALTER DATABASE " + databaseOf(url);
    TestPostgres.execute(database + " SET default_transaction_read_only = on");
    TestPostgres.endSessions(url);
    await().pollDelay(Duration.ofMillis(500)).until(() -> true); // how long it is read-only

    TestPostgres.execute(database + " RESET default_transaction_read_only");
    TestPostgres.endSessions(url);

    assertThat(group.results()).hasSize(100);
    assertThat(entries().values()).as("each once").hasSize(100).containsOnly(1L);
  }
}
