package dev.heddle.monitor;

import dev.heddle.InvocationState;
import dev.heddle.RetryPolicy;
import dev.heddle.StateChange;
import dev.heddle.store.Activity;
import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.FailureGroup;
import dev.heddle.store.FileUse;
import dev.heddle.store.Found;
import dev.heddle.store.Hits;
import dev.heddle.store.Inspection;
import dev.heddle.store.InvocationFilter;
import dev.heddle.store.InvocationLine;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.LineFilter;
import dev.heddle.store.LogLine;
import dev.heddle.store.MemoryStore;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.QueueRecord;
import dev.heddle.store.Stint;
import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import dev.heddle.store.StoredError;
import dev.heddle.store.Submission;
import dev.heddle.store.WaitEdge;
import dev.heddle.store.Waiting;
import dev.heddle.store.WorkerLost;
import dev.heddle.store.WorkerRecord;
import dev.heddle.store.WorkerState;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import dev.heddle.value.StoredValue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store that answers what a test tells it to, with the memory's answers for the rest, and that
 * can go away.
 */
public final class ToldStore {
  /** What must never reach a page as it is. */
  public static final String HOSTILE =
      "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>";

  public static final long NOW = System.currentTimeMillis();
  public static final long WORKER = 77;
  public static final long DEAD = 78;
  public static final long INVOCATION = 1_001;
  public static final long EXECUTION = 1_000;
  public static final long FAILED = 1_003;
  public static final String TASK = "demo/Shop.Orders." + HOSTILE;

  private final MemoryStore memory = new MemoryStore();
  private final Store store =
      (Store)
          Proxy.newProxyInstance(
              Store.class.getClassLoader(), new Class<?>[] {Store.class}, this::answer);

  public volatile boolean away;
  public volatile List<WorkerRecord> workers = List.of();
  public volatile List<Waiting> waiting = List.of();
  public volatile List<InvocationLine> lines = List.of();
  public volatile List<InvocationRecord> invocations = List.of();
  public volatile List<FailureGroup> failures = List.of();
  public volatile List<Activity> activity = List.of();
  public volatile List<Stint> stints = List.of();
  public volatile List<StateChange> history = List.of();

  /**
   * Where the first answer to a search for invocations, an empty one, says to go on; 0 for none.
   */
  public volatile long next;

  public volatile List<WaitEdge> waits = List.of();
  public volatile @Nullable LineFilter askedLines;

  /** One with something hostile wherever there is a text. */
  public static ToldStore hostile() {
    ToldStore told = new ToldStore();
    TaskVersion task = version();
    told.workers =
        List.of(
            new WorkerRecord(
                WORKER,
                WorkerState.ALIVE,
                "pid 1 on " + HOSTILE,
                4,
                List.of(HOSTILE),
                List.of(TASK, "demo/Shop.Orders.other"),
                NOW - 100_000,
                0,
                NOW - 60_000,
                1,
                2,
                1),
            new WorkerRecord(
                DEAD,
                WorkerState.DEAD,
                "pid 2 on " + HOSTILE,
                4,
                List.of(),
                List.of(TASK),
                NOW - 100_000,
                NOW - 50_000,
                NOW - 60_000,
                0,
                0,
                0));
    told.waiting =
        List.of(
            new Waiting(HOSTILE, TASK, InvocationState.QUEUED, 3, NOW - 600_000),
            new Waiting("other", TASK, InvocationState.RETRYING, 12, NOW - 600_000));
    told.lines =
        List.of(
            new InvocationLine(
                9, INVOCATION, TASK, WORKER, new LogLine(NOW, 1, "ERROR", HOSTILE + "\nline two")));
    told.invocations = List.of(running(task), failed(task));
    told.history =
        List.of(
            new StateChange(
                Instant.ofEpochMilli(NOW), InvocationState.QUEUED, "", 1, 0, "again: " + HOSTILE));
    told.failures =
        List.of(
            new FailureGroup(
                TASK,
                InvocationState.FAILED,
                "a." + HOSTILE,
                HOSTILE,
                5,
                NOW,
                NOW,
                List.of(INVOCATION)),
            new FailureGroup(
                TASK, InvocationState.FAILED, WorkerLost.TYPE, "lost", 1, NOW, NOW, List.of()));
    told.activity =
        List.of(
            new Activity(NOW / 60_000 * 60_000, TASK, Activity.Kind.SUCCEEDED, 30, 90),
            new Activity(NOW / 60_000 * 60_000, TASK, Activity.Kind.FAILED, 34, 10),
            new Activity(NOW / 60_000 * 60_000, TASK, Activity.Kind.CACHED, 0, 60),
            new Activity(NOW / 60_000 * 60_000, TASK, Activity.Kind.WAITED, 10, 100));
    told.stints =
        List.of(
            new Stint(
                INVOCATION,
                0,
                TASK,
                WORKER,
                1,
                1,
                NOW - 90_000,
                NOW - 80_000,
                NOW - 70_000,
                InvocationState.QUEUED,
                "its worker died: " + HOSTILE,
                List.of()));
    told.waits = List.of(new WaitEdge(INVOCATION, 1_002, NOW - 900_000));
    return told;
  }

