package dev.heddle.monitor.page;

import dev.heddle.InvocationState;
import dev.heddle.monitor.chart.CriticalPath;
import dev.heddle.monitor.chart.Frame;
import dev.heddle.monitor.chart.Gantt;
import dev.heddle.monitor.chart.Kind;
import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Shell;
import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.Hits;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Masking;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.QueueRecord;
import java.time.Instant;
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
 * When what ran in an execution, in the order of its tree; and the chain of those that determined
 * when all was over. When a call was taken from the record is not on record: it stands where what
 * called it began.
 *
 * @param to its end; while it goes on, the second that has begun
 * @param bars a piece of them
 * @param skip how many come before that piece
 * @param all how many there are among those that were looked at
 * @param looked how many invocations were looked at
 * @param after behind which invocation these begin; 0 if with the first
 * @param next behind which to go on; 0 if these are the last
 * @param critical the critical path of those that were looked at, in the order of time
 */
public record Course(
    Instant from,
    Instant to,
    boolean live,
    List<Bar> bars,
    int skip,
    int all,
    int looked,
    long after,
    long next,
    List<Critical> critical) {
  /** How many bars a picture has. */
  public static final int BARS = 200;

  private static final int HITS = 5_000;
  private static final int LABEL = 80;
  private static final int LONGEST_SHOWN = 10;

  /**
   * A row of the picture.
   *
   * @param recorded whether it was taken from the record: its id is that of a call
   */
  public record Bar(String id, String call, int depth, boolean recorded, List<Part> parts) {}

  /** A part of its time. */
  public record Part(Instant start, Instant end, Kind kind) {}

  /** A piece of the critical path. */
  public record Critical(String id, String task, Instant start, Instant end, long millis) {}

  /** A row to come. */
  private record Entry(
      int depth, @Nullable InvocationRecord invocation, long node, long at, long position) {}

  static Course of(Asked asked, ExecutionRecord execution, Reached reached, long after, int skip) {
    boolean live = !execution.state().isFinal();
    List<InvocationRecord> invocations = reached.invocations();
    long second = (asked.now() / 1_000 + 1) * 1_000;
    long from =
        after == 0 && execution.startedAt() != 0
            ? execution.startedAt()
            : invocations.stream()
                .mapToLong(Course::begin)
                .filter(at -> at != 0)
                .min()
                .orElse(second);
    long last =
        invocations.stream().mapToLong(i -> Math.max(begin(i), i.endedAt())).max().orElse(0);
    long end =
        live && reached.next() == 0
            ? second
            : reached.next() == 0 && execution.endedAt() != 0 ? execution.endedAt() : last;
    long to = Math.max(from, Math.max(end, live ? 0 : last));
    List<Entry> entries = entries(execution, reached, after, from);
    List<Entry> piece =
        entries.subList(Math.min(skip, entries.size()), Math.min(skip + BARS, entries.size()));
    return new Course(
        Instant.ofEpochMilli(from),
        Instant.ofEpochMilli(to),
        live,
        bars(asked, piece, live, to),
        Math.min(skip, entries.size()),
        entries.size(),
        reached.rows().size(),
        after,
        reached.next(),
        critical(invocations, live, to));
  }

  private static long begin(InvocationRecord invocation) {
    QueueRecord queue = invocation.queue();
    return queue == null ? invocation.startedAt() : queue.submission().submittedAt();
  }

  /** From the top of the tree down, each before those under it. */
  private static List<Entry> entries(
      ExecutionRecord execution, Reached reached, long after, long from) {
    Map<Long, List<InvocationRecord>> byParent = reached.byParent();
    Deque<Entry> open = new ArrayDeque<>();
    int[] left = {HITS};
    Hits hits = after == 0 ? execution.hits() : Hits.NONE;
    push(open, byParent.getOrDefault(0L, List.of()), hits, 0, from, left);
    List<Entry> entries = new ArrayList<>();
    while (!open.isEmpty()) {
      Entry entry = open.pop();
      entries.add(entry);
      InvocationRecord invocation = entry.invocation;
      if (invocation != null) {
        push(
            open,
            byParent.getOrDefault(invocation.id(), List.of()),
            invocation.hits(),
            entry.depth + 1,
            invocation.startedAt() == 0 ? from : invocation.startedAt(),
            left);
      }
    }
    return entries;
  }

  private static void push(
      Deque<Entry> open,
      List<InvocationRecord> children,
      Hits hits,
      int depth,
      long at,
      int[] left) {
    List<Entry> level = new ArrayList<>();
    for (InvocationRecord child : children) {
      level.add(new Entry(depth, child, 0, 0, child.position()));
    }
    for (int i = 0; i < hits.size() && left[0] > 0; i++, left[0]--) {
      long position = i < hits.positions().length ? hits.positions()[i] : 0;
      level.add(new Entry(depth, null, hits.nodes()[i], at, position));
    }
    level.sort(Comparator.comparingLong(Entry::position));
    Collections.reverse(level);
    level.forEach(open::push);
  }

  private static List<Bar> bars(Asked asked, List<Entry> entries, boolean live, long to) {
    Masking masking = new Masking(asked.store());
    Map<Long, NodeRecord> nodes = new HashMap<>();
    List<Long> wanted =
        entries.stream().map(Entry::node).filter(node -> node != 0).distinct().toList();
    for (Legible<NodeRecord> read : Legible.nodes(asked.store(), wanted)) {
      NodeRecord node = read.row();
      if (node != null) {
        nodes.put(node.id(), node);
      }
    }
    List<Bar> bars = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      InvocationRecord invocation = entry.invocation;
      if (invocation != null) {
        bars.add(
            new Bar(
                Shown.id(invocation.id()),
                Shown.call(invocation.task(), masking.arguments(invocation), LABEL),
                entry.depth,
                false,
                parts(invocation, live, to)));
      } else {
        NodeRecord node = nodes.get(entry.node);
        Instant at = Instant.ofEpochMilli(entry.at);
        bars.add(
            new Bar(
                Shown.id(entry.node),
                node == null ? "" : Shown.call(node.task(), masking.arguments(node), LABEL),
                entry.depth,
                true,
                List.of(new Part(at, at, Kind.CACHED))));
      }
    }
    return List.copyOf(bars);
  }

  /** Where it waited, and where a worker had it. Earlier attempts are on its own page. */
  private static List<Part> parts(InvocationRecord invocation, boolean live, long to) {
    List<Part> parts = new ArrayList<>();
    long start = invocation.startedAt();
    long end = invocation.endedAt() == 0 ? to : invocation.endedAt();
    QueueRecord queue = invocation.queue();
    if (queue != null) {
      long ordered = queue.submission().submittedAt();
      long claimed = queue.claimedAt() == 0 ? start : queue.claimedAt();
      add(parts, ordered, claimed == 0 ? end : claimed, Kind.WAITING);
      if (claimed != 0) {
        add(parts, claimed, start == 0 ? end : start, Kind.CLAIMED);
      }
    }
    if (start != 0) {
      parts.add(
          new Part(
              Instant.ofEpochMilli(start),
              Instant.ofEpochMilli(Math.max(start, end)),
              kind(invocation, live)));
    }
    return List.copyOf(parts);
  }

  private static void add(List<Part> parts, long start, long end, Kind kind) {
    if (start != 0 && end > start) {
      parts.add(new Part(Instant.ofEpochMilli(start), Instant.ofEpochMilli(end), kind));
    }
  }

  private static Kind kind(InvocationRecord invocation, boolean live) {
    QueueRecord queue = invocation.queue();
    boolean recovered = queue != null && !queue.deaths().isEmpty();
    InvocationState state = invocation.state();
    return switch (state) {
      case FAILED -> Kind.FAILED;
      case CANCELLED -> Kind.CANCELLED;
      case CACHED -> Kind.CACHED;
      case PAUSED -> Kind.PAUSED;
      case SCHEDULED, QUEUED, BLOCKED, RETRYING -> Kind.WAITING;
      case CLAIMED -> Kind.CLAIMED;
      case RUNNING ->
          live || queue != null ? (recovered ? Kind.RECOVERED : Kind.RUN) : Kind.CANCELLED;
      case SUCCEEDED -> recovered ? Kind.RECOVERED : Kind.RUN;
    };
  }

  private static List<Critical> critical(
      List<InvocationRecord> invocations, boolean live, long to) {
    List<CriticalPath.Span> spans = new ArrayList<>();
    Map<Long, InvocationRecord> byId = new HashMap<>();
    for (InvocationRecord invocation : invocations) {
      if (invocation.startedAt() != 0 && (live || invocation.endedAt() != 0)) {
        byId.put(invocation.id(), invocation);
        spans.add(
            new CriticalPath.Span(
                invocation.id(),
                invocation.parent(),
                invocation.startedAt(),
                invocation.endedAt() == 0 ? to : invocation.endedAt()));
      }
    }
    List<Critical> critical = new ArrayList<>();
    for (CriticalPath.Segment segment : CriticalPath.of(spans)) {
      InvocationRecord invocation = byId.get(segment.id());
      if (invocation != null) {
        critical.add(
            new Critical(
                Shown.id(segment.id()),
                invocation.task().name(),
                Instant.ofEpochMilli(segment.start()),
                Instant.ofEpochMilli(segment.end()),
                segment.end() - segment.start()));
      }
    }
    return List.copyOf(critical);
  }

  /** The pieces of the critical path that took longest, the longest first. */
  public List<Critical> longest() {
    return critical.stream()
        .sorted(Comparator.comparingLong(Critical::millis).reversed())
        .limit(LONGEST_SHOWN)
        .toList();
  }

  /** How long the critical path is. */
  public long criticalMillis() {
    return critical.stream().mapToLong(Critical::millis).sum();
  }

  /** Where the next piece of bars begins; 0 if this is the last. */
  public int nextSkip() {
    return skip + bars.size() < all ? skip + bars.size() : 0;
  }

  /** The picture: HTML. */
  public String gantt(Shell shell) {
    List<Gantt.Row> rows = new ArrayList<>();
    for (Bar bar : bars) {
      rows.add(
          new Gantt.Row(
              Ids.parse(bar.id).orElse(0),
              bar.call.isEmpty() ? bar.id : bar.call,
              bar.depth,
              bar.recorded ? shell.link("/calls/" + bar.id) : shell.invocation(bar.id),
              bar.parts.stream()
                  .map(
                      part ->
                          new Gantt.Span(
                              part.start.toEpochMilli(), part.end.toEpochMilli(), part.kind))
                  .toList()));
    }
    List<CriticalPath.Segment> path =
        critical.stream()
            .map(
                piece ->
                    new CriticalPath.Segment(
                        Ids.parse(piece.id).orElse(0),
                        piece.start.toEpochMilli(),
                        piece.end.toEpochMilli()))
            .toList();
    return new Gantt(
            Frame.of("gantt", "What ran when"),
            from.toEpochMilli(),
            to.toEpochMilli(),
            live,
            rows,
            path)
        .html();
  }
}
