package dev.heddle.benchmarks;

import static dev.heddle.Lazy.lazy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Heddle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Keeps the benchmarks from rotting: everything runs and gives rows. Never what the figures are.
 */
class BenchmarksTest {
  /** But for what needs a launcher, and what takes half a minute and root. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LAUNCH", "HOSTS"})
  void everyScenarioGivesRows(Scenario scenario) throws Exception {
    List<Row> rows = new ArrayList<>();

    try (Bench bench = new Bench(Scale.QUICK)) {
      scenario.run(bench, rows::add);
    }

    assertThat(rows)
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.scenario()).isEqualTo(scenario.title))
        .allSatisfy(row -> assertThat(row.figure()).as(row.what()).isPositive().isFinite());
  }

  @Test
  void theRawLimitInsertsEveryRowThatHeddleWrote() throws Exception {
    try (Bench bench = new Bench(Scale.QUICK)) {
      Path file = bench.newFile();
      try (Heddle heddle = bench.open(file)) {
        heddle.run(lazy(Tasks::wide, 0, 1_500));
      }
      RawInserts written = RawInserts.of(file, 0);
      Path copy = bench.newFile();

      written.perSecond(copy, true, 0);

      assertThat(written.calls()).isEqualTo(1_501);
      assertThat(RawInserts.of(copy, 0).sizes()).isEqualTo(written.sizes());
    }
  }

  @Test
  void aRowSurvivesTheWayFromAForkedJvm() {
    Row row = new Row("sqlite", "10,000 calls, fresh", 12_345.6, Unit.PER_SECOND, "0.40 × raw");

    assertThat(Row.isLine(row.line())).isTrue();
    assertThat(Row.of(row.line())).isEqualTo(row);
  }

  @Test
  void theTableIsMarkdownWithFiguresToTheRight() {
    String table =
        Table.of(
            List.of(
                new Row("a", "short", 1, Unit.PER_SECOND, ""),
                new Row("a", "longer", 1_000, Unit.PER_SECOND, "1.00 × raw")));

    assertThat(table.lines())
        .containsExactly(
            "| scenario | case   |  figure | beside     |",
            "|----------|--------|--------:|------------|",
            "| a        | short  |     1/s |            |",
            "| a        | longer | 1,000/s | 1.00 × raw |");
  }
}
