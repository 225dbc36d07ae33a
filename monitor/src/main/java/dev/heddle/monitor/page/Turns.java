package dev.heddle.monitor.page;

import dev.heddle.InvocationState;
import dev.heddle.monitor.chart.Kind;
import dev.heddle.monitor.chart.Timeline;
import dev.heddle.monitor.http.Asked;
import dev.heddle.store.Stint;
import dev.heddle.store.WorkerRecord;
import dev.heddle.store.WorkerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes turns with their phases of a store's stints. */
final class Turns {
  private static final int LOOKS_AT_WORKERS = 5_000;

  /** Most have two spans: they were claimed, then ran. */
  private static final int MOST = Timeline.MOST / 2;

  private static final int MOST_TAKEOVERS = 200;
  private static final String NO_HOST = "this host";

  private final Asked asked;
  private final Map<Long, WorkerRecord> workers = new HashMap<>();
  private final Map<Long, Stint> lost = new HashMap<>();
  private final List<Stints.Turn> turns = new ArrayList<>();
  private final List<Stints.TakeOver> takeOvers = new ArrayList<>();
  private final List<Stints.Death> deaths = new ArrayList<>();
  private final Map<Long, Long> losses = new HashMap<>();
  private boolean more;

  private Turns(Asked asked) {
    this.asked = asked;
  }

  static Turns of(Asked asked, long from, long to) {
    Turns turns = new Turns(asked);
    turns.read(from, to);
    return turns;
  }

  List<Stints.Turn> turns() {
    return List.copyOf(turns);
  }

  /** Whether the earliest are left out. */
  boolean more() {
    return more;
  }

  List<Stints.Death> deaths() {
    return List.copyOf(deaths);
  }

  List<Stints.TakeOver> takeOvers() {
    return List.copyOf(takeOvers.subList(0, Math.min(MOST_TAKEOVERS, takeOvers.size())));
  }

  private void read(long from, long to) {
    asked.store().workers(LOOKS_AT_WORKERS).forEach(worker -> workers.put(worker.id(), worker));
    List<Stint> stints = asked.inspection().stints(from, to, 0, MOST);
    more = stints.size() >= MOST;
    String task = asked.text("task").toLowerCase(Locale.ROOT);
    int spans = 0;
    for (Stint stint : stints) {
      if (stint.task().toLowerCase(Locale.ROOT).contains(task)) {
        Stints.Turn turn = turn(stint);
        turns.add(turn);
        spans += turn.phases().size();
      }
    }
    more |= spans > Timeline.MOST;
    lost.values().forEach(stint -> takeOver(stint, null));
    takeOvers.sort((a, b) -> a.at().compareTo(b.at()));
    for (WorkerRecord worker : workers.values()) {
      if (worker.state() == WorkerState.DEAD
          && worker.endedAt() >= from
          && worker.endedAt() <= to) {
        deaths.add(
            new Stints.Death(
                host(worker.id()),
                label(worker.id()),
                Instant.ofEpochMilli(worker.endedAt()),
                losses.getOrDefault(worker.id(), 0L)));
      }
    }
    deaths.sort((a, b) -> a.at().compareTo(b.at()));
  }

  private Stints.Turn turn(Stint stint) {
    Stint before = lost.remove(stint.invocation());
    if (before != null) {
      takeOver(before, stint);
    }
    boolean isLost = isLost(stint);
    if (isLost) {
      losses.merge(stint.worker(), 1L, Long::sum);
      lost.put(stint.invocation(), stint);
    }
    return new Stints.Turn(
        Shown.id(stint.invocation()),
        Shown.id(stint.parent()),
        stint.task(),
        host(stint.worker()),
        label(stint.worker()),
        stint.attempt(),
        stint.outcome(),
        isLost,
        stint.why(),
        phases(stint, isLost, before != null));
  }

  private void takeOver(Stint before, @Nullable Stint next) {
    takeOvers.add(
        new Stints.TakeOver(
            Shown.id(before.invocation()),
            before.task(),
            Shown.id(before.worker()),
            Instant.ofEpochMilli(before.endedAt()),
            next == null ? "" : Shown.id(next.worker()),
            next == null ? null : Math.max(0, next.claimedAt() - before.endedAt())));
  }

  /** Whether its worker died over it: what is given back comes from one that lives. */
  private boolean isLost(Stint stint) {
    WorkerRecord worker = workers.get(stint.worker());
    return worker != null
        && worker.state() == WorkerState.DEAD
        && stint.endedAt() != 0
        && stint.endedAt() >= worker.endedAt()
        && (stint.outcome() == InvocationState.QUEUED || stint.outcome() == InvocationState.FAILED);
  }

  private List<Stints.Phase> phases(Stint stint, boolean isLost, boolean recovered) {
    List<Stints.Phase> phases = new ArrayList<>();
    if (stint.beganAt() == 0) {
      add(phases, stint.claimedAt(), stint.endedAt(), isLost ? Kind.LOST : Kind.CLAIMED);
      return List.copyOf(phases);
    }
    if (stint.beganAt() > stint.claimedAt()) {
      add(phases, stint.claimedAt(), stint.beganAt(), Kind.CLAIMED);
    }
    long at = stint.beganAt();
    Kind kind = kind(stint, isLost, recovered);
    for (Stint.Pause pause : stint.pauses()) {
      if (pause.from() > at) {
        add(phases, at, pause.from(), kind);
      }
      add(
          phases,
          Math.max(at, pause.from()),
          pause.to(),
          isLost && pause.to() == stint.endedAt() ? Kind.LOST : Kind.PAUSED);
      at = pause.to() == 0 ? Long.MAX_VALUE : pause.to();
    }
    if (at != Long.MAX_VALUE
        && (stint.endedAt() == 0 || at < stint.endedAt() || phases.isEmpty())) {
      add(phases, at, stint.endedAt(), kind);
    }
    return List.copyOf(phases);
  }

  private static void add(List<Stints.Phase> phases, long start, long end, Kind kind) {
    phases.add(new Stints.Phase(Instant.ofEpochMilli(start), Shown.at(end), kind));
  }

  private static Kind kind(Stint stint, boolean isLost, boolean recovered) {
    if (isLost) {
      return Kind.LOST;
    }
    return switch (stint.outcome()) {
      case FAILED, RETRYING -> Kind.FAILED;
      case CANCELLED -> Kind.CANCELLED;
      default -> recovered ? Kind.RECOVERED : Kind.RUN;
    };
  }

  /** A process is said as {@code pid 1 on HOST}; without a host where all are on one. */
  private String host(long worker) {
    WorkerRecord record = workers.get(worker);
    int on = record == null ? -1 : record.process().indexOf(" on ");
    return record == null || on < 0 ? NO_HOST : record.process().substring(on + 4);
  }

  private static String label(long worker) {
    return worker == 0 ? "no worker" : Shown.id(worker);
  }
}
