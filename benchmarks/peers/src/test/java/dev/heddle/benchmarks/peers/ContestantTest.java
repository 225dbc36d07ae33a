package dev.heddle.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heddle.benchmarks.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every contestant carries out what was ordered before it had workers, and what is after. */
class ContestantTest {
  private static PostgresServer server;
  @TempDir static Path folder;

  @BeforeAll
  static void start() throws Exception {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Peer.class)
  void allIsDoneOnPostgres(Peer peer) throws Exception {
    allIsDone(peer, new Database(server.newStore()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Peer.class,
      names = {"RAW", "HEDDLE", "DB_SCHEDULER", "JOBRUNR"})
  void allIsDoneOnSqlite(Peer peer) throws Exception {
    allIsDone(peer, new Database("sqlite:" + folder.resolve(peer.word() + ".db")));
  }

  private static void allIsDone(Peer peer, Database database) throws Exception {
    Work.reset();
    try (Contestant client = peer.open(database, Mode.TUNED)) {
      client.submit(0);
      client.submitAll(IntStream.range(1, 30).boxed().toList());
      assertThat(client.unfinished()).isPositive();
    }
    try (Contestant both = peer.open(database, Mode.TUNED)) {
      both.startWorkers();
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> Work.runs() == 30 && both.unfinished() == 0);
      if (both.answers()) {
        both.answered(30);
        assertThat(Work.runs()).isEqualTo(31);
      }
    }
  }
}
