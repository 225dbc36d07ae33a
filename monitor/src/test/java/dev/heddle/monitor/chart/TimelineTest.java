package dev.heddle.monitor.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Who worked on what when. */
class TimelineTest {
  private static Timeline.Stint stint(long id, String worker, long start, long end, Kind kind) {
    return new Timeline.Stint(
        id,
        1,
        "host-" + worker.charAt(0),
        worker,
        "task",
        "/invocations/" + id,
        List.of(new Timeline.Phase(start, end, kind)));
  }

  private static Timeline timeline(boolean parents, Timeline.Stint... stints) {
    return new Timeline(
        Frame.of("tl", "Timeline").sized(1016, 0),
        0,
        1000,
        false,
        parents,
        List.of(stints),
        List.of(new Timeline.Death("host-b", "b2", 500, "its process was killed")));
  }

  private static Element plot(Parsed parsed) {
    return parsed.all("svg", "plot").get(0);
  }

  @Test
  void lanesAreByHostThenWorkerThenSlot() {
    Timeline timeline =
        timeline(
            false,
            stint(1, "b2", 0, 500, Kind.LOST),
            stint(2, "b1", 100, 300, Kind.RUN),
            stint(3, "b1", 200, 400, Kind.RUN),
            stint(4, "b1", 300, 500, Kind.RUN),
            stint(5, "a9", 900, 999, Kind.RUN));

    Lanes lanes = Lanes.of(timeline.stints(), timeline.deaths());

    assertThat(lanes.hosts()).extracting(Lanes.Host::name).containsExactly("host-a", "host-b");
    assertThat(lanes.workers()).extracting(Lanes.Worker::name).containsExactly("a9", "b2", "b1");
    assertThat(lanes.workers()).extracting(Lanes.Worker::lanes).containsExactly(1, 1, 2);
    assertThat(lanes.tops()[1]).isEqualTo(lanes.tops()[3]);
    assertThat(lanes.tops()[2]).isEqualTo(lanes.tops()[1] + Lanes.LANE);
    assertThat(Arrays.stream(lanes.tops()).max().getAsInt() + Lanes.LANE)
        .isLessThanOrEqualTo(lanes.height());
  }

  @Test
  void aWorkerThatDiedIdleHasALaneToo() {
    Parsed parsed = new Parsed(timeline(false).svg());

    assertThat(parsed.texts("title"))
        .contains("b2 died 1 Jan 1970 00:00:00: its process was killed");
    assertThat(parsed.all("g", "death")).hasSize(1);
    assertThat(parsed.all("path", "death-line")).hasSize(1);
  }

  @Test
  void marksAreInThousandthsOfPixels() {
    Parsed parsed = new Parsed(timeline(false, stint(7, "b1", 250, 500, Kind.RUN)).svg());

    assertThat(plot(parsed).getAttribute("viewBox")).startsWith("0 0 800000 ");
    assertThat(plot(parsed).getAttribute("width")).isEqualTo("800");
    assertThat(plot(parsed).getElementsByTagName("rect").getLength())
        .as("what is hit beside the marks is not moved")
        .isEqualTo(parsed.all("g", "moved").get(0).getElementsByTagName("rect").getLength() + 1);
    Element run = parsed.all("rect", "k-run").get(0);
    assertThat(run.getAttribute("x")).isEqualTo("200000");
    assertThat(run.getAttribute("width")).isEqualTo("200000");
    Element link = (Element) run.getParentNode();
    assertThat(link.getAttribute("href")).isEqualTo("/invocations/7");
    assertThat(link.getAttribute("data-i")).isEqualTo("7");
    assertThat(link.getAttribute("aria-label")).isEqualTo("task on b1: run");
    assertThat(parsed.all("g", "death").get(0).getAttribute("transform"))
        .startsWith("translate(400 ");
  }

  @Test
  void aLineLeadsFromWhatWasLostToWhoTookItOver() {
    Parsed parsed =
        new Parsed(
            timeline(
                    false,
                    stint(3, "a1", 600, 700, Kind.RECOVERED),
                    stint(3, "b2", 100, 500, Kind.LOST),
                    stint(4, "b2", 100, 500, Kind.LOST),
                    stint(3, "a1", 800, 900, Kind.RUN))
                .svg());

    List<Element> lines = parsed.all("path", "takeover");
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).getAttribute("d")).matches("M400000 \\d+C[^M]* 480000 \\d+");
  }

  @Test
  void aLineLeadsFromAParentToItsChildrenIfAsked() {
    Timeline.Stint[] stints = {
      stint(1, "a1", 0, 900, Kind.RUN),
      stint(2, "b1", 100, 200, Kind.RUN),
      stint(2, "b1", 300, 400, Kind.RUN),
      stint(3, "b1", 500, 600, Kind.RUN)
    };

    assertThat(
            new Parsed(timeline(true, stints).svg())
                .all("path", "descent")
                .get(0)
                .getAttribute("d")
                .split("M"))
        .hasSize(3);
    assertThat(new Parsed(timeline(false, stints).svg()).all("path", "descent")).isEmpty();
  }

  @Test
  void tenThousandSpansStayLight() {
    String svg = Examples.busy(Timeline.MOST).svg();

    int bytes = svg.getBytes(StandardCharsets.UTF_8).length;
    System.out.println("a timeline of 10,000 spans: " + bytes + " bytes");
    assertThat(bytes).isLessThan(2_500_000);
    assertThat(new Parsed(svg).all("a")).hasSize(Timeline.MOST);
  }

  @Test
  void ofMoreThanThatTheLatestAreDrawnAndItSaysSo() {
    Timeline busy = Examples.busy(Timeline.MOST + 500);
    Parsed parsed = new Parsed(busy.svg());

    assertThat(parsed.all("a")).hasSize(Timeline.MOST);
    assertThat(parsed.texts("text")).contains("10,000 of 10,500 stints");
    long latest = busy.stints().stream().mapToLong(Timeline.Stint::start).max().orElseThrow();
    Timeline.Stint last =
        busy.stints().stream().filter(s -> s.start() == latest).findFirst().orElseThrow();
    assertThat(parsed.all("a"))
        .anyMatch(a -> a.getAttribute("data-i").equals("" + last.invocation()));
  }

  @Test
  void itTellsTheScriptWhatTheAxisIs() {
    Element root = new Parsed(Examples.recovery().svg()).root();

    assertThat(root.getAttribute("data-from")).isEqualTo("" + Examples.NOON);
    assertThat(root.getAttribute("data-to")).isEqualTo("" + (Examples.NOON + 30_000));
    assertThat(root.getAttribute("data-offset")).isEqualTo("0");
    assertThat(new Parsed(Examples.recovery().html()).all("button"))
        .extracting(button -> button.getAttribute("data-tool"))
        .containsExactly("in", "out", "left", "right", "all");
  }

  @Test
  void aStintWithoutPhasesIsRefused() {
    assertThatThrownBy(() -> new Timeline.Stint(5, 0, "h", "w", "t", "", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5");
  }
}
