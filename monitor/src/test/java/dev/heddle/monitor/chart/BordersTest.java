package dev.heddle.monitor.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** Pictures of nothing, of one thing, of moments, and of figures that are none. */
class BordersTest {
  private static final Frame FRAME = Frame.of("borders", "Borders");
  private static final double[] NONE = {};

  static Stream<Picture> empty() {
    return Stream.of(
        new TimeSeries(FRAME, 0, 1000, List.of()),
        new TimeSeries(FRAME, 0, 1000, List.of(new TimeSeries.Series("run", Kind.RUN, NONE))),
        new Lines(FRAME, 0, 1000, Unit.MILLIS, true, List.of()),
        new Lines(FRAME, 0, 1000, Unit.MILLIS, false, List.of(new Lines.Line("p50", NONE))),
        new Gantt(FRAME, 0, 0, false, List.of(), List.of()),
        new Timeline(FRAME, 0, 0, false, true, List.of(), List.of()),
        new Graph(FRAME, List.of(), List.of()));
  }

  @ParameterizedTest
  @MethodSource("empty")
  void ofNothingItSaysSo(Picture picture) {
    Parsed parsed = new Parsed(picture.svg());

    assertThat(parsed.all("text", "empty")).hasSize(1);
    new Parsed(picture.html());
  }

