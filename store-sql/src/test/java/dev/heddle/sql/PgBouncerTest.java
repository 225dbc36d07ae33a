package dev.heddle.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heddle.Heddle;
import dev.heddle.InvocationGroup;
import dev.heddle.store.Store;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Behind a pooler in transaction mode, where a session is nobody's for longer than that. */
@Timeout(120)
class PgBouncerTest {
  private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

  @TempDir Path folder;
  private final String direct = TestPostgres.store();
  private Process pooler;
  private String pooled;

  @BeforeEach
  void start() throws Exception {
    boolean required = "true".equals(System.getenv("HEDDLE_TEST_PGBOUNCER"));
    Assumptions.assumeTrue(
        required || Files.exists(PROGRAM), "pgbouncer is not installed on this machine");
    int port = freePort();
    String database = direct.substring(direct.lastIndexOf('/') + 1);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path config = folder.resolve("pgbouncer.ini");
    Files.writeString(
        config,
        """
        [databases]
        %s = host=127.0.0.1 port=%d user=postgres
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = any
        pool_mode = transaction
        default_pool_size = 4
        ignore_startup_parameters = extra_float_digits
        """
            .formatted(database, PostgresUrl.parse(direct).port(), port));
    pooler =
        new ProcessBuilder(PROGRAM.toString(), "-u", "nobody", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("pgbouncer.log").toFile())
            .start();
    pooled = "postgresql://postgres@127.0.0.1:" + port + "/" + database;
    await().atMost(Duration.ofSeconds(20)).until(this::answers);
  }

  private boolean answers() {
    try {
      TestPostgres.connect(pooled).close();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (pooler != null) {
      pooler.destroy();
      assertThat(pooler.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void workIsOrderedAndCarriedOut() throws Exception {
    String ledger = folder.resolve("ledger").toString();
    try (Heddle heddle = Heddle.builder().store(pooled).open();
        WorkerProcess worker = WorkerProcess.start(pooled, 4, Duration.ofSeconds(15))) {
      InvocationGroup<Integer> group =
          heddle.submitEach(
              LedgerTasks::entry, IntStream.range(0, 200).boxed().toList(), ledger, 1);

      assertThat(group.results()).hasSize(200);
      assertThat(Files.readAllLines(Path.of(ledger))).hasSize(200).doesNotHaveDuplicates();
      assertThat(worker.isAlive()).isTrue();
    }
  }

  @Test
  void aWorkerThatDiesIsNoticedByItsHeartbeat() throws Exception {
    Duration second = Duration.ofSeconds(2);
    String ledger = folder.resolve("ledger").toString();
    String gate = folder.resolve("gate").toString();
    Store store = WorkerProcess.store(pooled, second);
    try (Heddle heddle = Heddle.builder().store(store).open();
        WorkerProcess first = WorkerProcess.start(pooled, 1, second)) {
      var held = heddle.submit(LedgerTasks::held, ledger, gate, dev.heddle.TaskContext.injected());
      await().atMost(Duration.ofSeconds(30)).until(() -> lines(ledger).size() == 1);
      first.kill();
      try (WorkerProcess second_ = WorkerProcess.start(pooled, 1, second)) {
        await().atMost(Duration.ofSeconds(60)).until(() -> lines(ledger).size() == 2);
        Files.writeString(Path.of(gate), "open");

        assertThat(held.result()).isEqualTo("by " + second_.pid());
      }
    }
  }

  private static List<String> lines(String ledger) throws IOException {
    Path file = Path.of(ledger);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
