package dev.heddle.monitor.page;

import dev.heddle.InvocationState;
import dev.heddle.monitor.http.Asked;
import dev.heddle.store.FailureGroup;
import dev.heddle.store.Found;
import dev.heddle.store.InvocationFilter;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.QueueRecord;
import dev.heddle.store.WaitEdge;
import dev.heddle.store.Waiting;
import dev.heddle.store.WorkerLost;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what a person should look at. Each question is about what is live, or bounded. */
final class Needs {
  private static final long MINUTE = 60_000;
  private static final long LATE_MILLIS = 5 * 60_000;
  private static final long STUCK_MILLIS = 5 * 60_000;
  private static final int MANY_RETRIES = 10;
  private static final int OFTEN_LOST = 2;
  private static final int LOOKS_AT_WAITS = 500;
  private static final int SHOWS = 5;

  /** Of what is live so many are looked at for those that lost their workers. */
  private static final int LATEST = 50;

  private static final Set<InvocationState> LIVE = live();

  private final Asked asked;
  private final List<Need> needs = new ArrayList<>();

  private Needs(Asked asked) {
    this.asked = asked;
  }

  static List<Need> of(
      Asked asked,
      List<Waiting> waiting,
      List<QueueLine> queues,
      List<WorkerLine> workers,
      List<FailureGroup> failures) {
    Needs needs = new Needs(asked);
    queues.forEach(needs::queue);
    boolean anyAlive = workers.stream().anyMatch(WorkerLine::alive);
    workers.stream().filter(WorkerLine::silent).forEach(worker -> needs.silent(worker, anyAlive));
    needs.lostOften();
    failures.stream().filter(f -> f.error().equals(WorkerLost.TYPE)).forEach(needs::lost);
    needs.retries(waiting);
    needs.waits();
    return List.copyOf(needs.needs);
  }

  private static Set<InvocationState> live() {
    Set<InvocationState> live = EnumSet.allOf(InvocationState.class);
    live.removeIf(InvocationState::isFinal);
    return Set.copyOf(live);
  }

  private void queue(QueueLine queue) {
    String path = "/invocations?state=queued&queue=" + encode(queue.queue());
    if (!queue.unserved().isEmpty()) {
      String tasks =
          Shown.cut(String.join(", ", queue.unserved().stream().map(Shown::brief).toList()), 120);
      needs.add(
          queue.workers() == 0
              ? new Need(
                  "unserved",
                  "No worker serves queue " + queue.queue(),
                  "Waiting: " + tasks + ". Start one: heddle worker FILE.java",
                  path)
              : new Need(
                  "unserved",
                  "No worker of queue " + queue.queue() + " knows " + tasks,
                  "Start one with the code of these tasks.",
                  path));
    } else if (queue.oldest() != null
        && asked.now() - queue.oldest().toEpochMilli() > LATE_MILLIS) {
      needs.add(
          new Need(
              "late",
              "Queue " + queue.queue() + " is behind",
              (queue.moreReady() ? "More than " : "")
                  + Shown.count(queue.ready(), "invocation", "invocations")
                  + " could begin; the oldest has waited for "
                  + roughly(asked.now() - queue.oldest().toEpochMilli())
                  + ".",
              path));
    }
  }

  /** Looking changes nothing: only a process that works on the store declares another dead. */
  private void silent(WorkerLine worker, boolean anyAlive) {
    long millis = worker.beatAt() == null ? 0 : asked.now() - worker.beatAt().toEpochMilli();
    String has = Shown.count(worker.has(), "invocation", "invocations");
    needs.add(
        new Need(
            "silent",
            "Worker " + worker.id() + " has been silent for " + roughly(millis),
            worker.process()
                + ": "
                + (worker.has() == 0
                    ? "it has no invocation."
                    : anyAlive
                        ? "the workers that live take over its " + has + ", if it is dead."
                        : "nobody is alive to take over its "
                            + has
                            + ". Start a worker: heddle worker FILE.java"),
            "/workers/" + worker.id()));
  }

  /** Without seconds after the first minute: a page says the same for a while. */
  private static String roughly(long millis) {
    return Shown.duration(millis < MINUTE ? millis / 1_000 * 1_000 : millis / MINUTE * MINUTE);
  }

  /** What lives and lost a worker more than once. */
  private void lostOften() {
    InvocationFilter filter = new InvocationFilter(null, LIVE, null, 0, 0, 0, null, null, true);
    Found<InvocationRecord> found = asked.inspection().invocations(filter, Long.MAX_VALUE, LATEST);
    int shown = 0;
    for (InvocationRecord record : found.found()) {
      QueueRecord queue = record.queue();
      if (queue != null && queue.deaths().size() >= OFTEN_LOST && shown++ < SHOWS) {
        needs.add(
            new Need(
                "lost",
                Shown.brief(record.task().name())
                    + " lost its worker "
                    + queue.deaths().size()
                    + " times",
                "After "
                    + queue.submission().order().maxRecoveries()
                    + " deaths it fails. See what it does to its process.",
                "/invocations/" + Shown.id(record.id())));
      }
    }
  }

  private void lost(FailureGroup group) {
    needs.add(
        new Need(
            "lost",
            Shown.brief(group.task()) + " was given up: its workers died",
            Shown.count(group.count(), "invocation", "invocations")
                + " killed the process again and again, or seemed to.",
            group.latest().isEmpty() ? "/" : "/invocations/" + Shown.id(group.latest().get(0))));
  }

  private void retries(List<Waiting> waiting) {
    Map<String, Long> retrying = new LinkedHashMap<>();
    waiting.stream()
        .filter(w -> w.state() == InvocationState.RETRYING)
        .forEach(w -> retrying.merge(w.task(), w.count(), Long::sum));
    retrying.forEach(
        (task, count) -> {
          if (count >= MANY_RETRIES) {
            needs.add(
                new Need(
                    "retries",
                    "Retries of " + Shown.brief(task) + " pile up",
                    Shown.count(count) + " wait for their next attempt.",
                    "/invocations?state=retrying&task=" + encode(task)));
          }
        });
  }

  /** Bodies that have long waited for something that does not run. */
  private void waits() {
    List<WaitEdge> old =
        asked.inspection().waits(LOOKS_AT_WAITS).stream()
            .filter(edge -> asked.now() - edge.since() > STUCK_MILLIS)
            .toList();
    Map<Long, InvocationState> states =
        asked.store().states(old.stream().map(WaitEdge::awaited).distinct().toList());
    old.stream()
        .filter(
            edge -> {
              InvocationState state = states.get(edge.awaited());
              return state != null && state.kind() == InvocationState.Kind.AVAILABLE;
            })
        .limit(SHOWS)
        .forEach(
            edge ->
                needs.add(
                    new Need(
                        "wait",
                        Shown.id(edge.waiter()) + " waits for what does not begin",
                        "For "
                            + roughly(asked.now() - edge.since())
                            + " it has waited for "
                            + Shown.id(edge.awaited())
                            + ".",
                        "/invocations/" + Shown.id(edge.waiter()))));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
