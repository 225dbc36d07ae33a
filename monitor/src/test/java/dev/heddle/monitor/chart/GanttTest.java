package dev.heddle.monitor.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What an execution did when. */
class GanttTest {
  private static final Frame FRAME = Frame.of("gantt", "Execution").sized(1000, 0);

  private static Gantt.Row row(long id, Gantt.Span... spans) {
    return new Gantt.Row(id, "task " + id, 0, "/invocations/" + id, List.of(spans));
  }

  private static Parsed draw(List<CriticalPath.Segment> critical, Gantt.Row... rows) {
    return new Parsed(new Gantt(FRAME, 1000, 2000, false, List.of(rows), critical).svg());
  }

  @Test
  void spansAreWhereTheirTimeIs() {
    Parsed parsed =
        draw(
            List.of(),
            row(1, new Gantt.Span(1000, 1250, Kind.WAITING), new Gantt.Span(1250, 2000, Kind.RUN)));

    Element waiting = parsed.all("rect", "k-waiting").get(0);
    Element run = parsed.all("rect", "k-run").get(0);
    double left = Parsed.number(waiting, "x");
    double end = Parsed.number(run, "x") + Parsed.number(run, "width");
    assertThat(end).isEqualTo(980);
    assertThat(Parsed.number(run, "x") - left).isEqualTo((end - left) / 4);
    assertThat(Parsed.number(waiting, "width")).isEqualTo((end - left) / 4);
    assertThat(waiting.getAttribute("fill")).isEqualTo("url(#gantt-waiting)");
  }

  @Test
  void whatIsOutsideOfTheAxisIsCutOff() {
    Parsed parsed =
        draw(
            List.of(),
            row(1, new Gantt.Span(0, 500, Kind.FAILED), new Gantt.Span(500, 9000, Kind.RUN)));

    assertThat(parsed.all("rect", "k-failed")).isEmpty();
    Element run = parsed.all("rect", "k-run").get(0);
    assertThat(Parsed.number(run, "x") + Parsed.number(run, "width")).isEqualTo(980);
  }

  @Test
  void aMomentIsSeenToo() {
    Parsed parsed = draw(List.of(), row(1, new Gantt.Span(2000, 2000, Kind.CACHED)));

    Element cached = parsed.all("rect", "k-cached").get(0);
    assertThat(Parsed.number(cached, "width")).isEqualTo(3);
    assertThat(Parsed.number(cached, "x")).isEqualTo(977);
  }

  @Test
  void theCriticalPathGoesFromRowToRow() {
    List<CriticalPath.Segment> critical =
        List.of(
            new CriticalPath.Segment(1, 1000, 1200),
            new CriticalPath.Segment(3, 1250, 1800),
            new CriticalPath.Segment(99, 1800, 1900),
            new CriticalPath.Segment(1, 1900, 2000));
    Parsed parsed =
        draw(
            critical,
            row(1, new Gantt.Span(1000, 2000, Kind.RUN)),
            row(2, new Gantt.Span(1000, 1100, Kind.RUN)),
            row(3, new Gantt.Span(1250, 1800, Kind.RUN)));

    assertThat(parsed.all("path", "critical").get(0).getAttribute("d").split("M")).hasSize(4);
    assertThat(parsed.all("path", "critical-step").get(0).getAttribute("d").split("M"))
        .as("a piece without a row here is not led to")
        .hasSize(2);
    assertThat(parsed.all("a", "on-path")).hasSize(2);
    assertThat(parsed.texts("title"))
        .contains("task 1: run 1 s; on the critical path", "task 2: run 100 ms");
    assertThat(new Gantt(FRAME, 0, 1, false, List.of(), critical).legend())
        .contains(new Legend.LineEntry("critical", "critical path"));
  }

  @Test
  void fiveThousandRowsStayLight() {
    List<Gantt.Row> rows = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      rows.add(
          row(
              i,
              new Gantt.Span(1000 + i / 10, 1100 + i / 10, Kind.WAITING),
              new Gantt.Span(1100 + i / 10, 1300 + i / 10, Kind.RUN)));
    }

    String svg = new Gantt(FRAME, 1000, 2000, false, rows, List.of()).svg();

    assertThat(svg.length()).isLessThan(4_000_000);
    assertThat(new Parsed(svg).all("rect", "k-run")).hasSize(5000);
  }
}
