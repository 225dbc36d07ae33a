package dev.heddle.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private static String table(Figure... figures) {
    return new Results(List.of(figures), List.of(Peer.HEDDLE, Peer.DB_SCHEDULER), Size.FULL)
        .table();
  }

  @Test
  void rateIsBetterWhenItIsLarger() {
    assertThat(
            table(
                new Figure(Peer.HEDDLE, true, Measure.DRAIN_SMALL, 300),
                new Figure(Peer.DB_SCHEDULER, true, Measure.DRAIN_SMALL, 100)))
        .contains("| 300/s | 100/s (3.00 ×) |");
  }

  @Test
  void timeIsBetterWhenItIsSmaller() {
    assertThat(
            table(
                new Figure(Peer.HEDDLE, false, Measure.IDLE_P50, 2),
                new Figure(Peer.DB_SCHEDULER, false, Measure.IDLE_P50, 1)))
        .contains(
            "| SQLite | idle, submit to its run, one process, p50 | 2.0 ms | 1.0 ms (0.50 ×) |");
  }

  @Test
  void figureIsTheMedianOfTheCycles() {
    assertThat(
            table(
                new Figure(Peer.HEDDLE, true, Measure.DRAIN_SMALL, 7),
                new Figure(Peer.HEDDLE, true, Measure.DRAIN_SMALL, 900),
                new Figure(Peer.HEDDLE, true, Measure.DRAIN_SMALL, 8)))
        .contains("| 8/s | – |");
  }

  @Test
  void whatDidNotComeIsSaidToTakeLonger() {
    assertThat(
            table(
                new Figure(Peer.HEDDLE, true, Measure.RECOVERY, 0.5),
                new Figure(Peer.DB_SCHEDULER, true, Measure.RECOVERY, Double.POSITIVE_INFINITY)))
        .contains("| 0.50 s | > 120 s |");
  }

  @Test
  void lineOfFigureComesBackAsItWas() {
    Figure figure = new Figure(Peer.QUARTZ, true, Measure.COMMITS, 3.25);
    assertThat(Figure.isLine(figure.line())).isTrue();
    assertThat(Figure.of(figure.line())).isEqualTo(figure);
  }
}
