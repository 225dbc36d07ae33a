package dev.heddle.monitor.chart;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The chain of spans that determined when all was over: to be faster, one of these must be.
 *
 * <p>Found by walking back from the end: whoever ended last determined it; it could not go on
 * before the child that ended last before that moment; nor that child before the last of its own,
 * and so on; then from the beginning of that child further back in the same way. A child that ended
 * later than the moment looked at was not waited for. This is critical path analysis as for traces
 * of requests (Zhang, Ramanathan, Raj, Parwal, Sherwood and Chabbi, "CRISP: Critical Path Analysis
 * of Large-Scale Microservice Architectures", USENIX ATC 2022), with one difference: a child may
 * run on after its parent has ended, as the calls of a returned expression do, and is over when all
 * under it is.
 *
 * <p>Takes O(n log n) time and O(n) memory, at any depth.
 */
public final class CriticalPath {
  /**
   * Something that took time.
   *
   * @param id unique
   * @param parent the id of what began it; whatever is not among the spans is none
   * @param start in epoch milliseconds
   * @param end taken as the start if it is before that, as clocks may differ
   */
  public record Span(long id, long parent, long start, long end) {}

  /**
   * A piece of the path, during which the end was in this span's own hands.
   *
   * @param id of the span
   * @param start within the span, as the end is
   */
  public record Segment(long id, long start, long end) {}

  /** A span in its tree; {@code over} is when the last under it had ended. */
  private static final class Node {
    private final Span span;
    private final long end;
    private final List<Node> children = new ArrayList<>();
    private @Nullable Node parent;
    private long over;

    Node(Span span) {
      this.span = span;
      this.end = Math.max(span.start, span.end);
      this.over = end;
    }
  }

  /** A node on the way back: how far back the walk has come within it, and its next child. */
  private static final class Visit {
    private final Node node;
    private long until;
    private int next;

    Visit(Node node, long until) {
      this.node = node;
      this.until = until;
    }
  }

  /** Of those that were over together, the one that ended itself comes first. */
  private static final Comparator<Node> LAST_FIRST =
      Comparator.comparingLong((Node node) -> node.over)
          .thenComparingLong(node -> node.span.start)
          .reversed();

  private CriticalPath() {}

  /**
   * The path in the order of time. Segments don't overlap; between them nobody ran that was waited
   * for: work lay in a queue, or a worker was dead. Those of no length are left out, those of one
   * span that touch are one.
   *
   * @param spans in any order; those whose parents form a circle are left out
   */
  public static List<Segment> of(List<Span> spans) {
    Node everything = tree(spans);
    List<Segment> path = new ArrayList<>();
    Deque<Visit> visits = new ArrayDeque<>();
    visits.push(new Visit(everything, everything.over));
    while (!visits.isEmpty()) {
      Visit visit = visits.peek();
      Node child = lastBefore(visit);
      if (child != null) {
        add(path, visit.node, child.over, visit.until);
        visit.until = child.over;
        visits.push(new Visit(child, child.over));
        continue;
      }
      add(path, visit.node, Long.MIN_VALUE, visit.until);
      visits.pop();
      Visit outer = visits.peek();
      if (outer != null) {
        outer.until = Math.min(Math.min(outer.until, visit.until), visit.node.span.start);
      }
    }
    Collections.reverse(path);
    return path;
  }

  /** The child that was over last before the moment which the walk has reached. */
  private static @Nullable Node lastBefore(Visit visit) {
    List<Node> children = visit.node.children;
    while (visit.next < children.size()) {
      Node child = children.get(visit.next++);
      if (child.over <= visit.until) {
        return child;
      }
    }
    return null;
  }

  /** Adds the part of a stretch of time in which the node itself went on. */
  private static void add(List<Segment> path, Node node, long from, long until) {
    long start = Math.max(node.span.start, from);
    long end = Math.min(node.end, until);
    if (start >= end) {
      return;
    }
    Segment later = path.isEmpty() ? null : path.get(path.size() - 1);
    if (later != null && later.id == node.span.id && later.start == end) {
      path.set(path.size() - 1, new Segment(later.id, start, later.end));
    } else {
      path.add(new Segment(node.span.id, start, end));
    }
  }

  /** All spans under one that takes no time, with each one's children by falling ends. */
  private static Node tree(List<Span> spans) {
    long first = spans.stream().mapToLong(Span::start).min().orElse(0);
    Node everything = new Node(new Span(0, 0, first, first));
    Map<Long, Node> byId = new HashMap<>();
    List<Node> nodes = spans.stream().map(Node::new).toList();
    nodes.forEach(node -> byId.putIfAbsent(node.span.id, node));
    for (Node node : nodes) {
      Node parent = byId.get(node.span.parent);
      node.parent = parent == null || parent == node ? everything : parent;
      node.parent.children.add(node);
    }
    List<Node> fromTheTop = new ArrayList<>(List.of(everything));
    for (int i = 0; i < fromTheTop.size(); i++) {
      fromTheTop.addAll(fromTheTop.get(i).children);
    }
    for (int i = fromTheTop.size() - 1; i > 0; i--) {
      Node node = fromTheTop.get(i);
      Node parent = node.parent;
      if (parent != null) {
        parent.over = Math.max(parent.over, node.over);
      }
      node.children.sort(LAST_FIRST);
    }
    everything.children.sort(LAST_FIRST);
    return everything;
  }
}
