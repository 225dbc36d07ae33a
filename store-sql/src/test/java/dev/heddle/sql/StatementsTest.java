package dev.heddle.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That no statement of every day reads a table from end to end, however long it has become. */
class StatementsTest {
  /**
   * Tables and queries that stay small, and the one page that counts what is live; and what is a
   * part of other statements.
   */
  private static final Set<String> MAY_SCAN =
      Set.of(
          "RESERVE_IDS",
          "FIND",
          "FIND_FEW",
          "ANSWERS",
          "CLIENTS_AT_WORK",
          "GIVE_UP_EXECUTION",
          "RELEASE_ALL_OF_SCOPE",
          "BUSY_LANES",
          "DUE",
          "ANY_EDGE",
          "WAITING",
          "WORKERS_THAT_LIVE",
          "WORKERS_THAT_ENDED",
          "FAILURES",
          "TASK_NAMES",
          "LIVE_STINTS",
          "WAITS",
          "IF_ALIVE");

  @TempDir Path folder;

  @Test
  void theyFindTheirRowsByAnIndex() throws Exception {
    Path file = folder.resolve("heddle.db");
    SqliteStore.open(file, false).close();
    try (Session session = SqliteSessions.open(file)) {
      for (Field field :
          Stream.of(Sql.class, QueueSql.class, InspectSql.class)
              .flatMap(c -> Stream.of(c.getDeclaredFields()))
              .filter(f -> f.getType() == String.class && !f.isSynthetic())
              .filter(f -> !java.lang.reflect.Modifier.isPrivate(f.getModifiers()))
              .toList()) {
        if (!MAY_SCAN.contains(field.getName())) {
          assertThat(plan(session, (String) field.get(null)))
              .as(field.getName())
              .doesNotContain("SCAN");
        }
      }
      for (int tasks : new int[] {0, 1, 4}) {
        assertThat(plan(session, InspectSql.candidates(false, tasks))).doesNotContain("SCAN");
        assertThat(plan(session, InspectSql.candidates(true, tasks))).doesNotContain("SCAN");
      }
    }
  }

  private static String plan(Session session, String sql) throws Exception {
    StringBuilder plan = new StringBuilder();
    try (ResultSet row = session.prepare("EXPLAIN QUERY PLAN " + sql).executeQuery()) {
      while (row.next()) {
        plan.append(row.getString(4)).append('\n');
      }
    }
    return plan.toString();
  }
}