  private static InvocationRecord running(TaskVersion task) {
    return new InvocationRecord(
        INVOCATION,
        INVOCATION,
        0,
        0,
        task,
        hash(2),
        InvocationState.RUNNING,
        List.of(),
        NOW - 1_000,
        0,
        Hits.NONE,
        null,
        null,
        new QueueRecord(
            new Submission(
                INVOCATION,
                INVOCATION,
                null,
                task,
                hash(2),
                List.of(),
                null,
                new Submission.Order(HOSTILE, 0, 0, RetryPolicy.times(2), 0, HOSTILE, 3),
                0,
                NOW),
            NOW,
            WORKER,
            1,
            3,
            List.of(DEAD, DEAD),
            List.of(FAILED, 4_712L),
            1,
            3));
  }

  /** A call of an execution with something hostile for an argument and an error. */
  private static InvocationRecord failed(TaskVersion task) {
    StoredError cause = new StoredError(List.of(HOSTILE), HOSTILE, List.of(HOSTILE), null);
    return new InvocationRecord(
        FAILED,
        EXECUTION,
        INVOCATION,
        0,
        task,
        hash(2),
        InvocationState.FAILED,
        List.of(
            new StoredValue(hash(3), ('"' + HOSTILE + '"').getBytes(StandardCharsets.UTF_8)),
            new StoredValue(
                hash(4), "no JSON {[\" at all".repeat(40).getBytes(StandardCharsets.UTF_8))),
        NOW - 1_000,
        NOW,
        Hits.NONE,
        null,
        new StoredError(List.of("a." + HOSTILE), HOSTILE, List.of(), cause),
        null);
  }

  /** A call with something hostile for its values and its files. */
  private static NodeRecord node() {
    StoredValue value =
        new StoredValue(hash(3), ('"' + HOSTILE + '"').getBytes(StandardCharsets.UTF_8));
    return new NodeRecord(
        FAILED,
        version(),
        hash(2),
        List.of(value),
        new byte[] {1},
        value,
        hash(5),
        new long[] {FAILED},
        List.of(new FileUse(HOSTILE, hash(6), true), new FileUse(HOSTILE, hash(7), false)),
        NOW);
  }

  private static TaskVersion version() {
    return new TaskVersion(TASK, hash(1), List.of("String " + HOSTILE), HOSTILE, List.of());
  }

  private static Hash hash(int seed) {
    return Hash.parse(("" + seed).repeat(40));
  }

  public Store store() {
    return store;
  }

