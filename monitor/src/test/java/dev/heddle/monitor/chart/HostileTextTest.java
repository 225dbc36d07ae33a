package dev.heddle.monitor.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/** Whatever tasks, workers and hosts are called, a picture stays one. */
class HostileTextTest {
  private static final double[] ONE = {1, Double.NaN, 3};

  static Stream<String> texts() {
    return Stream.of(
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onload='alert(1)",
        "a & b &amp; &#0; &lt;",
        "]]><!-- <![CDATA[",
        "</text></svg><script>alert(1)</script>",
        "line\none\r\ttwo\u0000\u0001\u001b[31m\u007f\u009f",
        "x".repeat(10_000),
        "<".repeat(10_000),
        "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67 \ud83d\ude80\ufe0f \ud83c\uddea\ud83c\uddfa"
            .repeat(40),
        "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
        "\u202eevil\u202c\u2066x",
        "\ud800 half \udc00\uffff\ufffe",
        "javascript:alert(1)",
        "url(javascript:alert(1))",
        "%s %n %d {} ${x} \\",
        "",
        "   ");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void isText(String text) {
    for (String xml : drawn(text)) {
      assertHarmless(xml);
    }
  }

  private static List<String> drawn(String text) {
    Frame frame = new Frame("hostile", text, 360, 120, Frame.of("a", "b").zone());
    List<Picture> pictures =
        List.of(
            new TimeSeries(
                frame,
                Examples.NOON,
                1000,
                List.of(new TimeSeries.Series(text, Kind.FAILED, ONE)),
                List.of(text, text, text)),
            new Lines(
                frame,
                Examples.NOON,
                1000,
                Unit.MILLIS,
                true,
                List.of(new Lines.Line(text, ONE), new Lines.Line(text, ONE))),
            new Gantt(
                frame,
                0,
                1000,
                true,
                List.of(
                    new Gantt.Row(
                        1, text, 3, text, List.of(new Gantt.Span(10, 500, Kind.RECOVERED)))),
                List.of(new CriticalPath.Segment(1, 10, 500))),
            new Timeline(
                frame,
                0,
                1000,
                true,
                true,
                List.of(
                    new Timeline.Stint(
                        7,
                        0,
                        text,
                        text,
                        text,
                        text,
                        List.of(new Timeline.Phase(0, 500, Kind.LOST)))),
                List.of(new Timeline.Death(text, text, 500, text))),
            new Graph(
                frame,
                List.of(
                    new Graph.Node(text, text, text, Graph.Shape.FILE, text, true),
                    new Graph.Node("b", "b", "", Graph.Shape.CALL, "/b", false)),
                List.of(new Graph.Edge(text, "b"))));
    return Stream.concat(
            pictures.stream().flatMap(picture -> Stream.of(picture.svg(), picture.html())),
            Stream.of(
                new Sparkline(text, Unit.COUNT, ONE).svg(),
                new Meter(text, 0.5).svg(),
                new Share("share", text, List.of(new Share.Part(text, Kind.LOST, 1))).svg(),
                Legend.html("a", List.of(new Legend.KindEntry(Kind.RUN, text + "x")))))
        .toList();
  }

  private static void assertHarmless(String xml) {
    List<String> known =
        List.of(
            "svg", "title", "desc", "defs", "pattern", "marker", "g", "a", "rect", "path", "line",
            "circle", "text", "div", "ul", "li", "button");
    for (Element element : new Parsed(xml).all("*")) {
      assertThat(known).contains(element.getTagName());
      if (element.getElementsByTagName("*").getLength() == 0) {
        assertThat(element.getTextContent()).hasSizeLessThan(2 * Text.WHOLE + 400);
      }
      for (int i = 0; i < element.getAttributes().getLength(); i++) {
        Attr attribute = (Attr) element.getAttributes().item(i);
        String name = attribute.getName().toLowerCase(Locale.ROOT);
        assertThat(name).isNotEqualTo("style").doesNotStartWith("on").doesNotStartWith("xlink");
        if (name.equals("href")) {
          assertThat(attribute.getValue()).startsWith("/");
        }
        if (name.equals("fill") || name.startsWith("marker-e")) {
          assertThat(attribute.getValue()).matches("url\\(#[A-Za-z0-9-]+\\)");
        }
        if (name.equals("class") || name.equals("id")) {
          assertThat(attribute.getValue()).matches("[A-Za-z0-9 -]+");
        }
      }
    }
  }
}
