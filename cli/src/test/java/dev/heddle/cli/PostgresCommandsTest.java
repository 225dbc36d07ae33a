package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.Cli.Ran;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every command on a store in a real PostgreSQL; none shows the password. */
@Timeout(120)
class PostgresCommandsTest {
  private static final String SECRET = "s3cret";

  private static final String MAIL =
      """
      import dev.heddle.*;

      public class Mail {
        @Task public static String send(String to) { return "sent to " + to; }
        @Task public static int broken() { throw new IllegalStateException("no post today"); }
      }
      """;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static EmbeddedPostgres server;
  private static int count;

  @TempDir Path folder;
  private Cli cli;
  private String mail;
  private String database;
  private String url;

  @BeforeAll
  static void aServer() throws Exception {
    server = EmbeddedPostgres.builder().start();
    sql("postgres", "CREATE ROLE ada LOGIN PASSWORD '" + SECRET + "'");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void aProject() throws Exception {
    database = "mail" + ++count;
    sql("postgres", "CREATE DATABASE " + database + " OWNER ada");
    url = "postgresql://ada:" + SECRET + "@localhost:" + server.getPort() + "/" + database;
    cli = Cli.in(folder);
    Files.writeString(folder.resolve("heddle.toml"), "store = \"" + url + "\"\n");
    mail = cli.file("Mail.java", MAIL);
  }

  private static void sql(String database, String sql) throws SQLException {
    String place = "jdbc:postgresql://localhost:" + server.getPort() + "/" + database;
    try (Connection connection = DriverManager.getConnection(place, "postgres", "postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Ran run(int code, String... words) {
    Ran ran = cli.run(words);
    assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(code);
    assertThat(ran.out() + ran.err()).doesNotContain(SECRET);
    return ran;
  }

  private String out(String... words) {
    return run(0, words).out();
  }

  @Test
  void everyCommandWorksAndNoneShowsThePassword() {
    assertThat(run(0, "run", mail, "send", "--to", "Ada", "--store", url).out())
        .isEqualTo("sent to Ada\n");
    assertThat(run(0, "run", mail, "send", "--to", "Ada").err()).contains("cached");
    assertThat(run(0, "run", mail, "send", "--to", "Bo", "--store=" + url, "--json").out())
        .contains("\"SUCCEEDED\"");
    run(1, "run", mail, "broken");

    String id = out("submit", mail, "send", "--to", "Cy").strip();
    Ran worked = run(0, "worker", mail, "--burst");
    assertThat(worked.err())
        .contains("postgresql://ada:***@localhost:" + server.getPort() + "/" + database)
        .containsPattern("run +" + id);
    assertThat(out("result", id)).isEqualTo("sent to Cy\n");
    assertThat(out("result", id, "--json")).contains("\"SUCCEEDED\"");
    assertThat(out("log", id)).contains("Mail.send");
    assertThat(out("log")).contains("failed");
    assertThat(out("log", "-")).contains("no post today");
    assertThat(out("log", "--json")).contains("postgresql://ada:***@");
    assertThat(out("log", "--submitted")).contains(id);
    assertThat(out("workers")).contains("left");
    assertThat(out("workers", "--json")).contains("\"LEFT\"");
    assertThat(out("why", id)).isNotEmpty();
    assertThat(out("why", "Mail.send")).isNotEmpty();
    assertThat(out("states")).contains("SUCCEEDED");
    String retried = out("retry", id).lines().reduce((a, b) -> b).orElseThrow();
    assertThat(retried).isNotEmpty();
    out("prune", "--keep", "1h", "--dry-run");
    assertThat(out("prune", "--keep", "1ms")).contains("executions");
  }

  @Test
  void settingsAndErrorsShowNoPassword() throws Exception {
    assertThat(out("config")).contains("postgresql://ada:***@localhost");
    assertThat(out("config", "--json")).contains("postgresql://ada:***@localhost");
    String down = url.replace(":" + server.getPort(), ":1") + "?password=" + SECRET;
    assertThat(run(1, "log", "--store", down).err()).contains("can't be reached");
    assertThat(run(1, "run", mail, "send", "--to", "Ada", "--store", down, "--json").out())
        .contains("can't be reached");
    assertThat(run(1, "workers", "--store", url.replace(database, "other")).err())
        .contains("is not there")
        .contains("Create the database.");
    run(2, "log", "--store", url.replace("postgresql", "mysql"));
    run(2, "log", "--stor=" + url);
    run(2, "run", mail, "--stor=" + url);
    run(2, "run", mail, "send", "--to", "Ada", "--stor=" + url);
    Files.writeString(folder.resolve("heddle.toml"), "store = \"" + url + "\nslots = 1\n");
    run(2, "config");
  }

  @Test
  void readingCreatesNoStore() {
    assertThat(run(0, "log").err() + cli.run("log").out()).contains("Nothing is recorded yet in");
    run(0, "workers");
    run(2, "result", "9e3779b97f");

    assertThat(json("db", "info", "--json").get("exists").asBoolean()).isFalse();
  }

  private JsonNode json(String... words) {
    return JSON.readTree(out(words));
  }

  @Test
  void theSchemaIsShownMigratedAndPrinted() throws Exception {
    assertThat(out("db", "info")).contains("there is no store yet", "may create  yes");
    String sql = out("db", "print-sql");
    assertThat(sql).contains("CREATE SCHEMA IF NOT EXISTS \"heddle\";");
    assertThat(out("db", "print-sql", "--all", "--store", "postgresql://nowhere:1/none"))
        .isEqualTo(sql);

    assertThat(out("db", "migrate")).containsPattern("was created: its schema has version \\d+");
    assertThat(out("db", "migrate")).containsPattern("is up to date: its schema has version \\d+");
    assertThat(out("db", "print-sql")).contains("nothing to run");
    assertThat(out("db", "info"))
        .contains("store      postgresql://ada@localhost:")
        .contains("PostgreSQL ")
        .containsPattern("(\\d+); this program knows \\1: up to date")
        .contains("may write  yes");
    JsonNode info = json("db", "info", "--json");
    assertThat(info.propertyNames())
        .containsExactly(
            "kind",
            "url",
            "exists",
            "schema",
            "schemaVersion",
            "knownVersion",
            "server",
            "file",
            "bytes",
            "clients",
            "workers",
            "mayWrite");
    assertThat(info.get("kind").asString()).isEqualTo("postgresql");
    assertThat(info.get("clients").asInt()).isZero();

    sql(
        database,
        "INSERT INTO heddle.migration SELECT 99, '99', '', '', '', 0, '', now(), 0, TRUE");
    assertThat(out("db", "info")).containsPattern("99; this program knows \\d+: newer");
    assertThat(run(1, "db", "migrate").err()).contains("a newer Heddle has opened it");
  }

  @Test
  void theSchemaPrintedHereServesThePrograms() throws Exception {
    sql(database, out("db", "print-sql"));
    for (String right :
        List.of(
            "USAGE ON SCHEMA heddle",
            "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA heddle",
            "USAGE ON ALL SEQUENCES IN SCHEMA heddle")) {
      sql(database, "GRANT " + right + " TO ada");
    }

    assertThat(out("run", mail, "send", "--to", "Ada")).isEqualTo("sent to Ada\n");
    assertThat(out("db", "migrate")).contains("is up to date");
  }

  @Test
  void aFileIsShownMigratedAndPrintedToo() {
    String file = "sqlite:" + folder.resolve("some.db");

    assertThat(out("db", "info", "--store", file)).contains("there is no store yet");
    assertThat(folder.resolve("some.db")).doesNotExist();
    assertThat(out("db", "print-sql", "--store", file)).contains("CREATE TABLE");
    assertThat(out("db", "migrate", "--store", file)).contains("was created");
    assertThat(out("db", "info", "--store", file)).contains("up to date", "bytes", "some.db");
    assertThat(run(2, "db", "info", "--store", "memory:").err()).contains("is not kept");
    assertThat(run(2, "db").err()).contains("info, migrate or print-sql", "heddle db --help");
    assertThat(run(2, "db", "info", "--jso").err()).contains("--json", "heddle db info --help");
    assertThat(run(2, "db", "inf").err()).contains("Did you mean info?");
    assertThat(out("db", "--help")).contains("print-sql");
    assertThat(out("completion", "fish")).contains("-f -a print-sql");
    assertThat(out("completion", "bash")).contains("print-sql");
  }
}
