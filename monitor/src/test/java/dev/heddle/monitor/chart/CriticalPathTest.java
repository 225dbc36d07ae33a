package dev.heddle.monitor.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.monitor.chart.CriticalPath.Segment;
import dev.heddle.monitor.chart.CriticalPath.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The chain of spans that determined the end. */
class CriticalPathTest {
  @Test
  void ofNothingThereIsNone() {
    assertThat(CriticalPath.of(List.of())).isEmpty();
  }

  @Test
  void oneAloneIsItsOwnPath() {
    assertThat(CriticalPath.of(List.of(new Span(1, 0, 10, 30))))
        .containsExactly(new Segment(1, 10, 30));
  }

  @Test
  void ofThoseAtOnceTheLastToEndCounts() {
    assertThat(
            CriticalPath.of(
                List.of(
                    new Span(1, 0, 0, 100),
                    new Span(2, 1, 10, 40),
                    new Span(3, 1, 10, 90),
                    new Span(4, 1, 10, 60))))
        .containsExactly(new Segment(1, 0, 10), new Segment(3, 10, 90), new Segment(1, 90, 100));
  }

  @Test
  void thoseAfterEachOtherAllCount() {
    assertThat(
            CriticalPath.of(
                List.of(new Span(1, 0, 0, 100), new Span(2, 1, 10, 40), new Span(3, 1, 40, 90))))
        .containsExactly(
            new Segment(1, 0, 10),
            new Segment(2, 10, 40),
            new Segment(3, 40, 90),
            new Segment(1, 90, 100));
  }

  @Test
  void callsOfAReturnedExpressionRunAfterTheirParent() {
    // year() returns summarize(each(build)), and has ended when those begin.
    List<Span> year =
        List.of(
            new Span(1, 0, 0, 10),
            new Span(2, 1, 12, 30),
            new Span(3, 1, 12, 50),
            new Span(4, 1, 51, 60));

    assertThat(CriticalPath.of(year))
        .containsExactly(new Segment(1, 0, 10), new Segment(3, 12, 50), new Segment(4, 51, 60));
  }

  @Test
  void whatRunsOnPastTheParentWithinWhatCameNextWasNotWaitedFor() {
    // 2 was forgotten: 3 began before it ended, and the parent ended with 3.
    List<Span> spans =
        List.of(new Span(1, 0, 0, 60), new Span(2, 1, 5, 40), new Span(3, 1, 20, 55));

    assertThat(CriticalPath.of(spans))
        .containsExactly(new Segment(1, 0, 20), new Segment(3, 20, 55), new Segment(1, 55, 60));
  }

  @Test
  void itGoesDownToTheLastOfTheLast() {
    List<Span> spans =
        List.of(
            new Span(1, 0, 0, 50),
            new Span(2, 1, 0, 50),
            new Span(3, 2, 0, 50),
            new Span(4, 3, 10, 50));

    assertThat(CriticalPath.of(spans))
        .containsExactly(new Segment(3, 0, 10), new Segment(4, 10, 50));
  }

  @Test
  void severalRootsAreChildrenOfOne() {
    assertThat(CriticalPath.of(List.of(new Span(1, 0, 0, 10), new Span(2, 99, 15, 30))))
        .containsExactly(new Segment(1, 0, 10), new Segment(2, 15, 30));
  }

  @Test
  void momentsAreNoPartOfIt() {
    assertThat(CriticalPath.of(List.of(new Span(1, 0, 5, 5), new Span(2, 1, 5, 5)))).isEmpty();
    assertThat(CriticalPath.of(List.of(new Span(1, 0, 0, 9), new Span(2, 1, 5, 5))))
        .containsExactly(new Segment(1, 0, 9));
  }

  @Test
  void timeThatRunsBackwardsDoesNoHarm() {
    assertThat(CriticalPath.of(List.of(new Span(1, 0, 50, 10), new Span(2, 1, 20, 90))))
        .containsExactly(new Segment(2, 20, 90));
    assertThat(
            CriticalPath.of(
                List.of(
                    new Span(1, 0, Long.MIN_VALUE, Long.MAX_VALUE),
                    new Span(2, 1, Long.MAX_VALUE, Long.MIN_VALUE))))
        .containsExactly(new Segment(1, Long.MIN_VALUE, Long.MAX_VALUE));
  }

