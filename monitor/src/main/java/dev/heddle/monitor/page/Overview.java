package dev.heddle.monitor.page;

import dev.heddle.InvocationState;
import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Place;
import dev.heddle.monitor.http.Section;
import dev.heddle.store.FailureGroup;
import dev.heddle.store.Waiting;
import dev.heddle.store.WorkerRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The first page: how it goes, now and lately. */
public final class Overview {
  private static final int FAILURES = 8;

  static final Place<View> PLACE =
      Place.get("/", View.class, Overview::ask)
          .api("/overview")
          .in(Section.OVERVIEW)
          .shown("overview.jte")
          .taking(Span.PARAMETER)
          .summary(
              "Throughput, durations and failures over time; what is live; queues, workers, the"
                  + " latest failures, and what needs somebody.");

  /**
   * The answer.
   *
   * @param from when the first step begins
   * @param states how many are in each live state that has any
   */
  public record View(
      Span span,
      Instant from,
      Instant to,
      long stepMillis,
      Figures figures,
      List<Step> steps,
      List<StateCount> states,
      List<QueueLine> queues,
      List<WorkerLine> workers,
      List<FailureLine> failures,
      List<Need> needs) {
    /** Slots of the workers that live. */
    public long slots() {
      return workers.stream().mapToLong(WorkerLine::slots).sum();
    }

    /** Bodies that run on them. */
    public long running() {
      return workers.stream().mapToLong(WorkerLine::running).sum();
    }
  }

  /**
   * How many are in a state.
   *
   * @param more whether there are more: so many were counted
   */
  public record StateCount(InvocationState state, long count, boolean more) {}

  private Overview() {}

  static View ask(Asked asked) {
    Span span = Span.of(asked);
    long from = span.from(asked.now());
    long to = span.to(asked.now());
    var activity = asked.inspection().activity(from, to, span.stepMillis(), null);
    List<Waiting> waiting = asked.store().waiting();
    List<WorkerRecord> living = asked.store().workers(0);
    List<QueueLine> queues = QueueLine.of(waiting, living, asked.now());
    List<WorkerLine> workers = living.stream().map(w -> WorkerLine.of(w, asked.now())).toList();
    List<FailureGroup> failures = asked.inspection().failures(from, FAILURES);
    return new View(
        span,
        Instant.ofEpochMilli(from),
        Instant.ofEpochMilli(to),
        span.stepMillis(),
        Figures.of(activity),
        Step.of(activity, from, to, span.stepMillis()),
        states(waiting),
        queues,
        workers,
        failures.stream().map(FailureLine::of).toList(),
        Needs.of(asked, waiting, queues, workers, failures));
  }

  private static List<StateCount> states(List<Waiting> waiting) {
    Map<InvocationState, Long> counts = new EnumMap<>(InvocationState.class);
    Set<InvocationState> more = EnumSet.noneOf(InvocationState.class);
    for (Waiting w : waiting) {
      counts.merge(w.state(), w.count(), Long::sum);
      if (w.more()) {
        more.add(w.state());
      }
    }
    List<StateCount> states = new ArrayList<>();
    counts.forEach(
        (state, count) -> states.add(new StateCount(state, count, more.contains(state))));
    return List.copyOf(states);
  }
}
