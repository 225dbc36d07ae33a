package dev.heddle.benchmarks;

import dev.heddle.RetryPolicy;
import dev.heddle.store.CallNode;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claim;
import dev.heddle.store.Claimed;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.Hits;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.LogLine;
import dev.heddle.store.Outcome;
import dev.heddle.store.Store;
import dev.heddle.store.StoredError;
import dev.heddle.store.Submission;
import dev.heddle.store.TaskSet;
import dev.heddle.store.Totals;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import dev.heddle.value.StoredValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tells a store what a busy day might have left: ordered invocations and calls of executions of
 * twenty tasks, some of which failed, paused or logged, minute after minute.
 */
final class Past {
  static final int TASKS = 20;
  private static final int MINUTES = (int) TimeUnit.DAYS.toMinutes(1);
  private static final int FEWEST = 500;
  private static final int QUEUED_TOGETHER = 10_000;

  private final Store store;
  private final Random random = new Random(7);
  private final List<TaskVersion> tasks;
  private final long worker;
  private final long begin;
  private final int minutes;
  private final int each;
  private long token = 1;

  /** A day, or less of it, that has so many invocations and begins then. */
  Past(Store store, int invocations, long begin) {
    this.store = store;
    this.begin = begin;
    this.minutes = Math.max(1, Math.min(MINUTES, invocations / FEWEST));
    this.each = invocations / minutes;
    this.tasks =
        IntStream.range(0, TASKS)
            .mapToObj(
                i ->
                    new TaskVersion(
                        "shop.Orders.step" + i, hash("task" + i), List.of("a"), "int", List.of()))
            .toList();
    this.worker = store.reserveIds(1);
    tell(
        set(
            Fence.NONE,
            new Change.WorkerJoined(worker, 8, List.of(), List.copyOf(names()), begin)));
  }

  /** When it ends. */
  long end() {
    return begin + TimeUnit.MINUTES.toMillis(minutes);
  }

  long worker() {
    return worker;
  }

  private Set<String> names() {
    return tasks.stream().map(TaskVersion::name).collect(Collectors.toSet());
  }

  /** Tells all of it; answers how many ended. */
  int tell() {
    int told = 0;
    for (int minute = 0; minute < minutes; minute++) {
      long at = begin + TimeUnit.MINUTES.toMillis(minute);
      evaluate(at, each / 2, 0, true);
      order(at, each - each / 2);
      told += each;
    }
    return told;
  }

  /**
   * One execution of so many calls, each hundredth of which made those behind it.
   *
   * @param over whether it has ended
   */
  long large(int calls, boolean over) {
    return evaluate(end(), calls, 100, over);
  }

  /** So many that wait for a worker. */
  void queued(int orders) {
    for (int left = orders; left > 0; left -= QUEUED_TOGETHER) {
      submit(end(), Math.min(left, QUEUED_TOGETHER));
    }
  }

  /** A value that a call of this number has as its argument, and one as its result. */
  static StoredValue argument(int number) {
    return value("{\"customer\":\"c" + number + "\",\"year\":" + (2000 + number % 30) + "}");
  }

  static StoredValue result(int number) {
    return value("{\"total\":" + number % 1_000 + "}");
  }

  private static StoredValue value(String json) {
    return new StoredValue(hash(json), json.getBytes(StandardCharsets.UTF_8));
  }

