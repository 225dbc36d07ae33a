package dev.heddle.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.InvocationState;
import dev.heddle.store.Activity;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.FailureGroup;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.MemoryStore;
import dev.heddle.store.QueueRecord;
import dev.heddle.store.Stint;
import dev.heddle.store.Store;
import dev.heddle.store.Submission;
import dev.heddle.testkit.Calls;
import dev.heddle.testkit.Orders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of earlier versions of the schema. */
class MigrationTest {
  @TempDir Path folder;

  @Test
  void aFileOfVersion1KeepsWhatItHoldsAndTakesOrders() throws Exception {
    Path file = folder.resolve("heddle.db");
    version1(file);

    try (Store store = SqliteStore.open(file, false)) {
      assertThat(store.execution(1).orElseThrow().state()).isEqualTo(ExecutionState.SUCCEEDED);
      assertThat(store.invocations(1, 0, 10))
          .extracting(InvocationRecord::id)
          .containsExactly(2L, 3L);
      assertThat(store.invocation(2).orElseThrow().state()).isEqualTo(InvocationState.SUCCEEDED);
      assertThat(store.invocation(2).orElseThrow().key()).isEqualTo(Calls.hash("a"));
      assertThat(store.invocation(2).orElseThrow().queue()).isNull();
      assertThat(store.invocation(3).orElseThrow().key()).isEqualTo(Calls.hash("b"));
      assertThat(store.execution(4).orElseThrow().state())
          .as("nobody is left to end it")
          .isEqualTo(ExecutionState.INTERRUPTED);
      assertThat(store.submitted(Long.MAX_VALUE, 10)).isEmpty();

      Orders orders = new Orders(store);
      long id = orders.submit("c");
      Claimed claimed = orders.runNext(orders.worker());
      Calls.expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));
      assertThat(orders.state(id)).isEqualTo(InvocationState.SUCCEEDED);
      Fence fence = new Calls(store).execution("new");
      assertThat(fence.id()).isGreaterThan(100);
    }
    try (Session session = SqliteSessions.open(file)) {
      assertThat(session.number("PRAGMA user_version")).isEqualTo(Schema.VERSION);
      assertThat(session.number("SELECT count(*) FROM flyway_schema_history WHERE success"))
          .isEqualTo(Schema.VERSION);
    }
    SqliteStore.open(file, false).close();
  }

  @Test
  void whatEndsInAFileOfVersion2IsCountedFromThenOn() throws Exception {
    Path file = folder.resolve("heddle.db");
    made(file, 2);
    Submission waiting = new Orders(new MemoryStore()).order("a");
    try (Session session = SqliteSessions.open(file)) {
      order(session, waiting);
    }

    try (Store store = SqliteStore.open(file, false)) {
      endedAfterMigration(store);
    }
  }

  @Test
  void whatEndsInASchemaOfVersion1IsCountedFromThenOn() throws Exception {
    String url = madeSchema("from1", 1);
    try (Session session = new Session(TestPostgres.connect(url), new PostgresSql("heddle"))) {
      order(session, new Orders(new MemoryStore()).order("a"));
    }

    try (Store store = PostgresStore.open(url)) {
      endedAfterMigration(store);
    } finally {
      TestPostgres.drop(url);
    }
  }

  @Test
  void whatHadEndedInASchemaOfVersion2HasEnded() throws Exception {
    String url = madeSchema("from2", 2);
    Orders orders = new Orders(new MemoryStore());
    Submission failed = orders.order("a");
    Submission waiting = orders.order("b");
    try (Session session = new Session(TestPostgres.connect(url), new PostgresSql("heddle"))) {
      order(session, failed);
      order(session, waiting);
      session.execute(
          "UPDATE heddle.invocation SET state = 2, started_at = 5, ended_at = 9, worker = 3,"
              + " epoch = 2, attempt = 2, claimed_at = 4 WHERE id = "
              + failed.id());
      session.execute("DELETE FROM heddle.live WHERE id = " + failed.id());
    }

    try (Store store = PostgresStore.open(url)) {
      InvocationRecord ended = store.invocation(failed.id()).orElseThrow();
      assertThat(ended.state()).isEqualTo(InvocationState.FAILED);
      assertThat(ended.startedAt()).isEqualTo(5);
      assertThat(ended.endedAt()).isEqualTo(9);
      assertThat(ended.queue()).isNotNull().extracting(QueueRecord::attempt).isEqualTo(2);
      assertThat(store.states(List.of(waiting.id())))
          .containsEntry(waiting.id(), InvocationState.QUEUED);
      assertThat(store.inspection().stints(0, 600_000, 0, 10))
          .extracting(Stint::invocation)
          .containsExactly(failed.id());
    } finally {
      TestPostgres.drop(url);
    }
  }

  /** A schema as a version of this program made it, in a database of its own. */
  private static String madeSchema(String name, int version) throws Exception {
    String database = "migration_" + name + "_" + ProcessHandle.current().pid();
    String url = TestPostgres.server() + "/" + database;
    TestPostgres.execute("CREATE DATABASE " + database);
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(new PostgresSource(PostgresUrl.parse(url)))
        .schemas("heddle")
        .createSchemas(true)
        .table(PostgresSchema.TABLE)
        .locations("classpath:dev/heddle/sql/postgresql")
        .loggers("slf4j")
        .target(String.valueOf(version))
        .load()
        .migrate();
    return url;
  }

  /** As the version before left one that waits. */
  private static void order(Session session, Submission waiting) throws Exception {
    session.prepare("UPDATE ids SET next = 101").executeUpdate();
    long task = new Names().id(session, waiting.task());
    long lane = new Lanes().id(session, waiting.order().queue(), waiting.task().name());
    PreparedStatement invocation = session.prepare(QueueSql.INSERT_ORDERED);
    invocation.setLong(1, waiting.id());
    invocation.setLong(2, waiting.id());
    invocation.setLong(3, 0);
    invocation.setLong(4, task);
    invocation.setBytes(5, waiting.key().toBytes());
    invocation.setBytes(6, new byte[0]);
    invocation.setBytes(7, Ordering.pack(waiting, lane, 0));
    invocation.setBytes(8, null);
    invocation.executeUpdate();
    PreparedStatement live = session.prepare(QueueSql.INSERT_AVAILABLE);
    live.setLong(1, waiting.id());
    live.setLong(2, lane);
    live.setLong(3, 0);
    live.setLong(4, 0);
    live.setInt(5, States.of(InvocationState.QUEUED));
    live.executeUpdate();
  }

  private static void endedAfterMigration(Store store) {
    Orders orders = new Orders(store);
    Claimed claimed = orders.runNext(orders.worker());
    Calls.expectApplied(orders.apply(claimed, orders.failed(claimed)));
    assertThat(store.inspection().activity(0, 600_000, 60_000, null))
        .as("how long it had waited was not written down then")
        .extracting(Activity::kind)
        .containsExactly(Activity.Kind.FAILED);
    assertThat(store.inspection().failures(0, 10))
        .extracting(FailureGroup::latest)
        .containsExactly(List.of(claimed.submission().id()));
    assertThat(store.inspection().stints(0, 600_000, 0, 10)).hasSize(1);
  }

  /** A file as a version of this program made it. */
  private static void made(Path file, int version) throws Exception {
    try (Session session =
        SqliteSessions.create(
            file,
            "page_size = 4096",
            "auto_vacuum = INCREMENTAL",
            "application_id = " + Schema.APPLICATION_ID)) {
      session.execute("PRAGMA synchronous = FULL");
    }
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource("jdbc:sqlite:" + file, "", "")
        .locations("classpath:dev/heddle/sql/migration")
        .loggers("slf4j")
        .target(String.valueOf(version))
        .load()
        .migrate();
    try (Session session = SqliteSessions.open(file, "journal_mode = WAL")) {
      session.execute("PRAGMA user_version = " + version);
    }
  }

  /** As version 1 of this program left it, when it was killed in its second execution. */
  private static void version1(Path file) throws Exception {
    made(file, 1);
    try (Session session = SqliteSessions.open(file)) {
      session.execute("UPDATE ids SET next = 101");
      PreparedStatement client =
          session.prepare("INSERT INTO client VALUES (1, 7, 'free', ?, 'pid 1', 1, 0, 0, x'')");
      client.setString(1, freeLease(file.getParent(), "free"));
      client.executeUpdate();
      session.execute(
          "INSERT INTO task VALUES (1, 't', x'" + "01".repeat(20) + "', x'00', 'long', x'00')");
      for (String execution :
          new String[] {"(1, 1, 1, 1, 'done', x'00', 5, 9)", "(4, 1, 0, 1, 'left', x'00', 5, 0)"}) {
        session.execute(
            "INSERT INTO execution (id, epoch, state, client, label, command_line, started_at,"
                + " ended_at) VALUES "
                + execution);
      }
      PreparedStatement node =
          session.prepare(
              "INSERT INTO call_node (id, task, key, arguments, calls, flags, finished_at,"
                  + " last_used) VALUES (2, 1, ?, x'', 1, 1, 6, 0)");
      node.setBytes(1, Calls.hash("a").toBytes());
      node.executeUpdate();
      session.execute(
          "INSERT INTO invocation VALUES (2, 1, 0, 1, 1, 1, 5, 6, NULL, NULL, NULL, NULL)");
      PreparedStatement failed =
          session.prepare(
              "INSERT INTO invocation VALUES (3, 1, 0, 2, 1, 2, 5, 6, NULL, NULL, ?, x'')");
      failed.setBytes(1, Calls.hash("b").toBytes());
      failed.executeUpdate();
    }
  }

  /** What a process leaves that was killed; answers its inode. */
  private static String freeLease(Path folder, String name) throws Exception {
    Path lease = FileLeases.file(Folders.ofLocks(folder.resolve("heddle.db")), name);
    Files.createDirectories(lease.getParent());
    Files.createFile(lease);
    return FileLeases.inode(Folders.ofLocks(folder.resolve("heddle.db")), name);
  }
}