  static Stream<Picture> odd() {
    double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, -5, 0, Double.NaN};
    double[] one = {7};
    return Stream.of(
        new TimeSeries(FRAME, 0, 1, List.of(new TimeSeries.Series("run", Kind.RUN, odd))),
        new TimeSeries(FRAME, 0, 1000, List.of(new TimeSeries.Series("run", Kind.RUN, one))),
        new TimeSeries(
            FRAME,
            0,
            1000,
            List.of(
                new TimeSeries.Series("run", Kind.RUN, new double[3000]),
                new TimeSeries.Series("failed", Kind.FAILED, one))),
        new Lines(FRAME, 0, 1000, Unit.MILLIS, true, List.of(new Lines.Line("p50", odd))),
        new Lines(FRAME, 0, 1000, Unit.COUNT, false, List.of(new Lines.Line("p50", one))),
        new Gantt(
            FRAME,
            5000,
            1000,
            true,
            List.of(
                new Gantt.Row(1, "backwards", -3, "", List.of(new Gantt.Span(900, 100, Kind.RUN))),
                new Gantt.Row(
                    1,
                    "deep and twice",
                    1_000_000,
                    "",
                    List.of(
                        new Gantt.Span(5000, 5000, Kind.CACHED),
                        new Gantt.Span(Long.MIN_VALUE / 4, Long.MAX_VALUE / 4, Kind.RUN))),
                new Gantt.Row(2, "without spans", 0, "", List.of())),
            List.of(
                new CriticalPath.Segment(1, 0, 9000), new CriticalPath.Segment(77, 9000, 9001))),
        new Timeline(
            FRAME,
            1000,
            2000,
            true,
            true,
            List.of(
                stint(1, 1, 1500, 1500),
                stint(1, 1, 1500, 1500),
                stint(2, 1, 1900, 1200),
                stint(3, 9, 0, 90_000)),
            List.of(
                new Timeline.Death("nowhere", "nobody", 1500, ""),
                new Timeline.Death("h", "w", 90_000, "too late"))),
        new Graph(
            FRAME,
            List.of(node("a"), node("a"), node("b")),
            List.of(
                new Graph.Edge("a", "b"),
                new Graph.Edge("a", "b"),
                new Graph.Edge("b", "a"),
                new Graph.Edge("a", "a"),
                new Graph.Edge("a", "missing"))));
  }

  private static Timeline.Stint stint(long id, long parent, long start, long end) {
    return new Timeline.Stint(
        id, parent, "h", "w", "t" + id, "", List.of(new Timeline.Phase(start, end, Kind.LOST)));
  }

  private static Graph.Node node(String id) {
    return new Graph.Node(id, id, "", Graph.Shape.VALUE, "", false);
  }

  @ParameterizedTest
  @MethodSource("odd")
  void whateverTheFiguresAreMarksAreWithinThePicture(Picture picture) {
    String svg = picture.svg();
    Parsed parsed = new Parsed(svg);

    assertThat(svg).doesNotContain("NaN", "Infinity", "=\"-", "E1");
    double width = Parsed.number(parsed.root(), "width");
    double height = Parsed.number(parsed.root(), "height");
    // The marks of a timeline have units of their own, and are cut by the plot they are in.
    List<Element> marks =
        picture instanceof Timeline
            ? List.of()
            : parsed.all("rect").stream().filter(BordersTest::isMark).toList();
    for (Element mark : marks) {
      assertThat(Parsed.number(mark, "x") + Parsed.number(mark, "width"))
          .isLessThanOrEqualTo(width + 0.1);
      assertThat(Parsed.number(mark, "y") + Parsed.number(mark, "height"))
          .isLessThanOrEqualTo(height + 0.1);
    }
  }

  private static boolean isMark(Element rect) {
    return rect.getAttribute("class").startsWith("k-");
  }

  static Stream<Picture> examples() {
    return Stream.of(
        Examples.throughput(),
        Examples.latency(true),
        Examples.latency(false),
        Examples.execution(),
        Examples.recovery(),
        Examples.lineage());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void whatIsReferredToIsThereOnce(Picture picture) {
    String html = picture.html();
    List<String> ids =
        new Parsed(html)
            .all("*").stream().map(e -> e.getAttribute("id")).filter(id -> !id.isEmpty()).toList();
    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.startsWith(picture.frame().id()));

    Set<String> wanted = new TreeSet<>();
    Matcher urls = Pattern.compile("url\\(#([^)]+)\\)").matcher(html);
    while (urls.find()) {
      wanted.add(urls.group(1));
    }
    Element root = new Parsed(picture.svg()).root();
    wanted.add(root.getAttribute("aria-labelledby"));
    wanted.add(root.getAttribute("aria-describedby"));
    assertThat(ids).containsAll(wanted);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void readersAreToldWhatIsToBeSeen(Picture picture) {
    Parsed parsed = new Parsed(picture.svg());

    assertThat(parsed.texts("title").get(0)).isEqualTo(picture.frame().title());
    assertThat(parsed.texts("desc")).singleElement().asString().matches("(?s).*\\d.*");
    assertThat(parsed.root().getAttribute("role"))
        .as("an image hides what can be followed in it")
        .isEqualTo(parsed.all("a").isEmpty() ? "img" : "group");
    assertThat(parsed.all("a"))
        .as("what can be followed has a name: its text, or else a label")
        .allMatch(
            a ->
                a.getElementsByTagName("text").getLength() > 0
                    == a.getAttribute("aria-label").isEmpty());
  }

  @Test
  void aPictureDrawnTwiceIsTheSame() {
    assertThat(Examples.recovery().svg()).isEqualTo(Examples.recovery().svg());
    assertThat(Examples.lineage().svg()).isEqualTo(Examples.lineage().svg());
  }

  @Test
  void cellsOfNothingSayThatToo() {
    assertThat(
            new Parsed(new Sparkline("rate", Unit.COUNT, NONE).svg())
                .root()
                .getAttribute("aria-label"))
        .isEqualTo("rate: not known");
    assertThat(new Parsed(new Meter("progress", Double.NaN).svg()).texts("text"))
        .containsExactly("–");
    assertThat(new Parsed(new Share("s", "calls", List.of()).svg()).texts("text"))
        .containsExactly("–");
    new Parsed(new Sparkline("rate", Unit.COUNT, new double[] {5}).svg());
    new Parsed(new Sparkline("rate", Unit.COUNT, new double[] {-5, Double.NaN, 0}).svg());
  }

  @Test
  void anIdThatIsNoneIsRefused() {
    for (String id : Arrays.asList("", "7", "a b", "a\"b", "a)b", "x".repeat(65))) {
      assertThatThrownBy(() -> Frame.of(id, "title"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a picture's id is");
      assertThatThrownBy(() -> new Share(id, "whole", List.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> FRAME.sized(0, 100)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TimeSeries(FRAME, 0, 0, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
