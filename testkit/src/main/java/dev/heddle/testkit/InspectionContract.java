package dev.heddle.testkit;

import static dev.heddle.InvocationState.CANCELLED;
import static dev.heddle.InvocationState.CLAIMED;
import static dev.heddle.InvocationState.FAILED;
import static dev.heddle.InvocationState.PAUSED;
import static dev.heddle.InvocationState.QUEUED;
import static dev.heddle.InvocationState.RETRYING;
import static dev.heddle.InvocationState.RUNNING;
import static dev.heddle.InvocationState.SUCCEEDED;
import static dev.heddle.testkit.Calls.expectApplied;
import static dev.heddle.testkit.Calls.hash;
import static dev.heddle.testkit.Calls.node;
import static dev.heddle.testkit.Calls.started;
import static dev.heddle.testkit.Calls.succeeded;
import static dev.heddle.testkit.Calls.value;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.heddle.InvocationState;
import dev.heddle.StateChange;
import dev.heddle.store.Activity;
import dev.heddle.store.Activity.Kind;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claim;
import dev.heddle.store.Claimed;
import dev.heddle.store.Durations;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.FailureGroup;
import dev.heddle.store.FileUse;
import dev.heddle.store.Found;
import dev.heddle.store.Hits;
import dev.heddle.store.Inspection;
import dev.heddle.store.InvocationFilter;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.InvocationLine;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.LineFilter;
import dev.heddle.store.LogLine;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.Outcome;
import dev.heddle.store.QueueRecord;
import dev.heddle.store.Stint;
import dev.heddle.store.Store;
import dev.heddle.store.StoredError;
import dev.heddle.store.Submission;
import dev.heddle.store.Totals;
import dev.heddle.store.WaitEdge;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What those are answered who look at what runs and what ran. */
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
public interface InspectionContract extends StoreUnderTest {
  /** Longer than all that a test lets pass. */
  long DAY = TimeUnit.DAYS.toMillis(1);

  /** In milliseconds. */
  long HOUR = TimeUnit.HOURS.toMillis(1);

  /** In milliseconds. */
  long MINUTE = TimeUnit.MINUTES.toMillis(1);

  private Inspection inspection() {
    return store().inspection();
  }

  // ---- activity

  private List<Activity> all() {
    return inspection().activity(0, DAY, MINUTE, null);
  }

  private static Map<Kind, Long> byKind(List<Activity> activity) {
    return new TreeMap<>(
        activity.stream().collect(groupingBy(Activity::kind, summingLong(Activity::count))));
  }

  private InvocationRecord record(long id) {
    return store().invocation(id).orElseThrow();
  }

