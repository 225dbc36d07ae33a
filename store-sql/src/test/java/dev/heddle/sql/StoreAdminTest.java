package dev.heddle.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.InvocationState;
import dev.heddle.store.Claimed;
import dev.heddle.store.FatalStoreException;
import dev.heddle.store.Store;
import dev.heddle.store.StoreAdmin;
import dev.heddle.store.StoreAdmin.Migrated;
import dev.heddle.store.StoreInfo;
import dev.heddle.store.Stores;
import dev.heddle.testkit.Calls;
import dev.heddle.testkit.Orders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is there, creating it, and creating it by hand for a role that may create nothing. */
class StoreAdminTest {
  private static final String ROLE = "heddle_app_" + ProcessHandle.current().pid();

  @TempDir Path folder;
  private final String database = "heddle_admin_" + ProcessHandle.current().pid();
  private String url = "";

  private void emptyDatabase() {
    url = TestPostgres.server() + "/" + database;
    TestPostgres.execute("CREATE DATABASE " + database);
    TestPostgres.execute("CREATE ROLE " + ROLE + " LOGIN PASSWORD 's3cret'");
    TestPostgres.execute("REVOKE ALL ON DATABASE " + database + " FROM PUBLIC");
    TestPostgres.execute("GRANT CONNECT ON DATABASE " + database + " TO " + ROLE);
  }

  @AfterEach
  void drop() {
    if (!url.isEmpty()) {
      TestPostgres.drop(url);
      TestPostgres.execute("DROP ROLE " + ROLE);
    }
  }

  private String restricted() {
    return url.replaceFirst("//[^@]*@", "//" + ROLE + ":s3cret@");
  }

