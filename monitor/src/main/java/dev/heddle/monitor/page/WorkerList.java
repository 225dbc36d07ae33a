package dev.heddle.monitor.page;

import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Place;
import dev.heddle.monitor.http.Section;
import java.util.List;

/** The workers that live, and those that ended last. */
public final class WorkerList {
  private static final int ENDED = 50;

  static final Place<View> PLACE =
      Place.get("/workers", View.class, WorkerList::ask)
          .in(Section.WORKERS)
          .shown("workers.jte")
          .summary("Workers: those that live, and the last that ended; and the queues.");

  /** The answer. */
  public record View(List<WorkerLine> here, List<WorkerLine> ended, List<QueueLine> queues) {
    /** How many invocations only silent workers have, while nobody is alive to take them over. */
    public long forsaken() {
      return here.stream().anyMatch(WorkerLine::alive)
          ? 0
          : here.stream().mapToLong(WorkerLine::has).sum();
    }

    /** Slots of those that live. */
    public long slots() {
      return here.stream().mapToLong(WorkerLine::slots).sum();
    }

    /** Bodies that run on them. */
    public long running() {
      return here.stream().mapToLong(WorkerLine::running).sum();
    }
  }

  private WorkerList() {}

  static View ask(Asked asked) {
    var living = asked.store().workers(0);
    List<WorkerLine> all =
        asked.store().workers(living.size() + ENDED).stream()
            .map(w -> WorkerLine.of(w, asked.now()))
            .toList();
    return new View(
        all.stream().filter(WorkerLine::here).toList(),
        all.stream().filter(w -> !w.here()).toList(),
        QueueLine.of(asked.store().waiting(), living, asked.now()));
  }
}
