package dev.heddle.monitor.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What came from what. */
class GraphTest {
  @Test
  void eachThingIsACardAndEachLineHasAnArrow() {
    Parsed parsed = new Parsed(Examples.lineage().svg());

    assertThat(parsed.all("a", "card")).hasSize(13);
    assertThat(parsed.all("a", "centre")).hasSize(1);
    assertThat(parsed.all("path"))
        .filteredOn(path -> path.getAttribute("marker-end").equals("url(#lineage-arrow)"))
        .hasSize(14);
  }

  @Test
  void ofTooManyTheFirstAreDrawnAndItSaysSo() {
    List<Graph.Node> nodes = new ArrayList<>();
    List<Graph.Edge> edges = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      nodes.add(new Graph.Node("n" + i, "node " + i, "value", Graph.Shape.VALUE, "", false));
      edges.add(new Graph.Edge("n" + i, "n" + (i + 1)));
    }

    Parsed parsed = new Parsed(new Graph(Frame.of("chain", "Chain"), nodes, edges).svg());

    assertThat(parsed.all("g", "card")).hasSize(Graph.MOST_NODES);
    assertThat(parsed.texts("text").get(0)).startsWith("200 of 250 things");
    assertThat(Parsed.number(parsed.root(), "width")).isGreaterThan(200 * GraphLayout.CARD_WIDTH);
  }
}