  private StoreAdmin admin(String store) {
    return Stores.admin(store, folder).orElseThrow();
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = TestPostgres.connect(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** As the comment in the SQL says it. */
  private void grantWhatTheSqlSays(String sql) throws SQLException {
    String grants =
        String.join(
            "\n",
            sql.lines()
                .filter(line -> line.startsWith("--   GRANT"))
                .map(line -> line.substring(2).replace("TO app;", "TO " + ROLE + ";"))
                .toList());
    assertThat(grants.lines()).hasSize(3);
    run(grants);
  }

  private String numberOf(String sql) throws SQLException {
    try (Connection connection = TestPostgres.connect(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void lookingCreatesNothingAndMigratingDoes() throws Exception {
    emptyDatabase();
    StoreInfo before = admin(url).info();

    assertThat(before.exists()).isFalse();
    assertThat(before.url()).doesNotContain("postgres:postgres").endsWith("/" + database);
    assertThat(before.schema()).isEqualTo("heddle");
    assertThat(before.server()).startsWith("PostgreSQL ");
    assertThat(before.mayWrite()).isTrue();
    assertThat(before.clients()).isNull();
    assertThat(admin(url).exists()).isFalse();
    assertThat(numberOf("SELECT count(*) FROM pg_namespace WHERE nspname = 'heddle'"))
        .isEqualTo("0");

    assertThat(admin(url).migrate()).isEqualTo(new Migrated(0, PostgresSchema.VERSION));
    assertThat(admin(url).migrate())
        .isEqualTo(new Migrated(PostgresSchema.VERSION, PostgresSchema.VERSION));

    StoreInfo after = admin(url).info();
    assertThat(after.exists()).isTrue();
    assertThat(after.schemaVersion()).isEqualTo(PostgresSchema.VERSION);
    assertThat(after.bytes()).isPositive();
    assertThat(after.clients()).isZero();
    assertThat(after.workers()).isZero();
    assertThat(after.mayWrite()).isTrue();
  }

  @Test
  void livingClientsAndWorkersAreCounted() {
    emptyDatabase();
    try (Store store = PostgresStore.open(url);
        Store other = PostgresStore.open(url)) {
      new Orders(store).worker();
      new Orders(other).submit("a");

      assertThat(admin(url).info().clients()).isEqualTo(2);
      assertThat(admin(url).info().workers()).isEqualTo(1);
    }
    assertThat(admin(url).info().workers()).isZero();
  }

  @Test
  void aRoleThatMayCreateNothingWorksInASchemaMadeByHand() throws Exception {
    emptyDatabase();
    String sql = admin(url).sql(false);
    assertThat(sql).contains("CREATE SCHEMA", "SET LOCAL search_path", "CREATE TABLE live");
    run(sql);
    run("GRANT USAGE ON SCHEMA heddle TO " + ROLE);
    run("GRANT SELECT ON ALL TABLES IN SCHEMA heddle TO " + ROLE);
    assertThat(admin(restricted()).info().mayWrite()).as("it may read only").isFalse();
    grantWhatTheSqlSays(sql);

    StoreInfo info = admin(restricted()).info();
    assertThat(info.exists()).isTrue();
    assertThat(info.mayWrite()).isTrue();
    assertThat(admin(restricted()).migrate())
        .isEqualTo(new Migrated(PostgresSchema.VERSION, PostgresSchema.VERSION));
    try (Store store = Stores.open(restricted(), folder)) {
      Orders orders = new Orders(store);
      long id = orders.submit("c");
      Claimed claimed = orders.runNext(orders.worker());
      Calls.expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));
      assertThat(orders.state(id)).isEqualTo(InvocationState.SUCCEEDED);
      assertThat(store.recover()).isNotNull();
      store.prune(System.currentTimeMillis() + 1_000, false);
    }
    assertThatThrownBy(() -> runAs(restricted(), "CREATE TABLE heddle.mine (id INT)"))
        .hasMessageContaining("permission denied");
  }

  private static void runAs(String store, String sql) throws SQLException {
    try (Connection connection = TestPostgres.connect(store);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void flywayTakesWhatWasMadeByHandForDone() throws Exception {
    emptyDatabase();
    run(admin(url).sql(true));

    PostgresUrl parsed = PostgresUrl.parse(url);
    Flyway flyway =
        Flyway.configure(Migrations.class.getClassLoader())
            .locations("classpath:dev/heddle/sql/postgresql")
            .loggers("slf4j")
            .dataSource(new PostgresSource(parsed))
            .schemas(parsed.schema())
            .table(PostgresSchema.TABLE)
            .load();
    flyway.validate();
    assertThat(flyway.migrate().migrationsExecuted).isZero();
    assertThat(admin(url).sql(false)).contains("nothing to run").doesNotContain("CREATE");
  }

  @Test
  void handMadeAndMigratedSchemasAreAlike() throws Exception {
    emptyDatabase();
    String other = url + "?schema=by_hand";
    admin(url).migrate();
    run(admin(other).sql(false));

    String columns =
        "SELECT string_agg(concat_ws(' ', table_name, column_name, data_type, is_nullable,"
            + " replace(column_default, 'by_hand', 'heddle')), ',' ORDER BY table_name,"
            + " ordinal_position) FROM information_schema.columns WHERE table_schema = '%s'";
    assertThat(numberOf(columns.formatted("by_hand")))
        .isEqualTo(numberOf(columns.formatted("heddle")));
    String indexes =
        "SELECT string_agg(replace(indexdef, 'by_hand.', 'heddle.'), ',' ORDER BY indexname)"
            + " FROM pg_indexes WHERE schemaname = '%s'";
    assertThat(numberOf(indexes.formatted("by_hand")))
        .isEqualTo(numberOf(indexes.formatted("heddle")));
  }

  @Test
  void whoMayNotCreateTheSchemaIsToldInOneLineWhoCan() throws Exception {
    emptyDatabase();

    assertThat(admin(restricted()).info().mayWrite()).isFalse();
    for (ThrowingRunnable opening :
        List.<ThrowingRunnable>of(
            () -> Stores.open(restricted(), folder), () -> admin(restricted()).migrate())) {
      assertThatThrownBy(opening::run)
          .isInstanceOf(FatalStoreException.class)
          .hasMessageContaining("\"heddle\" has no tables, and this user may not create them")
          .hasMessageContaining("heddle db print-sql")
          .hasMessageNotContaining("s3cret")
          .hasMessageNotContaining("\n");
    }
    run("CREATE SCHEMA heddle");
    assertThatThrownBy(() -> Stores.open(restricted(), folder))
        .hasMessageContaining("may not create them");
    assertThat(admin(url).sql(false)).doesNotContain("CREATE SCHEMA");

    run("GRANT USAGE, CREATE ON SCHEMA heddle TO " + ROLE);
    Stores.open(restricted(), folder).close();
  }

  @Test
  void whoMayNotUseTheSchemaIsToldInOneLine() throws Exception {
    emptyDatabase();
    admin(url).migrate();

    assertThatThrownBy(() -> Stores.open(restricted(), folder))
        .hasMessageContaining("permission denied for schema heddle")
        .hasMessageContaining("Grant the role what it needs")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aNewerSchemaIsShownAndRefused() throws Exception {
    emptyDatabase();
    admin(url).migrate();
    run(
        "INSERT INTO heddle.migration SELECT 99, '99', description, type, script,"
            + " checksum, installed_by, installed_on, execution_time, success FROM heddle.migration"
            + " WHERE version = '1'");

    assertThat(admin(url).info().schemaVersion()).isEqualTo(99);
    assertThatThrownBy(() -> admin(url).migrate()).hasMessageContaining("schema version 99");
  }

  @Test
  void aMalformedUrlIsRefusedAndShowsNoPassword() {
    for (String malformed :
        List.of("postgresql://ada:s3/cret@host/db", "postgresql://ada:s3/cr?et@host/db")) {
      assertThatThrownBy(() -> admin(malformed))
          .hasMessageContaining("not of the form")
          .hasMessageNotContaining("s3");
    }
    assertThatThrownBy(() -> Stores.open("postgresql://ada:s3cret@localhost:1/db", folder))
        .hasMessageContaining("postgresql://ada@localhost:1/db can't be reached")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> admin("postgresql://localhost/db?currentSchema=s"))
        .hasMessageContaining("?schema=NAME");
    assertThatThrownBy(() -> admin("postgresql://localhost/db?schema=" + "s".repeat(57)))
        .hasMessageContaining("at most 56");
    assertThat(PostgresUrl.parse("postgresql://one:5432,[::1]:2,two/db").hosts())
        .isEqualTo("one:5432,[::1]:2,two");
  }

  @Test
  void aFileIsLookedAtAndMigrated() throws Exception {
    Path file = folder.resolve("some").resolve("heddle.db");
    StoreAdmin admin = admin("sqlite:" + file);

    StoreInfo before = admin.info();
    assertThat(before.exists()).isFalse();
    assertThat(before.mayWrite()).isTrue();
    assertThat(file.getParent()).as("nothing was made").doesNotExist();
    assertThat(admin.sql(false))
        .contains("CREATE TABLE", "from version 0", "user_version = " + Schema.VERSION);

    assertThat(admin.migrate()).isEqualTo(new Migrated(0, Schema.VERSION));
    StoreInfo after = admin.info();
    assertThat(after.kind()).isEqualTo("sqlite");
    assertThat(after.file()).isEqualTo(file.toString());
    assertThat(after.schemaVersion()).isEqualTo(Schema.VERSION);
    assertThat(after.bytes()).isPositive();
    assertThat(admin.migrate()).isEqualTo(new Migrated(Schema.VERSION, Schema.VERSION));
    assertThat(admin.sql(false)).contains("nothing to run");

    Files.writeString(folder.resolve("other.db"), "no database");
    assertThatThrownBy(() -> admin("sqlite:" + folder.resolve("other.db")).info())
        .hasMessageContaining("is not a store of Heddle");
  }

  @Test
  void aStoreInMemoryHasNothingToLookAfter() {
    assertThat(Stores.admin("memory:", folder)).isEmpty();
  }

  @Test
  void everyMigrationIsKnownByName() throws Exception {
    assertThat(Script.SQLITE).extracting(Script::name).containsAll(resources("migration"));
    assertThat(Script.SQLITE).hasSize(Schema.VERSION);
    assertThat(Script.POSTGRESQL).extracting(Script::name).containsAll(resources("postgresql"));
    assertThat(Script.POSTGRESQL).hasSize(PostgresSchema.VERSION);
  }

  private static List<String> resources(String name) throws Exception {
    Path here = Path.of(Script.class.getResource(name + "/").toURI());
    try (Stream<Path> files = Files.list(here)) {
      List<String> names = files.map(f -> f.getFileName().toString()).sorted().toList();
      assertThat(names).isNotEmpty();
      return names;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private interface ThrowingRunnable {
    void run();
  }
}
