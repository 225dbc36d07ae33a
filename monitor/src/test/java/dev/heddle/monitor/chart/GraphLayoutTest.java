package dev.heddle.monitor.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.heddle.monitor.chart.GraphLayout.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where cards and lines go. */
class GraphLayoutTest {
  private static final int WIDTH = GraphLayout.CARD_WIDTH;
  private static final int HEIGHT = GraphLayout.CARD_HEIGHT;

  private static GraphLayout layout(int n, int[]... lines) {
    return GraphLayout.of(n, List.of(lines));
  }

  private static int[] line(int from, int to) {
    return new int[] {from, to};
  }

  @Test
  void nothingTakesNoRoom() {
    GraphLayout layout = layout(0);

    assertThat(layout.width()).isZero();
    assertThat(layout.height()).isZero();
  }

  @Test
  void oneIsInTheCorner() {
    assertThat(layout(1).cards()).containsExactly(new Point(0, 0));
  }

  @Test
  void aChainIsAStraightLine() {
    GraphLayout chain = layout(3, line(0, 1), line(1, 2));

    assertThat(chain.cards()).extracting(Point::y).containsOnly(0.0);
    assertThat(chain.cards()).extracting(Point::x).isSorted().doesNotHaveDuplicates();
    assertThat(chain.edges().get(0))
        .containsExactly(
            new Point(WIDTH, HEIGHT / 2.0), new Point(chain.cards().get(1).x(), HEIGHT / 2.0));
  }

  @Test
  void whatHasNoSourceStandsBesideItsFirstUse() {
    List<Point> cards = layout(4, line(0, 1), line(1, 2), line(3, 2)).cards();

    assertThat(cards.get(3).x()).isEqualTo(cards.get(1).x());
  }

  @Test
  void linesThatNeedNotCrossDoNot() {
    List<Point> cards = layout(6, line(0, 5), line(1, 4), line(2, 3)).cards();

    assertThat(Math.signum(cards.get(0).y() - cards.get(1).y()))
        .isEqualTo(Math.signum(cards.get(5).y() - cards.get(4).y()));
    assertThat(Math.signum(cards.get(1).y() - cards.get(2).y()))
        .isEqualTo(Math.signum(cards.get(4).y() - cards.get(3).y()));
  }

  @Test
  void aCircleIsDrawnWithOneLineBack() {
    GraphLayout circle = layout(3, line(0, 1), line(1, 2), line(2, 0));

    List<Point> back = circle.edges().get(2);
    assertThat(back.get(0).x()).isEqualTo(circle.cards().get(2).x());
    assertThat(back.get(back.size() - 1).x()).isEqualTo(circle.cards().get(0).x() + WIDTH);
  }

  @Test
  void noCardIsUnderAnotherAndNoLineUnderACard() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int n = 2 + random.nextInt(40);
      List<int[]> lines = new ArrayList<>();
      for (int i = random.nextInt(80); i > 0; i--) {
        int from = random.nextInt(n);
        int to = random.nextInt(n);
        if (from != to) {
          lines.add(line(from, to));
        }
      }

      GraphLayout layout = GraphLayout.of(n, lines);

      List<Point> cards = layout.cards();
      for (int a = 0; a < n; a++) {
        Point one = cards.get(a);
        assertThat(one.x()).isBetween(0.0, layout.width() - WIDTH);
        assertThat(one.y()).isBetween(-1e-6, layout.height() - HEIGHT + 1e-6);
        for (int b = a + 1; b < n; b++) {
          Point other = cards.get(b);
          assertThat(one.x() == other.x() && Math.abs(one.y() - other.y()) < HEIGHT)
              .as("seed %d: cards %d and %d", seed, a, b)
              .isFalse();
        }
      }
      for (int i = 0; i < lines.size(); i++) {
        assertFree(layout.edges().get(i), cards, lines.get(i), "seed " + seed);
      }
    }
  }

  /** Curves stay between the layers; what goes straight through a layer meets no card there. */
  private static void assertFree(List<Point> path, List<Point> cards, int[] line, String which) {
    assertThat(path.size() % 2).isZero();
    assertThat(path.get(0).y()).isCloseTo(cards.get(line[0]).y() + HEIGHT / 2.0, within(1e-6));
    assertThat(path.get(path.size() - 1).y())
        .isCloseTo(cards.get(line[1]).y() + HEIGHT / 2.0, within(1e-6));
    for (int k = 1; k < path.size(); k++) {
      Point from = path.get(k - 1);
      Point to = path.get(k);
      double left = Math.min(from.x(), to.x());
      double right = Math.max(from.x(), to.x());
      if (k % 2 == 0) {
        assertThat(from.y()).isEqualTo(to.y());
      }
      for (Point card : cards) {
        boolean beside = right <= card.x() || left >= card.x() + WIDTH;
        boolean above = from.y() <= card.y() || from.y() >= card.y() + HEIGHT;
        assertThat(beside || (k % 2 == 0 && above)).as(which).isTrue();
      }
    }
  }

  @Test
  void twoHundredCardsWithAThousandLinesAreDrawn() {
    Random random = new Random(4);
    List<int[]> lines = new ArrayList<>();
    for (int i = 1; i < 200; i++) {
      lines.add(line(i - 1, i));
    }
    while (lines.size() < 1000) {
      int from = random.nextInt(199);
      lines.add(line(from, from + 1 + random.nextInt(199 - from)));
    }

    assertThat(GraphLayout.of(200, lines).edges()).hasSize(1000);
  }
}
