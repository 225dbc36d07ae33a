package dev.heddle.store;

import dev.heddle.InvocationState;
import dev.heddle.StateChange;
import dev.heddle.store.Nodes.Node;
import dev.heddle.value.Hash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks through all that a {@link Memory} holds. */
final class MemoryInspection implements Inspection {
  private final Memory memory;
  private final Lock lock;

  /** Runs work while nobody changes the memory. */
  interface Lock {
    <T> T locked(Supplier<T> work);
  }

  MemoryInspection(Memory memory, Lock lock) {
    this.memory = memory;
    this.lock = lock;
  }

  // ---- invocations

  private Stream<InvocationRecord> newestFirst(long before) {
    return Stream.concat(
            memory.book.before(before).stream().map(Ordered::id),
            memory.executions.rows().stream().filter(id -> id < before))
        .sorted(Comparator.reverseOrder())
        .flatMap(id -> memory.invocation(id).stream());
  }

  @Override
  public Found<InvocationRecord> invocations(InvocationFilter filter, long before, int limit) {
    return lock.locked(
        () -> {
          Search<InvocationRecord> search = new Search<>(limit);
          for (InvocationRecord one : (Iterable<InvocationRecord>) newestFirst(before)::iterator) {
            if (!search.look(one, matches(filter, one), one.id(), time(one))) {
              break;
            }
          }
          return search.found();
        });
  }

  /** When it was ordered, or began if it was not. */
  private static long time(InvocationRecord one) {
    return one.queue() == null ? one.startedAt() : one.queue().submission().submittedAt();
  }

  private static boolean matches(InvocationFilter filter, InvocationRecord one) {
    QueueRecord queue = one.queue();
    return (filter.task() == null || new Sought(filter.task()).isIn(one.task().name()))
        && (filter.states().isEmpty() || filter.states().contains(one.state()))
        && (filter.queue() == null
            || (queue != null && filter.queue().equals(queue.submission().order().queue())))
        && (filter.worker() == 0 || (queue != null && queue.worker() == filter.worker()))
        && (filter.from() == 0 || time(one) >= filter.from())
        && (filter.to() == 0 || time(one) < filter.to())
        && (filter.text() == null || isIn(new Sought(filter.text()), one))
        && (filter.error() == null || new Sought(filter.error()).isIn(one.error()))
        && (!filter.ordered() || queue != null)
        && (filter.tags().isEmpty()
            || (queue != null && filter.hasTags(queue.submission().order().tags())));
  }

  private static boolean isIn(Sought text, InvocationRecord one) {
    return one.arguments().stream().anyMatch(value -> text.isIn(value.bytes()))
        || (one.result() != null && text.isIn(one.result().bytes()));
  }

  @Override
  public long idAt(long at) {
    return lock.locked(
        () ->
            newestFirst(Long.MAX_VALUE)
                .filter(one -> time(one) <= at)
                .map(InvocationRecord::id)
                .findFirst()
                .orElse(0L));
  }

  /** What was looked at so far, newest first, and what was found. */
  private static final class Search<T> {
    private final int limit;
    private final List<T> found = new ArrayList<>();
    private int looked;
    private long last;
    private long lastAt;
    private boolean more;

    Search(int limit) {
      this.limit = limit;
    }

    /** Whether to go on. */
    boolean look(T one, boolean matches, long place, long at) {
      if (found.size() == limit || looked == LOOKS_AT) {
        more = true;
        return false;
      }
      if (matches) {
        found.add(one);
      }
      looked++;
      last = place;
      lastAt = at;
      return true;
    }

    Found<T> found() {
      return new Found<>(found, more ? last : 0, lastAt);
    }
  }

  // ---- what ended

  /** One that ended, as it is counted. */
  private record End(
      long id, String task, InvocationState state, long at, long lasted, long waited) {
    static End of(Ordered one) {
      return new End(
          one.id(), one.submission.task().name(), one.state, one.endedAt, one.lasted, one.waited);
    }

    static End of(Executions.Row row) {
      long lasted = Math.max(0, row.endedAt - row.startedAt);
      return new End(row.head.id(), row.head.task().name(), row.state, row.endedAt, lasted, -1);
    }
  }

  private Stream<End> ends() {
    return Stream.concat(
            memory.book.all().stream().filter(one -> !one.isLive()).map(End::of),
            memory.executions.rows().stream()
                .flatMap(id -> Stream.ofNullable(memory.executions.row(id)))
                .filter(row -> row.state.isFinal())
                .map(End::of))
        .sorted(Comparator.comparingLong(End::at).thenComparingLong(End::id).reversed());
  }

  @Override
  public List<Activity> activity(long from, long to, long stepMillis, @Nullable String task) {
    Span span = Span.of(from, to, stepMillis);
    return lock.locked(() -> counted(task, span, name -> task == null ? "" : task));
  }

  @Override
  public List<Activity> activityByTask(long from, long to) {
    Span span = Span.whole(from, to);
    return lock.locked(() -> counted(null, span, name -> name));
  }

  /** By which name what a task did is counted. */
  private interface Naming {
    String of(String task);
  }

  /** So many of one kind at a moment. */
  private record Happened(String task, long at, Activity.Kind kind, long millis, long count) {}

