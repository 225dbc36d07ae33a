package dev.heddle.testkit;

import static dev.heddle.InvocationState.CANCELLED;
import static dev.heddle.InvocationState.FAILED;
import static dev.heddle.testkit.Calls.expectApplied;
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
import dev.heddle.store.Hits;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Outcome;
import dev.heddle.store.QueueRecord;
import dev.heddle.store.Store;
import dev.heddle.store.StoredError;
import dev.heddle.store.Totals;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What those are answered who ask how much ended, how, and what failed. */
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
public interface ActivityContract extends InspectedStore {
  // ---- activity

  private List<Activity> all() {
    return inspection().activity(0, DAY, MINUTE, null);
  }

  private static Map<Kind, Long> byKind(List<Activity> activity) {
    return new TreeMap<>(
        activity.stream().collect(groupingBy(Activity::kind, summingLong(Activity::count))));
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
}