  @Test
  void circlesOfParentsAreLeftOut() {
    assertThat(
            CriticalPath.of(
                List.of(new Span(1, 2, 0, 90), new Span(2, 1, 0, 80), new Span(3, 3, 5, 10))))
        .containsExactly(new Segment(3, 5, 10));
  }

  @Test
  void depthIsNoLimit() {
    int depth = 200_000;
    List<Span> chain = new ArrayList<>();
    for (int i = 1; i <= depth; i++) {
      chain.add(new Span(i, i - 1, i, 2L * depth - i + 1));
    }

    List<Segment> path = CriticalPath.of(chain);

    assertThat(path).hasSize(2 * depth - 1);
    assertThat(path.get(0)).isEqualTo(new Segment(1, 1, 2));
    assertThat(path.get(2 * depth - 2)).isEqualTo(new Segment(1, 2L * depth - 1, 2L * depth));
  }

  @Test
  void theSlowWayFindsTheSamePath() {
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      List<Span> spans = new ArrayList<>();
      int n = 1 + random.nextInt(12);
      for (int id = 1; id <= n; id++) {
        long start = random.nextInt(40);
        spans.add(new Span(id, random.nextInt(id), start, start + random.nextInt(30) - 2));
      }
      Collections.shuffle(spans, random);

      List<Segment> path = CriticalPath.of(spans);

      assertThat(path).as("seed %d: %s", seed, spans).isEqualTo(slowly(spans));
      long last = Long.MIN_VALUE;
      for (Segment piece : path) {
        assertThat(piece.start()).isGreaterThanOrEqualTo(last);
        assertThat(piece.end()).isGreaterThan(piece.start());
        last = piece.end();
        Span own = spans.stream().filter(s -> s.id() == piece.id()).findFirst().orElseThrow();
        assertThat(piece.start()).isGreaterThanOrEqualTo(own.start());
        assertThat(piece.end()).isLessThanOrEqualTo(own.end());
      }
    }
  }

  /** As the definition has it, without sorting, sums or a stack of its own. */
  private static List<Segment> slowly(List<Span> spans) {
    List<Segment> back = new ArrayList<>();
    long first = spans.stream().mapToLong(Span::start).min().orElseThrow();
    walk(new Span(0, -1, first, first), spans, over(0, first, spans), back);
    Collections.reverse(back);
    return back;
  }

  private static long walk(Span span, List<Span> all, long until, List<Segment> back) {
    Set<Long> done = new TreeSet<>();
    long reached = until;
    while (true) {
      long now = reached;
      Span child =
          all.stream()
              .filter(s -> s.parent() == span.id() && !done.contains(s.id()))
              .filter(s -> over(s.id(), Math.max(s.start(), s.end()), all) <= now)
              .max(
                  Comparator.comparingLong(
                          (Span s) -> over(s.id(), Math.max(s.start(), s.end()), all))
                      .thenComparingLong(Span::start)
                      // of equals the one that was told first
                      .thenComparing(
                          Comparator.comparingInt((Span s) -> all.indexOf(s)).reversed()))
              .orElse(null);
      long to =
          child == null
              ? Long.MIN_VALUE
              : over(child.id(), Math.max(child.start(), child.end()), all);
      long start = Math.max(span.start(), to);
      long end = Math.min(Math.max(span.start(), span.end()), reached);
      if (start < end) {
        Segment later = back.isEmpty() ? new Segment(-1, 0, 0) : back.get(back.size() - 1);
        boolean touches = later.id() == span.id() && later.start() == end;
        if (touches) {
          back.remove(back.size() - 1);
        }
        back.add(new Segment(span.id(), start, touches ? later.end() : end));
      }
      if (child == null) {
        return Math.min(reached, span.start());
      }
      done.add(child.id());
      reached = walk(child, all, to, back);
    }
  }

  private static long over(long id, long own, List<Span> all) {
    return all.stream()
        .filter(s -> s.parent() == id)
        .mapToLong(s -> over(s.id(), Math.max(s.start(), s.end()), all))
        .reduce(own, Math::max);
  }
}