  private Stream<Happened> happened() {
    Stream<Happened> reused =
        memory
            .executions
            .ends()
            .flatMap(
                ended ->
                    ended.reused().entrySet().stream()
                        .map(
                            task ->
                                new Happened(
                                    task.getKey(),
                                    ended.endedAt(),
                                    Activity.Kind.CACHED,
                                    0,
                                    task.getValue())));
    Stream<Happened> waited =
        ends()
            .filter(end -> end.waited >= 0)
            .map(end -> new Happened(end.task, end.at, Activity.Kind.WAITED, end.waited, 1));
    Stream<Happened> ended =
        ends()
            .map(end -> new Happened(end.task, end.at, Activity.Kind.of(end.state), end.lasted, 1));
    return Stream.of(reused, waited, ended).flatMap(all -> all);
  }

  private List<Activity> counted(@Nullable String only, Span span, Naming naming) {
    Map<Activity, Long> counts = new LinkedHashMap<>();
    happened()
        .filter(one -> only == null || only.equals(one.task))
        .filter(one -> span.contains(one.at))
        .forEach(
            one ->
                counts.merge(
                    new Activity(
                        span.at(span.step(one.at)),
                        naming.of(one.task),
                        one.kind,
                        Durations.bucket(one.millis),
                        0),
                    one.count,
                    Long::sum));
    return counts.entrySet().stream()
        .map(
            e ->
                new Activity(
                    e.getKey().at(),
                    e.getKey().task(),
                    e.getKey().kind(),
                    e.getKey().bucket(),
                    e.getValue()))
        .sorted(Activity.ORDER)
        .toList();
  }

  @Override
  public List<FailureGroup> failures(long since, int limit) {
    return lock.locked(
        () -> {
          FailureGroups groups = new FailureGroups(limit);
          ends()
              .filter(end -> end.at >= since && Activity.Kind.of(end.state).isSetback())
              .limit(LOOKS_AT_FAILURES)
              .forEach(
                  end -> {
                    StoredError error = error(end);
                    String message = error.firstLine(FailureGroup.LINE);
                    groups.add(end.at, end.id, end.task, end.state, error.type(), message);
                  });
          return groups.newestFirst();
        });
  }

  private StoredError error(End end) {
    StoredError error = memory.invocation(end.id).map(InvocationRecord::error).orElse(null);
    return error == null ? new StoredError(List.of(), null, List.of(), null) : error;
  }

  // ---- ordered ones

  @Override
  public List<Stint> stints(long from, long to, long worker, int limit) {
    return lock.locked(
        () ->
            Stints.newest(
                memory.book.all().stream()
                    .flatMap(
                        one ->
                            Stints.of(
                                one.id(),
                                one.submission.parent(),
                                one.submission.task().name(),
                                one.history())
                                .stream())
                    .filter(stint -> worker == 0 || worker == stint.worker())
                    .filter(stint -> stint.touches(from, to))
                    .toList(),
                limit));
  }

  @Override
  public Found<InvocationLine> logLines(LineFilter filter, long before, int limit) {
    return lock.locked(
        () -> {
          Search<InvocationLine> search = new Search<>(limit);
          for (Logs.Entry entry : memory.logs.before(before)) {
            if (filter.invocation() != 0 && filter.invocation() != entry.invocation()) {
              continue;
            }
            InvocationLine line = line(entry);
            if (!search.look(line, matches(filter, line), entry.place(), entry.line().at())) {
              break;
            }
          }
          return search.found();
        });
  }

  private InvocationLine line(Logs.Entry entry) {
    long id = entry.invocation();
    InvocationRecord of = memory.invocation(id).orElse(null);
    return new InvocationLine(
        entry.place(),
        id,
        of == null ? "" : of.task().name(),
        of == null || of.queue() == null ? 0 : of.queue().worker(),
        entry.line());
  }

  private static boolean matches(LineFilter filter, InvocationLine line) {
    return (filter.worker() == 0 || filter.worker() == line.worker())
        && (filter.levels().isEmpty() || filter.levels().contains(line.line().level()))
        && (filter.text() == null || new Sought(filter.text()).isIn(line.line().text()));
  }

  @Override
  public List<WaitEdge> waits(int limit) {
    return lock.locked(
        () ->
            memory.edges.all().entrySet().stream()
                .flatMap(
                    edges ->
                        edges.getValue().stream()
                            .map(to -> new WaitEdge(edges.getKey(), to, pausedAt(edges.getKey()))))
                .sorted(
                    Comparator.comparingLong(WaitEdge::waiter).thenComparingLong(WaitEdge::awaited))
                .limit(limit)
                .toList());
  }

  private long pausedAt(long waiter) {
    return memory.history(waiter).stream()
        .filter(line -> line.state() == InvocationState.PAUSED)
        .map(StateChange::at)
        .reduce((first, second) -> second)
        .map(at -> at.toEpochMilli())
        .orElse(0L);
  }

  // ---- values

  @Override
  public List<NodeRecord> madeBy(Hash value, int limit) {
    return nodes(node -> node.call != null && node.call.result().hash().equals(value), limit);
  }

  @Override
  public List<NodeRecord> usedBy(Hash value, int limit) {
    return nodes(
        node -> node.head.arguments().stream().anyMatch(one -> one.hash().equals(value)), limit);
  }

  @Override
  public List<NodeRecord> touching(Hash content, int limit) {
    return nodes(
        node ->
            node.call != null
                && node.call.files().stream().anyMatch(use -> use.digest().equals(content)),
        limit);
  }

  private List<NodeRecord> nodes(Predicate<Node> which, int limit) {
    return lock.locked(
        () ->
            memory.nodes.records(
                memory.nodes.all().stream()
                    .sorted(Comparator.comparingLong((Node node) -> node.id).reversed())
                    .limit(LOOKS_AT_CALLS)
                    .filter(which)
                    .limit(limit)
                    .map(node -> node.id)
                    .toList()));
  }
}
