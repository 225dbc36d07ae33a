package dev.heddle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.examples.Example.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
  /** What the leaves take one after the other, at the very least: each sleeps for half a second. */
  private static final long ONE_BY_ONE_MILLIS = 5 * 500;

  @TempDir private Path root;
  private Example reports;

  @BeforeEach
  void copy() throws IOException {
    reports = Example.copy(root, "reports", "Reports.java");
  }

  @Test
  void computesWhatTheFormulaSays() {
    Run q1 = reports.run("build", "--period", "Q1-2025");

    // md5("Q1-2025") begins with d2711935, that is 3,530,627,381
    assertThat(q1.result().get("period").asString()).isEqualTo("Q1-2025");
    assertThat(q1.result().get("revenue").asLong()).isEqualTo(477_381);
    assertThat(q1.result().get("orders").asLong()).isEqualTo(381);
    assertThat(q1.result().get("averageOrder").decimalValue()).isEqualByComparingTo("1252.97");

    Run year = reports.run("year");

    assertThat(year.count("cached")).as("that quarter is known already").isEqualTo(1);
    assertThat(year.result().get("revenue").asLong()).isEqualTo(2_338_510);
    assertThat(year.result().get("orders").asLong()).isEqualTo(19_210);
    assertThat(year.result().get("averageOrder").decimalValue()).isEqualByComparingTo("121.73");
    assertThat(year.result().get("bestPeriod").asString()).isEqualTo("Q2-2025");
  }

  @Test
  void buildsFivePeriodsAtOnceAndThenRemembersThem() {
    Run first = reports.run("year");

    assertThat(first.ran()).isEqualTo(Map.of("build", 5, "summarize", 1, "year", 1));
    assertThat(first.count("cached")).isZero();
    assertThat(first.millis()).isLessThan(ONE_BY_ONE_MILLIS);
    assertThat(first.result().get("periods").asInt()).isEqualTo(5);

    Run second = reports.run("year");

    assertThat(second.count("run")).isZero();
    assertThat(second.count("cached")).isEqualTo(first.count("total"));
    assertThat(second.result()).isEqualTo(first.result());
  }

  @Test
  void aCommentInTheHelperRunsNothing() throws IOException {
    Run first = reports.run("year");
    reports.edit("Figures.java", "static long revenue(", "// in euros\n\n  static long revenue(");

    Run second = reports.run("year");

    assertThat(second.count("run")).isZero();
    assertThat(second.result()).isEqualTo(first.result());
  }

  @Test
  void changedArithmeticRunsTheLeavesAndTheSummary() throws IOException {
    Run first = reports.run("year");
    reports.edit("Figures.java", "seed % 950_000", "seed % 900_000");

    Run edited = reports.run("year");

    assertThat(edited.ran()).isEqualTo(Map.of("build", 5, "summarize", 1));
    assertThat(edited.count("cached")).as("year itself is replayed").isEqualTo(1);
    assertThat(edited.result()).isNotEqualTo(first.result());

    reports.edit("Figures.java", "seed % 900_000", "seed % 950_000");

    Run changedBack = reports.run("year");

    assertThat(changedBack.count("run")).isZero();
    assertThat(changedBack.result()).isEqualTo(first.result());
  }

  @Test
  void arithmeticThatGivesTheSameStopsAtTheLeaves() throws IOException {
    Run first = reports.run("year");
    reports.edit("Figures.java", "50_000 + seed % 950_000", "seed % 950_000 + 50_000");

    Run edited = reports.run("year");

    assertThat(edited.ran()).isEqualTo(Map.of("build", 5));
    assertThat(edited.result()).isEqualTo(first.result());
  }

  @Test
  void anotherPeriodBuildsThatOneOnly() {
    reports.run("year", "--periods", "Q1-2025", "--periods", "Q2-2025");

    Run more = reports.run("year", "--periods", "[\"Q1-2025\", \"Q2-2025\", \"Q3-2025\"]");

    assertThat(more.ran()).isEqualTo(Map.of("build", 1, "summarize", 1, "year", 1));
    assertThat(more.argumentsOf("build")).containsExactly("[\"Q3-2025\"]");
  }
}