  private static Hash hash(String text) {
    try {
      return Hash.of(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private ChangeSet set(Fence fence, Change... changes) {
    return new ChangeSet(store.reserveNumbers(1), fence, List.of(changes));
  }

  private void tell(ChangeSet... group) {
    tell(List.of(group));
  }

  private void tell(List<ChangeSet> group) {
    for (Outcome outcome : store.apply(group)) {
      if (!(outcome instanceof Outcome.Applied)) {
        throw new IllegalStateException("not applied: " + outcome);
      }
    }
  }

  private long duration() {
    return (long) Math.exp(random.nextGaussian() * 1.5 + 4); // about 55 ms, now and then seconds
  }

  private CallNode node(TaskVersion task, int number) {
    return new CallNode(
        result(number),
        true,
        hash("node" + number),
        new long[0],
        TaskSet.of(List.of(task)),
        1,
        true,
        List.of());
  }

  private StoredError error(int number) {
    String type = "java.io.Error" + number % 8;
    return new StoredError(
        List.of(type, "java.lang.Exception", "java.lang.Throwable"),
        "customer " + number + " can't be billed\nas the disk is full",
        List.of("shop.Orders.bill(Orders.java:12)", "shop.Orders.all(Orders.java:40)"),
        null);
  }

  /** In families of so many; 0 for none. */
  private long evaluate(long at, int calls, int family, boolean over) {
    long first = store.reserveIds(calls + 1);
    Fence fence = new Fence(first, 1);
    List<ChangeSet> group = new ArrayList<>(calls + 2);
    group.add(set(fence, new Change.ExecutionStarted(first, 1, "nightly", List.of("run"), at)));
    for (int i = 0; i < calls; i++) {
      int number = random.nextInt(1_000_000);
      TaskVersion task = tasks.get(number % TASKS);
      long started = at + i * 60_000L / calls;
      InvocationHead head =
          new InvocationHead(
              first + 1 + i,
              first,
              family == 0 || i % family == 0 ? 0 : first + 1 + i - i % family,
              i,
              task,
              hash("call" + number),
              List.of(argument(number)),
              false,
              true);
      long ended = started + duration();
      group.add(
          set(
              fence,
              number % 50 == 0
                  ? new Change.Failed(head, error(number), Hits.NONE, started, ended)
                  : new Change.Succeeded(head, node(task, number), Hits.NONE, started, ended)));
    }
    if (over) {
      group.add(
          set(
              fence,
              new Change.ExecutionEnded(
                  first,
                  ExecutionState.SUCCEEDED,
                  at + 60_000,
                  new Totals(calls, 0, 0, 0),
                  Hits.NONE,
                  null,
                  null)));
    }
    tell(group);
    return first;
  }

  private void submit(long at, int orders) {
    long first = store.reserveIds(orders);
    List<Submission> submissions = new ArrayList<>(orders);
    for (int i = 0; i < orders; i++) {
      int number = random.nextInt(1_000_000);
      TaskVersion task = tasks.get(number % TASKS);
      submissions.add(
          new Submission(
              first + i,
              first + i,
              null,
              task,
              hash("call" + number),
              List.of(argument(number)),
              null,
              new Submission.Order("queue" + number % 3, 0, 0, RetryPolicy.NONE, 0, null, 3),
              0,
              at + i * 60_000L / orders));
    }
    tell(set(Fence.NONE, new Change.Submitted(submissions, 0)));
  }

  private void order(long at, int orders) {
    submit(at, orders);
    List<ChangeSet> pauses = new ArrayList<>();
    List<ChangeSet> ends = new ArrayList<>();
    for (Claimed claimed :
        store.claim(
            new Claim(worker, token++, Set.of(), names(), orders, orders, false, at + 60_000))) {
      carryOut(claimed, at + 60_000, pauses, ends);
    }
    tell(pauses);
    tell(ends);
  }

  private void carryOut(Claimed claimed, long at, List<ChangeSet> pauses, List<ChangeSet> ends) {
    Submission s = claimed.submission();
    Fence fence = new Fence(s.id(), claimed.epoch());
    int number = random.nextInt(1_000_000);
    InvocationHead head =
        new InvocationHead(s.id(), s.execution(), 0, 0, s.task(), s.key(), List.of(), true, false);
    if (number % 10 == 0) {
      LogLine line = new LogLine(at, 1, number % 100 == 0 ? "WARN" : "INFO", "billed c" + number);
      pauses.add(set(fence, new Change.Logged(s.id(), List.of(line, line))));
    }
    if (number % 50 == 1) {
      pauses.add(
          set(
              fence,
              new Change.Paused(s.id(), List.of(), at + 1),
              new Change.Resumed(s.id(), at + 2)));
    }
    long ended = at + 2 + duration();
    ends.add(
        set(
            fence,
            number % 50 == 0
                ? new Change.Failed(head, error(number), Hits.NONE, at, ended)
                : new Change.Succeeded(head, node(s.task(), number), Hits.NONE, at, ended)));
  }
}
