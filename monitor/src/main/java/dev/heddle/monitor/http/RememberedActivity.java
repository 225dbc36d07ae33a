package dev.heddle.monitor.http;

import dev.heddle.store.Activity;
import dev.heddle.store.FailureGroup;
import dev.heddle.store.Found;
import dev.heddle.store.Inspection;
import dev.heddle.store.InvocationFilter;
import dev.heddle.store.InvocationLine;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.LineFilter;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.Stint;
import dev.heddle.store.Store;
import dev.heddle.store.WaitEdge;
import dev.heddle.value.Hash;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the store, and remembers for five minutes what was counted of a time that lies five minutes
 * back. A page that is looked at asks for a day or a week of counts with each change of the store,
 * and only the last minutes of them can be others than before: what ends is counted by the commit
 * that records it. Thread-safe.
 */
final class RememberedActivity implements Inspection {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long SETTLED = 5 * MINUTE;
  private static final long KEPT = 5 * MINUTE;
  private static final int MOST = 64;

  private final Store store;
  private final InstantSource clock;
  private final Map<Asked, Answer> remembered = new LinkedHashMap<>(16, 0.75f, true);

  /** A question; without steps it is one by task. */
  private record Asked(long from, long to, long stepMillis, @Nullable String task) {}

  private record Answer(List<Activity> activity, long at) {}

  /**
   * Remembers nothing yet.
   *
   * @param clock how long ago something was asked
   */
  RememberedActivity(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  private Inspection inspection() {
    return store.inspection();
  }

  @Override
  public List<Activity> activity(long from, long to, long stepMillis, @Nullable String task) {
    long steps = Math.floorDiv(settled() - from, stepMillis);
    long cut = from + steps * stepMillis;
    if (steps <= 0 || cut >= to || from % MINUTE != 0) {
      return inspection().activity(from, to, stepMillis, task);
    }
    List<Activity> all =
        new ArrayList<>(
            remembered(
                new Asked(from, cut, stepMillis, task),
                () -> inspection().activity(from, cut, stepMillis, task)));
    all.addAll(inspection().activity(cut, to, stepMillis, task));
    return all;
  }

  @Override
  public List<Activity> activityByTask(long from, long to) {
    long minute = Math.floorDiv(settled(), MINUTE) * MINUTE;
    long hour = Math.floorDiv(minute, HOUR) * HOUR;
    if (from % MINUTE != 0 || minute <= from || minute >= to) {
      return inspection().activityByTask(from, to);
    }
    long middle = Math.max(from, hour);
    Map<Activity, Long> sums = new HashMap<>();
    add(sums, from, settledByTask(from, middle));
    add(sums, from, settledByTask(middle, minute));
    add(sums, from, inspection().activityByTask(minute, to));
    return sums.entrySet().stream()
        .map(sum -> counted(sum.getKey(), from, sum.getValue()))
        .sorted(Activity.ORDER)
        .toList();
  }

  private List<Activity> settledByTask(long from, long to) {
    return from == to
        ? List.of()
        : remembered(new Asked(from, to, 0, null), () -> inspection().activityByTask(from, to));
  }

  private static void add(Map<Activity, Long> sums, long from, List<Activity> part) {
    part.forEach(one -> sums.merge(counted(one, from, 0), one.count(), Long::sum));
  }

  private static Activity counted(Activity of, long at, long count) {
    return new Activity(at, of.task(), of.kind(), of.bucket(), count);
  }

  private long settled() {
    return store.clock().millis() - SETTLED;
  }

  private List<Activity> remembered(Asked asked, Supplier<List<Activity>> asking) {
    long now = clock.millis();
    synchronized (remembered) {
      Answer answer = remembered.get(asked);
      if (answer != null && now - answer.at < KEPT) {
        return answer.activity;
      }
    }
    List<Activity> activity = List.copyOf(asking.get());
    synchronized (remembered) {
      remembered.put(asked, new Answer(activity, now));
      remembered.values().removeIf(answer -> now - answer.at >= KEPT);
      if (remembered.size() > MOST) {
        remembered.remove(remembered.keySet().iterator().next());
      }
    }
    return activity;
  }

  // ---- all else is asked for each time

  @Override
  public Found<InvocationRecord> invocations(InvocationFilter filter, long before, int limit) {
    return inspection().invocations(filter, before, limit);
  }

  @Override
  public List<FailureGroup> failures(long since, int limit) {
    return inspection().failures(since, limit);
  }

  @Override
  public List<Stint> stints(long from, long to, long worker, int limit) {
    return inspection().stints(from, to, worker, limit);
  }

  @Override
  public Found<InvocationLine> logLines(LineFilter filter, long before, int limit) {
    return inspection().logLines(filter, before, limit);
  }

  @Override
  public List<WaitEdge> waits(int limit) {
    return inspection().waits(limit);
  }

  @Override
  public List<NodeRecord> madeBy(Hash value, int limit) {
    return inspection().madeBy(value, limit);
  }

  @Override
  public List<NodeRecord> usedBy(Hash value, int limit) {
    return inspection().usedBy(value, limit);
  }

  @Override
  public List<NodeRecord> touching(Hash content, int limit) {
    return inspection().touching(content, limit);
  }

  @Override
  public long idAt(long at) {
    return inspection().idAt(at);
  }
}
