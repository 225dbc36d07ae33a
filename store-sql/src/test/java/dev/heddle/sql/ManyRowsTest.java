package dev.heddle.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.sql.ManyRows.Parameter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManyRowsTest {
  private static final Parameter ID = new Parameter("int8", false);
  private static final Parameter DAY = new Parameter("int8", true);

  @Test
  void insertedRowsComeFromArraysAndWhatIsTheSameIsToldOnce() {
    assertThat(
            ManyRows.of(
                "INSERT INTO t (a, b, c, d) VALUES (?, ?, 0, CAST(? AS VARBIT)) ON CONFLICT DO"
                    + " NOTHING",
                List.of(ID, DAY, new Parameter("text", false))))
        .isEqualTo(
            "INSERT INTO t (a, b, c, d) SELECT unnest(CAST(? AS int8[])), CAST(? AS int8), 0,"
                + " CAST(unnest(CAST(? AS text[])) AS VARBIT) ON CONFLICT DO NOTHING");
  }

  @Test
  void otherRowsAreFoundByTheirIds() {
    assertThat(ManyRows.of(Sql.USE_NODE, List.of(DAY, ID, DAY)))
        .isEqualTo(
            "UPDATE call_node SET last_used = ? WHERE id = ANY (CAST(? AS int8[]))"
                + " AND last_used < ?");
    assertThatThrownBy(() -> ManyRows.of(Sql.USE_NODE, List.of(ID, ID, DAY)))
        .hasMessageContaining("not of a form that is known");
    assertThatThrownBy(() -> ManyRows.of("DELETE FROM t WHERE a = ?", List.of(ID)))
        .hasMessageContaining("not of a form that is known");
  }

  /** A join would read the whole queue for each group, if it was empty when it was looked at. */
  @Test
  void aQueueThatIsThoughtToBeEmptyIsNotReadWhole() throws Exception {
    PostgresSql dialect = new PostgresSql("heddle");
    String delete = dialect.text(ManyRows.of(QueueSql.DELETE_LIVE, List.of(ID)));
    String ids =
        IntStream.range(0, 800).mapToObj(Integer::toString).collect(Collectors.joining(","));
    String url = TestPostgres.store();
    PostgresStore.open(url).close();
    try (Connection connection = DriverManager.getConnection("jdbc:" + jdbc(url));
        Statement statement = connection.createStatement()) {
      statement.execute("ANALYZE heddle.live");
      statement.execute("SET enable_seqscan = off");
      statement.execute("PREPARE gone (int8[]) AS " + delete.replace("?", "$1"));
      for (String mode : List.of("force_generic_plan", "force_custom_plan")) {
        statement.execute("SET plan_cache_mode = " + mode);
        StringBuilder plan = new StringBuilder();
        try (ResultSet row =
            statement.executeQuery("EXPLAIN (COSTS off) EXECUTE gone ('{" + ids + "}')")) {
          while (row.next()) {
            plan.append(row.getString(1)).append('\n');
          }
        }
        assertThat(plan).contains("Index Cond: (id = ANY").doesNotContain("Nested Loop");
      }
    }
  }

  private static String jdbc(String url) {
    int at = url.indexOf('@');
    String[] user = url.substring(url.indexOf("//") + 2, at).split(":");
    return "postgresql://" + url.substring(at + 1) + "?user=" + user[0] + "&password=" + user[1];
  }
}
