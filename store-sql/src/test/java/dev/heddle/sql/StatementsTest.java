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
  /** Tables and queries that stay small; and what is a part of other statements. */
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
          "WORKERS_THAT_LIVE",
          "WORKERS_THAT_ENDED",
          "FIRST_INVOCATIONS_FROM",
          "FIRST_DEPARTURES_FROM",
          "ACTIVITY_OF_TASK",
          "RECORDS_OF_EXECUTION",
          "TASK_NAMES",
          "LIVE_STINTS",
          "WAITS",
          "IF_ALIVE",
          "STATE_OF_LIVE",
          "WORKER_OF_LIVE");

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
      assertThat(plan(session, QueueSql.RECORDS_OF_EXECUTION))
          .contains("SEARCH invocation USING INDEX invocation_execution")
          .doesNotContain("SCAN invocation", "SCAN n", "SCAN l", "SCAN p");
      for (String counting :
          new String[] {
            WaitingSql.READY, WaitingSql.READY_OF_LANE, WaitingSql.PLANNED_OF_LANE, WaitingSql.OWNED
          }) {
        assertThat(plan(session, counting)).contains("INDEX live_").doesNotContain("SCAN live\n");
      }
      for (int tasks : new int[] {0, 1, 4}) {
        for (boolean live : new boolean[] {false, true}) {
          assertThat(plan(session, InspectSql.candidates(false, live, live, tasks)))
              .doesNotContain("SCAN");
          assertThat(plan(session, InspectSql.candidates(true, live, live, tasks)))
              .doesNotContain("SCAN");
        }
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