  private @Nullable Object answer(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (away && !method.getName().matches("url|clock|heard|await|toString|hashCode|equals|close")) {
      throw new StoreException("the store is away: jdbc:secret-of-the-inside", null);
    }
    return switch (method.getName()) {
      // Else whether a worker is silent would depend on which tests ran before.
      case "clock" -> InstantSource.fixed(Instant.ofEpochMilli(NOW));
      case "inspection" -> new Told();
      case "workers" ->
          workers.stream()
              .filter(w -> (int) arguments[0] > 0 || w.state() == WorkerState.ALIVE)
              .toList();
      case "waiting" -> waiting;
      case "taskVersions" -> arguments[0].equals(TASK) ? List.of(version()) : List.of();
      case "states" -> states((Collection<?>) arguments[0]);
      case "invocation" -> invocations.stream().filter(i -> arguments[0].equals(i.id())).findAny();
      case "history" -> arguments[0].equals(INVOCATION) ? history : List.of();
      case "executions" ->
          (long) arguments[0] > EXECUTION ? List.of(execution()) : List.<ExecutionRecord>of();
      case "invocations" ->
          invocations.stream()
              .filter(i -> arguments[0].equals(i.execution()) && i.id() > (long) arguments[1])
              .toList();
      case "nodes" ->
          ((Collection<?>) arguments[0]).contains(FAILED) ? List.of(node()) : List.<NodeRecord>of();
      case "nodesUsing" -> arguments[0].equals(HOSTILE) ? List.of(node()) : List.<NodeRecord>of();
      case "execution" ->
          arguments[0].equals(EXECUTION) ? Optional.of(execution()) : Optional.empty();
      default -> remembered(method, arguments);
    };
  }

  private @Nullable Object remembered(Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(memory, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Map<Long, InvocationState> states(Collection<?> ids) {
    Map<Long, InvocationState> states = new HashMap<>();
    for (Object id : ids) {
      if (id.equals(INVOCATION) || id.equals(1_002L)) {
        states.put((Long) id, InvocationState.QUEUED);
      }
    }
    return states;
  }

  private static ExecutionRecord execution() {
    return new ExecutionRecord(
        EXECUTION,
        dev.heddle.store.ExecutionState.RUNNING,
        HOSTILE,
        List.of(HOSTILE),
        HOSTILE,
        NOW,
        0,
        dev.heddle.store.Totals.ZERO,
        Hits.NONE,
        null,
        null);
  }

  private final class Told implements Inspection {
    @Override
    public List<Activity> activity(long from, long to, long stepMillis, @Nullable String task) {
      return activity.stream()
          .filter(a -> a.at() >= from && a.at() < to)
          .map(
              a ->
                  new Activity(
                      from + (a.at() - from) / stepMillis * stepMillis,
                      "",
                      a.kind(),
                      a.bucket(),
                      a.count()))
          .toList();
    }

    @Override
    public List<Activity> activityByTask(long from, long to) {
      return activity.stream().filter(a -> a.at() >= from && a.at() < to).toList();
    }

    @Override
    public Found<InvocationRecord> invocations(InvocationFilter filter, long before, int limit) {
      if (next > 0 && before > next) {
        return new Found<>(List.of(), next, NOW);
      }
      return new Found<>(
          invocations.stream()
              .filter(i -> filter.task() == null || i.task().name().contains(filter.task()))
              .filter(i -> filter.states().isEmpty() || filter.states().contains(i.state()))
              .toList(),
          0,
          0);
    }

    @Override
    public List<FailureGroup> failures(long since, int limit) {
      return failures;
    }

    @Override
    public List<Stint> stints(long from, long to, long worker, int limit) {
      return stints;
    }

    @Override
    public Found<InvocationLine> logLines(LineFilter filter, long before, int limit) {
      askedLines = filter;
      List<InvocationLine> some =
          lines.stream().filter(l -> l.place() < before).limit(limit).toList();
      boolean more = lines.stream().filter(l -> l.place() < before).count() > limit;
      return new Found<>(
          some, more ? some.get(some.size() - 1).place() : 0, some.isEmpty() ? 0 : NOW);
    }

    @Override
    public List<WaitEdge> waits(int limit) {
      return waits;
    }

    @Override
    public List<NodeRecord> madeBy(Hash value, int limit) {
      return value.equals(hash(3)) ? List.of(node()) : List.of();
    }

    @Override
    public List<NodeRecord> usedBy(Hash value, int limit) {
      return value.equals(hash(3)) ? List.of(node()) : List.of();
    }

    @Override
    public List<NodeRecord> touching(Hash content, int limit) {
      return List.of();
    }

    @Override
    public long idAt(long at) {
      return 0;
    }
  }
}
