package dev.heddle.monitor.chart;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * What an execution did when: a row for each invocation, with its label, how long it took, and its
 * spans along a common axis of the time since the beginning. The critical path is a heavy line
 * below the spans that are on it, from row to row.
 *
 * @param frame where it stands; its height is a least one, since each row takes 22 pixels
 * @param from where the axis begins, in epoch milliseconds
 * @param to where it ends; of an execution that goes on, now
 * @param live whether it goes on; the end is marked then
 * @param rows from top to bottom; a caller with thousands shows them in pages, all with one axis
 * @param critical as {@link CriticalPath} finds it; pieces of invocations that have no row here are
 *     not drawn
 */
public record Gantt(
    Frame frame,
    long from,
    long to,
    boolean live,
    List<Row> rows,
    List<CriticalPath.Segment> critical)
    implements Picture {
  /**
   * One invocation.
   *
   * @param id of the invocation, as in the critical path
   * @param depth below the root, which is 0
   * @param href where a click leads; empty if nowhere
   * @param spans in any order; what lies outside of the axis is cut off
   */
  public record Row(long id, String label, int depth, String href, List<Span> spans) {
    /** Copies the spans. */
    public Row {
      spans = List.copyOf(spans);
    }
  }

  /**
   * A part of its time.
   *
   * @param start in epoch milliseconds
   * @param end taken as the start if it is before that
   */
  public record Span(long start, long end, Kind kind) {
    /** Turns what runs backwards into a moment. */
    public Span {
      end = Math.max(start, end);
    }
  }

  private static final int ROW = 22;
  private static final int BAR = 12;
  private static final int TOP = 28;
  private static final int RIGHT = 20;
  private static final int DURATION = 76;
  private static final int INDENT = 12;
  private static final int FONT = 12;

  /** The least width of a mark: a moment is to be seen too. */
  private static final double LEAST = 3;

  /** Copies the lists. */
  public Gantt {
    rows = List.copyOf(rows);
    critical = List.copyOf(critical);
  }

  @Override
  public List<Legend.Entry> legend() {
    List<Legend.Entry> entries = new ArrayList<>(Legend.of(counts().keySet()));
    if (!critical.isEmpty()) {
      entries.add(new Legend.LineEntry("critical", "critical path"));
    }
    return entries;
  }

  @Override
  public String svg() {
    double labels = Math.max(110, Math.min(320, frame.width() * 0.32));
    double left = labels + DURATION;
    TimeScale time = new TimeScale(from, to, Math.max(40, frame.width() - left - RIGHT));
    int height = Math.max(frame.height(), TOP + rows.size() * ROW + 8);
    Axes axes = new Axes(left, TOP, time.length(), height - TOP - 4);
    Map<Long, Integer> rowOf = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      rowOf.putIfAbsent(rows.get(i).id, i);
    }

    boolean links = rows.stream().anyMatch(row -> !row.href.isEmpty());
    Markup svg = frame.open("gantt", height, description(), links);
    Textures.define(svg, frame.id(), counts().keySet(), 1);
    axes.timesAbove(svg, time, time.elapsed(axes.timeTicks()));
    Set<Long> marked = critical.stream().map(CriticalPath.Segment::id).collect(Collectors.toSet());
    svg.open("g", "class", "marks");
    for (int i = 0; i < rows.size(); i++) {
      row(svg, rows.get(i), i, axes, time, marked.contains(rows.get(i).id));
    }
    svg.end();
    path(svg, rowOf, left, time);
    if (live) {
      double now = left + time.length();
      svg.leaf("line", "class", "now", "x1", now, "x2", now, "y1", TOP - 4, "y2", height - 4);
    }
    if (rows.isEmpty()) {
      axes.nothing(svg, "No invocations");
    }
    return svg.end().toString();
  }

  private void row(Markup svg, Row row, int index, Axes axes, TimeScale time, boolean onPath) {
    double top = TOP + (double) index * ROW;
    double labels = axes.x() - DURATION;
    double indent = Math.min(labels / 2, 4 + (double) Math.max(0, row.depth) * INDENT);
    String words = words(row, onPath);
    svg.link(row.href, "", onPath ? "row on-path" : "row")
        .leafText("title", words)
        .leaf("rect", "class", "hit", "y", top, "width", (double) frame.width(), "height", ROW)
        .leafText(
            "text",
            Text.fit(row.label, labels - indent - 4, onPath ? FONT * 1.06 : FONT),
            "x",
            indent,
            "y",
            top + 15)
        .leafText("text", duration(row), "x", axes.x() - 10, "y", top + 15, "class", "figure end");
    for (Span span : row.spans) {
      if (span.end < time.from() || span.start > time.to()) {
        continue;
      }
      double start = Math.min(time.within(span.start), time.length() - LEAST);
      svg.leaf(
          "rect",
          "class",
          span.kind.css(),
          "fill",
          Textures.fill(frame.id(), span.kind),
          "x",
          axes.x() + start,
          "y",
          top + 4,
          "width",
          Math.max(LEAST, time.within(span.end) - start),
          "height",
          BAR);
    }
    svg.end();
  }

  /** A piece below each span that is on it, and lines from piece to piece. */
  private void path(Markup svg, Map<Long, Integer> rowOf, double left, TimeScale time) {
    StringBuilder pieces = new StringBuilder();
    StringBuilder steps = new StringBuilder();
    String before = "";
    for (CriticalPath.Segment segment : critical) {
      Integer row = rowOf.get(segment.id());
      if (row == null) {
        before = "";
        continue;
      }
      String y = Markup.number(TOP + (double) row * ROW + BAR + 6);
      String start = Markup.number(left + time.within(segment.start()));
      String end = Markup.number(left + time.within(segment.end()));
      pieces.append('M').append(start).append(' ').append(y).append('H').append(end);
      if (!before.isEmpty()) {
        steps.append(before).append('V').append(y).append('H').append(start);
      }
      before = "M" + end + " " + y;
    }
    if (pieces.length() > 0) {
      svg.leaf("path", "class", "critical-step", "d", steps.toString())
          .leaf("path", "class", "critical", "d", pieces.toString());
    }
  }

  private String duration(Row row) {
    long start = row.spans.stream().mapToLong(Span::start).min().orElse(0);
    long end = row.spans.stream().mapToLong(Span::end).max().orElse(0);
    return row.spans.isEmpty() ? "" : Unit.duration(end - start);
  }

  private String words(Row row, boolean onPath) {
    StringJoiner all = new StringJoiner(", ", Text.atMost(row.label, Text.WHOLE) + ": ", "");
    for (Span span : row.spans.subList(0, Math.min(12, row.spans.size()))) {
      all.add(span.kind.word() + " " + Unit.duration(span.end - span.start));
    }
    if (row.spans.size() > 12) {
      all.add("and " + Unit.whole(row.spans.size() - 12L) + " more");
    }
    return all + (onPath ? "; on the critical path" : "");
  }

  private Map<Kind, Long> counts() {
    Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    rows.forEach(row -> row.spans.forEach(span -> counts.merge(span.kind, 1L, Long::sum)));
    return counts;
  }

  private String description() {
    StringJoiner kinds = new StringJoiner(", ");
    counts().forEach((kind, count) -> kinds.add(Unit.whole(count) + " " + kind.word()));
    long onPath = critical.stream().mapToLong(piece -> piece.end() - piece.start()).sum();
    return String.format(
        "%s invocations over %s: %s.%s",
        Unit.whole(rows.size()),
        Unit.duration(Math.max(0, to - from)),
        counts().isEmpty() ? "no spans" : kinds + " spans",
        critical.isEmpty() ? "" : " The critical path takes " + Unit.duration(onPath) + ".");
  }
}