  @Test
  default void whatEndsIsCountedByItsMinuteAndDuration() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit("a");
    orders.pass(700);
    Claimed claimed = orders.runNext(worker);
    orders.pass(90_000);
    assertThat(all()).as("it has not ended").isEmpty();
    expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));

    InvocationRecord record = record(id);
    QueueRecord queue = record.queue();
    long at = record.endedAt() / MINUTE * MINUTE;
    int lasted = Durations.bucket(record.endedAt() - record.startedAt());
    int waited = Durations.bucket(queue.claimedAt() - queue.submission().submittedAt());
    assertThat(lasted).isGreaterThan(60);
    assertThat(waited).isBetween(36, 40);
    assertThat(all())
        .containsExactly(
            new Activity(at, "", Kind.SUCCEEDED, lasted, 1),
            new Activity(at, "", Kind.WAITED, waited, 1));
  }

  @Test
  default void orderedOnesAreCountedByWhatTheyCameTo() {
    Orders orders = orders();
    long worker = orders.worker();
    for (String call : List.of("a", "b", "c")) {
      orders.submit(call);
    }
    List<Claimed> claimed = orders.run(worker, 2);
    expectApplied(orders.apply(claimed.get(0), orders.succeeded(claimed.get(0), "1")));
    expectApplied(orders.apply(claimed.get(1), orders.failed(claimed.get(1))));
    Claimed third = orders.runNext(worker);
    orders.pass(50);
    expectApplied(orders.apply(third, orders.retryPlanned(third, orders.now())));
    orders.pass(5_000);
    expectApplied(orders.apply(Fence.NONE, orders.cancelRequested(third.submission().id())));
    long queued = orders.submit("d");
    expectApplied(orders.apply(Fence.NONE, orders.cancelRequested(queued)));
    long running = orders.submit("e");
    orders.runNext(worker);
    orders.pass(1_000);
    expectApplied(orders.apply(Fence.NONE, orders.cancelRequested(running)));

    assertThat(byKind(all()))
        .isEqualTo(
            Map.of(Kind.SUCCEEDED, 1L, Kind.FAILED, 1L, Kind.CANCELLED, 3L, Kind.WAITED, 3L));
    assertThat(all().stream().filter(a -> a.kind() == Kind.CANCELLED))
        .extracting(Activity::bucket, Activity::count)
        .as("two ran nowhere when they were cancelled")
        .containsExactly(
            tuple(0, 2L),
            tuple(Durations.bucket(record(running).endedAt() - record(running).startedAt()), 1L));
  }

  @Test
  default void aPlannedRetryWaitsFromWhenItIsDue() {
    Orders orders = orders();
    long worker = orders.worker();
    orders.submit("a");
    Claimed first = orders.runNext(worker);
    long due = orders.now() + 60_000;
    expectApplied(orders.apply(first, orders.retryPlanned(first, due)));
    orders.pass(60_000 + 2_000);
    Claimed second = orders.runNext(worker);
    expectApplied(orders.apply(second, orders.succeeded(second, "1")));

    QueueRecord queue = record(second.submission().id()).queue();
    assertThat(all().stream().filter(a -> a.kind() == Kind.WAITED))
        .extracting(Activity::bucket)
        .containsExactly(Durations.bucket(queue.claimedAt() - due));
  }

  @Test
  default void callsOfExecutionsAreCountedToo() {
    Calls calls = new Calls(store());
    Fence fence = calls.execution("one");
    InvocationHead first = calls.head(fence, "a");
    expectApplied(calls.apply(fence, started(first, false)));
    expectApplied(calls.apply(fence, succeeded(Calls.onRecord(first), value("1"), 2_025)));
    expectApplied(calls.apply(fence, succeeded(calls.head(fence, "b"), value("1"), 1_002)));
    expectApplied(calls.apply(fence, Calls.failed(calls.head(fence, "c"))));
    expectApplied(
        calls.apply(
            fence,
            new Change.Replayed(
                calls.head(fence, "d"),
                "x".getBytes(StandardCharsets.UTF_8),
                node(value("1")),
                Hits.NONE,
                null,
                1_001,
                1_002)));
    expectApplied(
        calls.apply(
            fence,
            new Change.Cancelled(calls.head(fence, "e"), "enough", Hits.NONE, 1_001, 1_009)));
    expectApplied(calls.apply(fence, started(calls.head(fence, "running"), false)));

    assertThat(byKind(all()))
        .isEqualTo(
            Map.of(Kind.SUCCEEDED, 2L, Kind.FAILED, 1L, Kind.CACHED, 1L, Kind.CANCELLED, 1L));
    assertThat(all().stream().filter(a -> a.kind() == Kind.SUCCEEDED))
        .extracting(Activity::bucket)
        .containsExactly(Durations.bucket(1), Durations.bucket(2_025 - 1_001));
  }

  @Test
  default void whatTheRecordAnsweredIsCountedWhenItsExecutionEnds() {
    Calls calls = new Calls(store());
    Fence fence = calls.execution("one");
    expectApplied(calls.apply(fence, succeeded(calls.head(fence, "a"), value("1"), 1_002)));
    Change ended =
        new Change.ExecutionEnded(
            fence.id(),
            ExecutionState.SUCCEEDED,
            2_000,
            new Totals(1, 42, 0, 0),
            Hits.NONE,
            null,
            null,
            Map.of(Orders.TASK, 40L, "post.Mail.send", 2L));
    ChangeSet set = calls.set(fence, ended);
    store().apply(List.of(set));
    store().apply(List.of(set));

    assertThat(byKind(all())).isEqualTo(Map.of(Kind.SUCCEEDED, 1L, Kind.CACHED, 42L));
    assertThat(byKind(inspection().activity(0, DAY, MINUTE, "post.Mail.send")))
        .isEqualTo(Map.of(Kind.CACHED, 2L));
    assertThat(
            inspection().activityByTask(0, DAY).stream()
                .filter(a -> a.kind() == Kind.CACHED)
                .collect(groupingBy(Activity::task, summingLong(Activity::count))))
        .isEqualTo(Map.of(Orders.TASK, 40L, "post.Mail.send", 2L));
  }

  @Test
  default void whatAnInterruptedExecutionLeftIsCountedAsCancelled() {
    Store other = another();
    Calls calls = new Calls(other);
    Fence fence = calls.execution("left");
    InvocationHead head = calls.head(fence, "a");
    expectApplied(calls.apply(fence, started(head, false)));
    other.close();

    assertThat(record(head.id()).state()).isEqualTo(CANCELLED);
    assertThat(byKind(inspection().activity(0, Long.MAX_VALUE, 100 * DAY, null)))
        .isEqualTo(Map.of(Kind.CANCELLED, 1L));
    assertThat(inspection().failures(0, 10))
        .extracting(FailureGroup::message)
        .containsExactly(StoredError.PROCESS_ENDED);
  }

  @Test
  default void nothingIsCountedTwice() {
    Calls calls = new Calls(store());
    Fence fence = calls.execution("one");
    InvocationHead head = calls.head(fence, "a");
    ChangeSet set = calls.set(fence, Calls.failed(head));
    ChangeSet other = calls.set(fence, succeeded(calls.head(fence, "b"), value("1"), 1_002));
    store().apply(List.of(set));
    assertThat(store().apply(List.of(set, other)))
        .containsExactly(new Outcome.AlreadyApplied(), new Outcome.Applied());
    // The first outcome stays, so what is said later of it counts nothing.
    calls.apply(fence, succeeded(Calls.onRecord(head), value("1"), 1_005));
    calls.apply(fence, succeeded(head, value("1"), 1_005));
    Orders orders = orders();
    orders.submit("c");
    Claimed claimed = orders.runNext(orders.worker());
    ChangeSet end = calls.set(Orders.fence(claimed), orders.succeeded(claimed, "1"));
    store().apply(List.of(end));
    store().apply(List.of(end));
    orders.apply(claimed, orders.failed(claimed));

    assertThat(byKind(all()))
        .isEqualTo(Map.of(Kind.FAILED, 1L, Kind.SUCCEEDED, 2L, Kind.WAITED, 1L));
    assertThat(inspection().failures(0, 10)).extracting(FailureGroup::count).containsExactly(1L);
  }

  @Test
  default void oneGroupAndManyCommitsCountTheSame() {
    Calls calls = new Calls(store());
    Fence fence = calls.execution("one");
    List<ChangeSet> group = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      group.add(
          calls.set(fence, succeeded(calls.head(fence, "g" + i), value("1"), 1_001 + i % 10)));
      expectApplied(
          calls.apply(fence, succeeded(calls.head(fence, "s" + i), value("1"), 1_001 + i % 10)));
    }
    store().apply(group);
    Calls others = new Calls(another());
    Fence theirs = others.execution("two");
    expectApplied(others.apply(theirs, succeeded(others.head(theirs, "x"), value("1"), 1_001)));

    Map<Integer, Long> byBucket =
        all().stream().collect(groupingBy(Activity::bucket, summingLong(Activity::count)));
    Map<Integer, Long> expected = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      expected.merge(Durations.bucket(i % 10), 2L, Long::sum);
    }
    expected.merge(Durations.bucket(0), 1L, Long::sum);
    assertThat(byBucket).isEqualTo(expected);
    assertThat(all()).as("clients are added up").hasSize(expected.size());
  }

  @Test
  default void percentilesAreRightToWithinAFifth() {
    Calls calls = new Calls(store());
    Fence fence = calls.execution("one");
    List<ChangeSet> group = new ArrayList<>();
    for (int millis = 1; millis <= 1_000; millis++) {
      group.add(
          calls.set(fence, succeeded(calls.head(fence, "c" + millis), value("1"), 1_001 + millis)));
    }
    store().apply(group);

    TreeMap<Integer, Long> histogram = new TreeMap<>();
    all().forEach(a -> histogram.merge(a.bucket(), a.count(), Long::sum));
    for (double part : new double[] {0.5, 0.95, 0.99}) {
      assertThat(Durations.percentile(histogram, part)).isCloseTo(1_000 * part, within(200 * part));
    }
  }

  /** One call of each of two tasks in each of six minutes; answers the first minute. */
  private long sixMinutes() {
    Orders orders = orders();
    long worker = orders.worker(Orders.TASK, "post.Mail.send");
    orders.pass(3 * MINUTE);
    long first = 0;
    for (int minute = 0; minute < 6; minute++) {
      for (String task : List.of(Orders.TASK, "post.Mail.send")) {
        long id = orders.submit(orders.draft("m" + minute).task(task).make());
        Claimed claimed =
            store()
                .claim(
                    new Claim(
                        worker, Orders.token(), Set.of(), Set.of(task), 1, 1, false, orders.now()))
                .get(0);
        expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));
        first = first == 0 ? record(id).endedAt() / MINUTE * MINUTE : first;
      }
      orders.pass(MINUTE);
    }
    return first;
  }

  private static Map<Long, Long> ended(List<Activity> activity) {
    return new TreeMap<>(
        activity.stream()
            .filter(a -> a.kind() == Kind.SUCCEEDED)
            .collect(groupingBy(Activity::at, summingLong(Activity::count))));
  }

  @Test
  default void activityIsAnsweredInSteps() {
    long first = sixMinutes();

    List<Activity> byMinute = inspection().activity(first, first + 6 * MINUTE, MINUTE, null);
    assertThat(ended(byMinute))
        .hasSize(6)
        .allSatisfy((at, count) -> assertThat(count).isEqualTo(2));
    assertThat(ended(byMinute).keySet()).first().isEqualTo(first);
    assertThat(byMinute).isSortedAccordingTo(Activity.ORDER);
    assertThat(ended(inspection().activity(first, first + 6 * MINUTE, 4 * MINUTE, null)))
        .isEqualTo(Map.of(first, 8L, first + 4 * MINUTE, 4L));
    assertThat(
            ended(inspection().activity(first + MINUTE + 5, first + 2 * MINUTE + 1, MINUTE, null)))
        .as("rounded down and up to minutes")
        .isEqualTo(Map.of(first + MINUTE, 2L, first + 2 * MINUTE, 2L));
    assertThat(inspection().activity(first, first, MINUTE, null)).isEmpty();
    assertThatThrownBy(() -> inspection().activity(first, first + DAY, 90_000, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("minute");
  }

  @Test
  default void activityIsAnsweredByTask() {
    long first = sixMinutes();

    List<Activity> mail = inspection().activity(first, first + DAY, DAY, "post.Mail.send");
    assertThat(mail).isNotEmpty().allMatch(a -> a.task().equals("post.Mail.send"));
    assertThat(ended(mail)).isEqualTo(Map.of(first, 6L));
    assertThat(inspection().activity(first, first + DAY, DAY, "nobody")).isEmpty();
    List<Activity> byTask = inspection().activityByTask(first + MINUTE, first + 3 * MINUTE);
    assertThat(byTask).isSortedAccordingTo(Activity.ORDER);
    assertThat(byTask).allMatch(a -> a.at() == first + MINUTE);
    assertThat(
            byTask.stream()
                .filter(a -> a.kind() == Kind.SUCCEEDED)
                .collect(groupingBy(Activity::task, summingLong(Activity::count))))
        .isEqualTo(Map.of(Orders.TASK, 2L, "post.Mail.send", 2L));
  }

  @Test
  default void longSpansAreTheSumOfTheirMinutes() {
    Calls calls = new Calls(store());
    Fence fence = calls.execution("one");
    Random random = new Random(3);
    List<ChangeSet> group = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      long endedAt = 1_001L + random.nextInt((int) (6 * HOUR));
      group.add(calls.set(fence, succeeded(calls.head(fence, "c" + i), value("1"), endedAt)));
    }
    store().apply(group);

    for (long from : new long[] {0, MINUTE, 50 * MINUTE, HOUR, HOUR + 7 * MINUTE}) {
      for (long to : new long[] {from, from + HOUR, 2 * HOUR, 5 * HOUR - MINUTE, 8 * HOUR}) {
        for (long step : new long[] {5 * MINUTE, HOUR, 90 * MINUTE, 2 * HOUR, DAY}) {
          Map<Long, Long> expected = new TreeMap<>();
          ended(inspection().activity(from, to, MINUTE, null))
              .forEach((at, n) -> expected.merge(from + (at - from) / step * step, n, Long::sum));
          for (String task : new String[] {null, Orders.TASK}) {
            assertThat(ended(inspection().activity(from, to, step, task)))
                .as("%d to %d by %d", from, to, step)
                .isEqualTo(expected);
          }
        }
        assertThat(ended(inspection().activityByTask(from, to)))
            .isEqualTo(ended(inspection().activity(from, to, DAY, null)));
      }
    }
    assertThat(ended(inspection().activity(0, DAY, DAY, null))).isEqualTo(Map.of(0L, 300L));
  }

  @Test
  default void whatWasCountedGoesWithWhatIsPruned() {
    Orders orders = orders();
    long worker = orders.worker();
    for (int i = 0; i < 2; i++) {
      orders.submit("old");
      Claimed old = orders.runNext(worker);
      expectApplied(orders.apply(old, orders.failed(old)));
      orders.pass(20 * DAY);
    }
    assertThat(byKind(inspection().activity(0, 100 * DAY, DAY, null)))
        .isEqualTo(Map.of(Kind.FAILED, 2L, Kind.WAITED, 2L));

    store().prune(10 * DAY, true);
    assertThat(byKind(inspection().activity(0, 100 * DAY, DAY, null)))
        .isEqualTo(Map.of(Kind.FAILED, 2L, Kind.WAITED, 2L));
    store().prune(10 * DAY, false);

    assertThat(byKind(inspection().activity(0, 100 * DAY, DAY, null)))
        .isEqualTo(Map.of(Kind.FAILED, 1L, Kind.WAITED, 1L));
    assertThat(inspection().failures(0, 10)).extracting(FailureGroup::count).containsExactly(1L);
  }

  // ---- failures

  private static StoredError error(String type, String message) {
    return new StoredError(List.of(type, "java.lang.Throwable"), message, List.of(), null);
  }

  @Test
  default void failuresAreGroupedByTaskAndError() {
    Orders orders = orders();
    long worker = orders.worker();
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ids.add(orders.submit("f" + i));
      Claimed claimed = orders.runNext(worker);
      StoredError error =
          i == 3
              ? error("java.net.ConnectException", "x".repeat(500))
              : error("java.io.IOException", "disk " + i + "\nsecond line");
      expectApplied(
          orders.apply(
              claimed, new Change.Failed(Orders.head(claimed), error, Hits.NONE, 0, orders.now())));
    }
    long cancelled = orders.submit("c");
    expectApplied(orders.apply(Fence.NONE, orders.cancelRequested(cancelled)));

    List<FailureGroup> groups = inspection().failures(0, 10);

    assertThat(groups)
        .extracting(FailureGroup::error)
        .containsExactly("", "java.io.IOException", "java.net.ConnectException");
    FailureGroup given = groups.get(0);
    assertThat(given)
        .isEqualTo(
            new FailureGroup(
                Orders.TASK,
                CANCELLED,
                "",
                "not wanted",
                1,
                record(cancelled).endedAt(),
                record(cancelled).endedAt(),
                List.of(cancelled)));
    FailureGroup io = groups.get(1);
    assertThat(io.state()).isEqualTo(FAILED);
    assertThat(io.message()).isEqualTo("disk 7");
    assertThat(io.count()).isEqualTo(7);
    assertThat(io.firstAt()).isEqualTo(record(ids.get(0)).endedAt());
    assertThat(io.lastAt()).isEqualTo(record(ids.get(7)).endedAt());
    assertThat(io.latest())
        .containsExactly(ids.get(7), ids.get(6), ids.get(5), ids.get(4), ids.get(2));
    assertThat(groups.get(2).message()).hasSize(FailureGroup.LINE);
    assertThat(inspection().failures(0, 1)).containsExactly(given);
    assertThat(inspection().failures(record(ids.get(7)).endedAt(), 10))
        .extracting(FailureGroup::count)
        .containsExactly(1L, 1L);
    assertThat(inspection().failures(DAY, 10)).isEmpty();
  }

  @Test
  default void aMessageMayBeOfAnyCharacters() {
    Orders orders = orders();
    orders.submit("f");
    Claimed claimed = orders.runNext(orders.worker());
    String message = "nul \0, quotes ' \", tag <b>; pair " + "\ud83d\ude00".repeat(100);
    expectApplied(
        orders.apply(
            claimed,
            new Change.Failed(
                Orders.head(claimed), error("E", message), Hits.NONE, 0, orders.now())));

    String shown = inspection().failures(0, 1).get(0).message();

    assertThat(message).startsWith(shown);
    assertThat(shown.length()).isBetween(FailureGroup.LINE - 1, FailureGroup.LINE);
    assertThat(Character.isHighSurrogate(shown.charAt(shown.length() - 1))).isFalse();
  }

  // ---- invocations

  private static InvocationFilter with(
      String task, Set<InvocationState> states, String queue, long worker, String text) {
    return new InvocationFilter(task, states, queue, worker, 0, 0, text, null, false);
  }

  private static InvocationFilter between(long from, long to) {
    return new InvocationFilter(null, Set.of(), null, 0, from, to, null, null, false);
  }

  private List<Long> ids(InvocationFilter filter) {
    Found<InvocationRecord> found = inspection().invocations(filter, Long.MAX_VALUE, 100);
    assertThat(found.next()).isZero();
    return found.found().stream().map(InvocationRecord::id).toList();
  }

  @Test
  default void invocationsAreAnsweredNewestFirstAndInPages() {
    Orders orders = orders();
    List<Long> expected = new ArrayList<>();
    Calls calls = new Calls(store());
    Fence fence = calls.execution("one");
    for (int i = 0; i < 25; i++) {
      expected.add(orders.submit("o" + i));
      InvocationHead head = calls.head(fence, "c" + i);
      expected.add(head.id());
      expectApplied(calls.apply(fence, succeeded(head, value("1"), 1_002)));
    }
    Collections.reverse(expected);

    List<InvocationRecord> all = new ArrayList<>();
    long before = Long.MAX_VALUE;
    int pages = 0;
    do {
      Found<InvocationRecord> page = inspection().invocations(InvocationFilter.ANY, before, 20);
      all.addAll(page.found());
      before = page.next();
      pages++;
      assertThat(page.searchedTo()).isPositive();
    } while (before != 0);

    assertThat(pages).isEqualTo(3);
    assertThat(all).extracting(InvocationRecord::id).isEqualTo(expected);
    for (InvocationRecord one : all) {
      assertThat(one).usingRecursiveComparison().isEqualTo(record(one.id()));
    }
    Found<InvocationRecord> whole =
        inspection().invocations(InvocationFilter.ANY, Long.MAX_VALUE, expected.size());
    assertThat(whole.next()).as("nothing is left below the last one").isZero();
  }

  @Test
  default void anEmptyStoreAnswersNothing() {
    assertThat(inspection().invocations(InvocationFilter.ANY, Long.MAX_VALUE, 10))
        .isEqualTo(new Found<>(List.of(), 0, 0));
    assertThat(inspection().logLines(new LineFilter(0, 0, Set.of(), null), Long.MAX_VALUE, 10))
        .isEqualTo(new Found<>(List.of(), 0, 0));
    assertThat(inspection().stints(0, Long.MAX_VALUE, 0, 10)).isEmpty();
    assertThat(inspection().failures(0, 10)).isEmpty();
    assertThat(inspection().activity(0, Long.MAX_VALUE, DAY, null)).isEmpty();
    assertThat(inspection().activityByTask(0, Long.MAX_VALUE)).isEmpty();
    assertThat(inspection().waits(10)).isEmpty();
    assertThat(inspection().madeBy(hash("x"), 10)).isEmpty();
    assertThat(inspection().usedBy(hash("x"), 10)).isEmpty();
    assertThat(inspection().touching(hash("x"), 10)).isEmpty();
    assertThat(inspection().idAt(Long.MAX_VALUE)).isZero();
  }

  @Test
  default void invocationsAreFoundByWhatTheyAre() {
    Orders orders = orders();
    long one = orders.worker();
    long two = orders.worker();
    long mail = orders.submit(orders.draft("letter").task("post.Mail.send").queue("mail").make());
    long done = orders.submit("invoice");
    Claimed first = orders.runNext(one);
    expectApplied(orders.apply(first, orders.succeeded(first, "Paid in full")));
    long failed = orders.submit("broken invoice");
    Claimed second = orders.runNext(two);
    expectApplied(orders.apply(second, orders.failed(second)));
    long running = orders.submit("running");
    orders.runNext(two);
    long waiting = orders.submit("waiting");
    Calls calls = new Calls(store());
    Fence fence = calls.execution("one");
    InvocationHead call = calls.head(fence, "invoice of a call");
    expectApplied(calls.apply(fence, succeeded(call, value("called"), 1_002)));
    InvocationHead ongoing = calls.head(fence, "ongoing");
    expectApplied(calls.apply(fence, started(ongoing, false)));
    Set<InvocationState> any = Set.of();

    assertThat(ids(InvocationFilter.ANY))
        .containsExactly(ongoing.id(), call.id(), waiting, running, failed, done, mail);
    assertThat(ids(with("POST.mail", any, null, 0, null))).containsExactly(mail);
    assertThat(ids(with("total", any, null, 0, null)))
        .containsExactly(ongoing.id(), call.id(), waiting, running, failed, done);
    assertThat(ids(with("nobody", any, null, 0, null))).isEmpty();
    assertThat(ids(with(null, Set.of(FAILED), null, 0, null))).containsExactly(failed);
    assertThat(ids(with(null, Set.of(RUNNING, QUEUED), null, 0, null)))
        .containsExactly(ongoing.id(), waiting, running, mail);
    assertThat(ids(with(null, any, "mail", 0, null))).containsExactly(mail);
    assertThat(ids(with(null, any, "default", 0, null)))
        .containsExactly(waiting, running, failed, done);
    assertThat(ids(with(null, any, "none", 0, null))).isEmpty();
    assertThat(ids(with(null, any, null, two, null))).containsExactly(running, failed);
    assertThat(ids(with(null, any, null, 0, "INVOICE"))).containsExactly(call.id(), failed, done);
    assertThat(ids(with(null, any, null, 0, "paid in"))).containsExactly(done);
    assertThat(ids(with(null, any, null, 0, "called"))).containsExactly(call.id());
    assertThat(ids(new InvocationFilter(null, any, null, 0, 0, 0, null, "ioexception", false)))
        .containsExactly(failed);
    assertThat(ids(new InvocationFilter(null, any, null, 0, 0, 0, null, "BROKEN", false)))
        .containsExactly(failed);
    assertThat(ids(new InvocationFilter(null, any, null, 0, 0, 0, null, null, true)))
        .containsExactly(waiting, running, failed, done, mail);
    assertThat(ids(with("total", Set.of(FAILED, SUCCEEDED), "default", two, "invoice")))
        .as("all of it")
        .containsExactly(failed);
    assertThat(ids(with("total", Set.of(SUCCEEDED), "default", two, "invoice"))).isEmpty();
  }

  private List<Long> tagged(String... tags) {
    return ids(
        new InvocationFilter(null, Set.of(), null, 0, 0, 0, null, null, false, Set.of(tags)));
  }

  @Test
  default void invocationsAreFoundByTheirTags() {
    Orders orders = orders();
    long plain = orders.submit("plain");
    long seven = orders.submit(orders.draft("a").tags("customer=7", "nightly").make());
    long eight = orders.submit(orders.draft("b").tags("customer=8").make());
    long other = orders.submit(orders.draft("c").tags("customers", "Nightly").make());
    Calls calls = new Calls(store());
    Fence fence = calls.execution("one");
    expectApplied(calls.apply(fence, succeeded(calls.head(fence, "d"), value("1"), 1_002)));
    Claimed claimed = orders.runNext(orders.worker());
    expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));

    assertThat(tagged("customer=7")).containsExactly(seven);
    assertThat(tagged("customer")).as("whatever its value").containsExactly(eight, seven);
    assertThat(tagged("customers")).containsExactly(other);
    assertThat(tagged("nightly")).as("in its case").containsExactly(seven);
    assertThat(tagged("customer", "nightly")).as("all of them").containsExactly(seven);
    assertThat(tagged("customer=7", "customer=8")).isEmpty();
    assertThat(tagged("customer=")).as("no tag is so").isEmpty();
    assertThat(tagged("custom")).isEmpty();
    assertThat(claimed.submission().id()).isEqualTo(plain);
    long again = store().reserveIds(1);
    Submission first = record(seven).queue().submission();
    orders.submit(first.again(again, orders.now()));
    assertThat(tagged("customer=7")).as("repeated, tags stay").containsExactly(again, seven);
  }

  @Test
  default void invocationsAreFoundByTheirTime() {
    Orders orders = orders();
    List<Long> ids = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Submission one = orders.order("o" + i);
      ids.add(orders.submit(one));
      times.add(one.submittedAt());
      orders.pass(10 * MINUTE);
    }

    assertThat(ids(between(times.get(4), times.get(7))))
        .containsExactly(ids.get(6), ids.get(5), ids.get(4));
    assertThat(ids(between(times.get(10), 0))).containsExactly(ids.get(11), ids.get(10));
    assertThat(ids(between(0, times.get(1)))).containsExactly(ids.get(0));
    assertThat(ids(between(times.get(3) + 1, times.get(4)))).isEmpty();
    assertThat(ids(between(DAY, 0))).isEmpty();
    for (int i = 0; i < 12; i++) {
      assertThat(inspection().idAt(times.get(i) + 5 * MINUTE)).isEqualTo(ids.get(i));
    }
    assertThat(inspection().idAt(1)).isZero();
    assertThat(inspection().idAt(Long.MAX_VALUE)).isEqualTo(ids.get(11));
  }

  @Test
  default void aSearchThatFindsLittleGoesOnPageByPage() {
    Orders orders = orders();
    List<Long> wanted = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      long id = orders.submit(i % 10 == 0 ? "needle" : "hay");
      if (i % 10 == 0) {
        wanted.add(id);
      }
    }
    Collections.reverse(wanted);

    List<Long> found = new ArrayList<>();
    InvocationFilter filter = with(null, Set.of(), null, 0, "needle");
    long before = Long.MAX_VALUE;
    do {
      Found<InvocationRecord> page = inspection().invocations(filter, before, 1);
      page.found().forEach(one -> found.add(one.id()));
      before = page.next();
    } while (before != 0);

    assertThat(found).isEqualTo(wanted);
  }

  @Test
  default void oneRequestLooksAtSoManyRowsAndSaysHowFarItCame() {
    Orders orders = orders();
    Submission first = orders.order("needle");
    orders.submit(first);
    long ids = orderHay(orders, first);

    InvocationFilter filter = with(null, Set.of(), null, 0, "needle");
    Found<InvocationRecord> none = inspection().invocations(filter, Long.MAX_VALUE, 10);
    assertThat(none.found()).isEmpty();
    assertThat(none.next()).isEqualTo(ids);
    assertThat(none.searchedTo()).isEqualTo(first.submittedAt() + 1);
    Found<InvocationRecord> rest = inspection().invocations(filter, none.next(), 10);
    assertThat(rest.found()).extracting(InvocationRecord::id).containsExactly(first.id());
    assertThat(rest.next()).isZero();
    assertThat(rest.searchedTo()).isEqualTo(first.submittedAt());
  }

  /** Orders as many as one request looks at, like this one; answers the first id. */
  private long orderHay(Orders orders, Submission first) {
    List<Submission> hay = new ArrayList<>();
    long ids = store().reserveIds(Inspection.LOOKS_AT);
    for (int i = 0; i < Inspection.LOOKS_AT; i++) {
      hay.add(first.again(ids + i, first.submittedAt() + 1 + i / 1_000));
    }
    hay.replaceAll(
        one ->
            new Submission(
                one.id(),
                one.execution(),
                null,
                one.task(),
                one.key(),
                List.of(value("hay")),
                null,
                one.order(),
                0,
                one.submittedAt()));
    expectApplied(orders.apply(Fence.NONE, new Change.Submitted(hay, 0)));
    return ids;
  }

  // ---- stints

  private List<Stint> stints(long id) {
    return inspection().stints(0, Long.MAX_VALUE, 0, 1_000).stream()
        .filter(stint -> stint.invocation() == id)
        .toList();
  }

  @Test
  default void aPlainRunIsOneStint() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit("a");
    Claimed claimed = orders.takeNext(worker);

    Stint taken = stints(id).get(0);
    assertThat(taken.outcome()).isEqualTo(CLAIMED);
    assertThat(taken.beganAt()).isZero();
    expectApplied(orders.apply(claimed, orders.begun(claimed)));
    assertThat(stints(id)).extracting(Stint::outcome).containsExactly(RUNNING);
    expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));

    InvocationRecord record = record(id);
    assertThat(stints(id))
        .containsExactly(
            new Stint(
                id,
                0,
                Orders.TASK,
                worker,
                1,
                1,
                record.queue().claimedAt(),
                record.startedAt(),
                record.endedAt(),
                SUCCEEDED,
                "",
                List.of()));
    assertThat(record.startedAt()).isGreaterThan(record.queue().claimedAt());
  }

  @Test
  default void whatItsSubmitterTookIsOneStintToo() {
    Orders orders = orders();
    long worker = orders.worker();
    Submission submission = orders.order("a");
    expectApplied(orders.apply(Fence.NONE, new Change.Submitted(List.of(submission), worker)));
    assertThat(stints(submission.id()))
        .extracting(Stint::worker, Stint::claimedAt, Stint::outcome)
        .containsExactly(tuple(worker, submission.submittedAt(), RUNNING));
    Claimed claimed = new Claimed(submission, 1, true, 1, false);
    expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));

    assertThat(stints(submission.id()))
        .extracting(Stint::worker, Stint::epoch, Stint::beganAt, Stint::outcome)
        .containsExactly(tuple(worker, 1L, submission.submittedAt(), SUCCEEDED));
  }

  @Test
  default void aRetryIsAnotherStint() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit("a");
    Claimed first = orders.runNext(worker);
    long due = orders.now();
    expectApplied(orders.apply(first, orders.retryPlanned(first, due)));
    assertThat(stints(id)).extracting(Stint::outcome).containsExactly(RETRYING);
    Claimed second = orders.runNext(worker);
    expectApplied(orders.apply(second, orders.succeeded(second, "1")));

    List<Stint> stints = stints(id);
    assertThat(stints).extracting(Stint::outcome).containsExactly(RETRYING, SUCCEEDED);
    assertThat(stints).extracting(Stint::attempt).containsExactly(1, 2);
    assertThat(stints).extracting(Stint::epoch).containsExactly(1L, 2L);
    assertThat(stints.get(0).why()).contains("flaky");
    assertThat(stints.get(0).endedAt()).isBetween(due, stints.get(1).claimedAt());
    assertThat(stints.get(1).endedAt()).isEqualTo(record(id).endedAt());
  }

  /** When the line is of that comes so many behind the first of this state. */
  private static long at(List<StateChange> history, InvocationState state, int behind) {
    for (int i = 0; i < history.size(); i++) {
      if (history.get(i).state() == state) {
        return history.get(i + behind).at().toEpochMilli();
      }
    }
    throw new AssertionError("no " + state + " in " + history);
  }

  @Test
  default void aPauseIsPartOfAStint() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit("a");
    Claimed claimed = orders.runNext(worker);
    long child = orders.submitChild(claimed, "child");
    expectApplied(orders.apply(claimed, orders.paused(claimed, child)));
    Stint waiting = stints(id).get(0);
    assertThat(waiting.outcome()).isEqualTo(PAUSED);
    assertThat(waiting.pauses()).extracting(Stint.Pause::to).containsExactly(0L);
    Claimed of = orders.runNext(worker);
    expectApplied(orders.apply(of, orders.succeeded(of, "1")));
    expectApplied(orders.apply(claimed, orders.resumed(claimed)));
    expectApplied(orders.apply(claimed, orders.succeeded(claimed, "2")));

    assertThat(stints(id))
        .extracting(Stint::outcome, Stint::beganAt, Stint::endedAt)
        .containsExactly(tuple(SUCCEEDED, record(id).startedAt(), record(id).endedAt()));
    List<StateChange> history = store().history(id);
    assertThat(stints(id).get(0).pauses())
        .as("from one line of the history to the next")
        .containsExactly(new Stint.Pause(at(history, PAUSED, 0), at(history, PAUSED, 1)));
    assertThat(stints(child)).extracting(Stint::parent).containsExactly(id);
  }

  @Test
  default void aDeathEndsAStintAndSaysWhy() {
    Orders orders = orders();
    long id = orders.submit("a");
    Store dying = mortal();
    Orders its = new Orders(dying);
    long dead = its.worker();
    its.runNext(dead);
    kill(dying);
    store().recover();
    assertThat(stints(id)).extracting(Stint::outcome).containsExactly(QUEUED);
    long alive = orders.worker();
    Claimed again = orders.runNext(alive);
    expectApplied(orders.apply(again, orders.succeeded(again, "1")));

    Map<Long, Stint> byWorker = new TreeMap<>();
    stints(id).forEach(stint -> byWorker.put(stint.worker(), stint));
    assertThat(byWorker).hasSize(2);
    assertThat(byWorker.get(dead).outcome()).isEqualTo(QUEUED);
    assertThat(byWorker.get(dead).why()).contains("died");
    assertThat(byWorker.get(dead).epoch()).isEqualTo(1);
    assertThat(byWorker.get(dead).endedAt()).isPositive();
    assertThat(byWorker.get(alive).outcome()).isEqualTo(SUCCEEDED);
    assertThat(byWorker.get(alive).epoch()).isEqualTo(3);
  }

  @Test
  default void whatWasGivenBackOrCancelledSaysSo() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit("a");
    Claimed claimed = orders.takeNext(worker);
    expectApplied(orders.apply(claimed, orders.givenBack(claimed)));
    orders.runNext(worker);
    expectApplied(orders.apply(Fence.NONE, orders.cancelRequested(id)));
    long never = orders.submit("never");
    expectApplied(orders.apply(Fence.NONE, orders.cancelRequested(never)));

    assertThat(stints(id)).extracting(Stint::outcome).containsExactly(QUEUED, CANCELLED);
    assertThat(stints(id)).extracting(Stint::why).containsExactly("drained", "not wanted");
    assertThat(stints(never)).as("nobody had it").isEmpty();
  }

  @Test
  default void stintsAreThoseOfATimeAndTheNewestOfMany() {
    Orders orders = orders();
    long worker = orders.worker();
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ids.add(orders.submit("o" + i));
      Claimed claimed = orders.runNext(worker);
      orders.pass(MINUTE);
      expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));
      orders.pass(9 * MINUTE);
    }
    Stint third = stints(ids.get(2)).get(0);

    assertThat(inspection().stints(third.claimedAt() + 5, third.endedAt() - 5, 0, 10))
        .containsExactly(third);
    assertThat(inspection().stints(third.endedAt() + 5, third.endedAt() + MINUTE, 0, 10)).isEmpty();
    assertThat(inspection().stints(0, third.claimedAt(), 0, 10))
        .extracting(Stint::invocation)
        .containsExactly(ids.get(0), ids.get(1));
    assertThat(inspection().stints(0, DAY, 0, 2))
        .extracting(Stint::invocation)
        .containsExactly(ids.get(4), ids.get(5));
  }

  @Test
  default void aLongQueueHidesNoStint() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit("a");
    Claimed claimed = orders.runNext(worker);
    expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));
    orderHay(orders, orders.order("hay"));

    assertThat(inspection().stints(0, Long.MAX_VALUE, 0, 10))
        .extracting(Stint::invocation)
        .containsExactly(id);
  }

  @Test
  default void stintsMayBeThoseOfOneWorker() {
    Orders orders = orders();
    long id = orders.submit("lost");
    Store dying = mortal();
    Orders its = new Orders(dying);
    long dead = its.worker();
    its.runNext(dead);
    kill(dying);
    store().recover();
    long alive = orders.worker();
    Claimed again = orders.runNext(alive);
    expectApplied(orders.apply(again, orders.succeeded(again, "1")));
    long plain = orders.submit("plain");
    Claimed claimed = orders.runNext(alive);
    expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));
    long open = orders.submit("open");
    orders.runNext(alive);

    assertThat(inspection().stints(0, Long.MAX_VALUE, dead, 10))
        .extracting(Stint::invocation, Stint::outcome)
        .containsExactly(tuple(id, QUEUED));
    assertThat(inspection().stints(0, Long.MAX_VALUE, alive, 10))
        .extracting(Stint::invocation, Stint::outcome)
        .containsExactlyInAnyOrder(
            tuple(id, SUCCEEDED), tuple(plain, SUCCEEDED), tuple(open, RUNNING));
    assertThat(inspection().stints(0, Long.MAX_VALUE, store().reserveIds(1), 10)).isEmpty();
  }

  // ---- log lines

  private List<String> lines(long invocation, long worker, Set<String> levels, String text) {
    Found<InvocationLine> found =
        inspection()
            .logLines(new LineFilter(invocation, worker, levels, text), Long.MAX_VALUE, 100);
    assertThat(found.next()).isZero();
    return found.found().stream().map(line -> line.line().text()).toList();
  }

  @Test
  default void logLinesAreFoundByWhatTheyAre() {
    Orders orders = orders();
    long one = orders.worker();
    long two = orders.worker();
    long first = orders.submit("a");
    Claimed a = orders.runNext(one);
    long second = orders.submit("b");
    Claimed b = orders.runNext(two);
    expectApplied(
        orders.apply(
            a,
            new Change.Logged(
                first,
                List.of(new LogLine(1, 1, "INFO", "One"), new LogLine(2, 1, "WARN", "two")))));
    expectApplied(
        orders.apply(
            b,
            new Change.Logged(
                second,
                List.of(new LogLine(3, 1, "INFO", "three"), new LogLine(4, 1, "ERROR", "<ONE>")))));
    expectApplied(orders.apply(a, orders.succeeded(a, "1")));

    assertThat(lines(0, 0, Set.of(), null)).containsExactly("<ONE>", "three", "two", "One");
    assertThat(lines(first, 0, Set.of(), null)).containsExactly("two", "One");
    assertThat(lines(first, 0, Set.of("WARN"), null)).containsExactly("two");
    assertThat(lines(first, two, Set.of(), null)).isEmpty();
    assertThat(lines(0, two, Set.of(), null)).containsExactly("<ONE>", "three");
    assertThat(lines(0, one, Set.of(), null)).containsExactly("two", "One");
    assertThat(lines(0, 0, Set.of("INFO", "ERROR"), null)).containsExactly("<ONE>", "three", "One");
    assertThat(lines(0, 0, Set.of(), "one")).containsExactly("<ONE>", "One");
    assertThat(lines(0, two, Set.of("ERROR"), "on")).containsExactly("<ONE>");
    InvocationLine newest =
        inspection()
            .logLines(new LineFilter(0, 0, Set.of(), null), Long.MAX_VALUE, 1)
            .found()
            .get(0);
    assertThat(newest.invocation()).isEqualTo(second);
    assertThat(newest.worker()).isEqualTo(two);
    assertThat(newest.task()).isEqualTo(Orders.TASK);
    assertThat(newest.line()).isEqualTo(new LogLine(4, 1, "ERROR", "<ONE>"));
  }

  @Test
  default void logLinesComeInPages() {
    Orders orders = orders();
    long first = orders.submit("a");
    Claimed claimed = orders.runNext(orders.worker());
    List<LogLine> lines = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      lines.add(new LogLine(i, 1, "INFO", "line " + i));
    }
    expectApplied(orders.apply(claimed, new Change.Logged(first, lines)));
    Collections.reverse(lines);

    for (long invocation : new long[] {0, first}) {
      List<LogLine> all = new ArrayList<>();
      long before = Long.MAX_VALUE;
      int pages = 0;
      do {
        Found<InvocationLine> page =
            inspection().logLines(new LineFilter(invocation, 0, Set.of(), null), before, 10);
        page.found().forEach(line -> all.add(line.line()));
        before = page.next();
        pages++;
      } while (before != 0);
      assertThat(pages).isEqualTo(3);
      assertThat(all).isEqualTo(lines);
    }
  }

  // ---- who waits, and where values come from

  @Test
  default void whoWaitsForWhomIsThereWhileTheyDo() {
    Orders orders = orders();
    long worker = orders.worker();
    long id = orders.submit("a");
    Claimed claimed = orders.runNext(worker);
    long one = orders.submitChild(claimed, "one");
    long two = orders.submitChild(claimed, "two");
    long before = orders.now();
    expectApplied(orders.apply(claimed, orders.paused(claimed, one, two)));

    List<WaitEdge> waits = inspection().waits(10);
    assertThat(waits)
        .extracting(WaitEdge::waiter, WaitEdge::awaited)
        .containsExactly(tuple(id, one), tuple(id, two));
    assertThat(waits).allMatch(edge -> edge.since() == before + 1);
    assertThat(inspection().waits(1)).hasSize(1);
    for (int i = 0; i < 2; i++) {
      Claimed child = orders.runNext(worker);
      expectApplied(orders.apply(child, orders.succeeded(child, "1")));
    }
    assertThat(inspection().waits(10)).isEmpty();
  }

  @Test
  default void callsAreFoundByTheContentOfTheirFiles() {
    Calls calls = new Calls(store());
    Fence fence = calls.execution("one");
    List<Long> ids = new ArrayList<>();
    for (String content : List.of("d", "e", "d")) {
      InvocationHead head = calls.head(fence, "call " + ids.size());
      ids.add(head.id());
      FileUse file = new FileUse("f" + ids.size(), hash(content), ids.size() == 3);
      expectApplied(
          calls.apply(
              fence, new Change.Succeeded(head, node(value("1"), file), Hits.NONE, 1_001, 1_002)));
    }

    assertThat(inspection().touching(hash("d"), 10))
        .extracting(NodeRecord::id)
        .containsExactly(ids.get(2), ids.get(0));
    assertThat(inspection().touching(hash("d"), 1)).hasSize(1);
    assertThat(inspection().touching(hash("other"), 10)).isEmpty();
  }

  @Test
  default void whereAValueComesFromAndWhereItGoesIsFound() {
    Calls calls = new Calls(store());
    Fence fence = calls.execution("one");
    InvocationHead first = calls.head(fence, "raw");
    InvocationHead second = calls.head(fence, "raw");
    InvocationHead user = calls.head(fence, "made");
    expectApplied(calls.apply(fence, succeeded(first, value("made"), 1_002)));
    expectApplied(calls.apply(fence, succeeded(second, value("made"), 1_002)));
    expectApplied(calls.apply(fence, succeeded(user, value("last"), 1_002)));
    Orders orders = orders();
    long ordered = orders.submit("made");
    Claimed claimed = orders.runNext(orders.worker());
    expectApplied(orders.apply(claimed, orders.succeeded(claimed, "last")));
    byte[] large = "x".repeat(5_000).getBytes(StandardCharsets.UTF_8);
    InvocationHead makesLarge = calls.head(fence, "large");
    expectApplied(calls.apply(fence, succeeded(makesLarge, value(large), 1_002)));

    assertThat(inspection().madeBy(value("made").hash(), 10))
        .extracting(NodeRecord::id)
        .containsExactly(second.id(), first.id());
    assertThat(inspection().madeBy(value("made").hash(), 1))
        .extracting(NodeRecord::id)
        .containsExactly(second.id());
    assertThat(inspection().madeBy(value("last").hash(), 10))
        .extracting(NodeRecord::id)
        .containsExactly(ordered, user.id());
    assertThat(inspection().madeBy(value(large).hash(), 10))
        .extracting(NodeRecord::id)
        .containsExactly(makesLarge.id());
    assertThat(inspection().usedBy(value("made").hash(), 10))
        .extracting(NodeRecord::id)
        .containsExactly(ordered, user.id());
    assertThat(inspection().usedBy(value("raw").hash(), 10))
        .extracting(NodeRecord::id)
        .containsExactly(second.id(), first.id());
    assertThat(inspection().usedBy(value("last").hash(), 10)).isEmpty();
    expectApplied(calls.apply(fence, Calls.ended(fence, ExecutionState.SUCCEEDED)));
  }
}
