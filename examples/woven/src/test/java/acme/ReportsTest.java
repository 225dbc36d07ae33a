package acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What reports say: tests as there were before anything was distributed. */
class ReportsTest {
  private static final List<Sale> SALES =
      List.of(
          new Sale("Q1", "ribbon", 250),
          new Sale("Q1", "lace", 1205),
          new Sale("Q2", "felt", 999),
          new Sale("Q4", "silk", 12000));

  private final Reports reports = new Reports();

  @Test
  void aReportCountsAndAddsUpTheSalesOfItsQuarter() {
    assertThat(Reports.of("Q1", SALES)).isEqualTo(new Report("Q1", 2, 1455));
    assertThat(Reports.of("Q3", SALES)).isEqualTo(new Report("Q3", 0, 0));
  }

  @Test
  void reportsComeInTheOrderOfTheirQuarters() {
    assertThat(Reports.ofAll(List.of("Q4", "Q1", "Q2"), SALES))
        .containsExactly(
            new Report("Q4", 1, 12000), new Report("Q1", 2, 1455), new Report("Q2", 1, 999));
    assertThat(Reports.ofAll(List.of(), SALES)).isEmpty();
  }

  @Test
  void theBetterReportHasTheHigherSum() {
    Report poor = new Report("Q2", 1, 999);
    Report good = new Report("Q1", 2, 1455);

    assertThat(reports.better(poor, good)).isEqualTo(good);
    assertThat(reports.better(good, poor)).isEqualTo(good);
    assertThat(good.beats(poor)).isTrue();
    assertThat(good.beats(good)).isFalse();
  }

  @Test
  void linesDoNotMixWhenTheyAreWrittenAtOnce() throws Exception {
    List<String> lines = new ArrayList<>();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Report report = new Report("Q" + i, i, 100L * i + 5);
      Thread writer =
          new Thread(
              () -> {
                String line = reports.format(report);
                synchronized (lines) {
                  lines.add(line);
                }
              });
      writers.add(writer);
      writer.start();
    }
    for (Thread writer : writers) {
      writer.join();
    }

    assertThat(lines)
        .containsExactlyInAnyOrder(
            "Q0: 0 sales, 0.05", "Q1: 1 sales, 1.05", "Q2: 2 sales, 2.05", "Q3: 3 sales, 3.05");
  }

  @Test
  void aSaleIsReadFromItsLine() throws MalformedSaleException {
    Sale sale = Sale.parse("Q1;ribbon;250");

    assertThat(sale).isEqualTo(new Sale("Q1", "ribbon", 250));
    assertThat(sale.withTax(20)).isEqualTo(300);
  }

  @Test
  void aLineThatIsNoSaleIsRefused() {
    assertThatThrownBy(() -> Sale.parse("Q1;ribbon"))
        .isExactlyInstanceOf(MalformedSaleException.class)
        .hasMessage("no sale: \"Q1;ribbon\"");
  }
}
