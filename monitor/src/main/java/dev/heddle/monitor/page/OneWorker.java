package dev.heddle.monitor.page;

import dev.heddle.InvocationState;
import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Parameter;
import dev.heddle.monitor.http.Place;
import dev.heddle.monitor.http.Refused;
import dev.heddle.monitor.http.Section;
import dev.heddle.store.Stint;
import dev.heddle.store.WorkerRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One worker: what it is, what it has, and what it had. */
public final class OneWorker {
  /** Those before the last so many that ended are no longer found. */
  private static final int LOOKS_AT = 5_000;

  private static final int SHOWN_STINTS = 50;
  private static final long DAY_MILLIS = 24 * 3_600_000L;

  static final Place<View> PLACE =
      Place.get("/workers/{id}", View.class, OneWorker::ask)
          .in(Section.WORKERS)
          .shown("worker.jte")
          .titled(view -> "Worker " + view.worker().id())
          .taking(Parameter.path("id", "The worker's id."))
          .summary("One worker: its state, the tasks it knows, what it has and what it had.");

  /**
   * The answer.
   *
   * @param tasks that it knows
   * @param turns its latest ones at invocations, the newest first; of its last day, as far as the
   *     invocations are among the latest few thousand of then
   */
  public record View(WorkerLine worker, List<String> tasks, List<Turn> turns) {
    /** Those that were taken from it when it died. */
    public List<Turn> lost() {
      return turns.stream().filter(Turn::taken).toList();
    }
  }

  /**
   * One turn of it at an invocation.
   *
   * @param outcome the state it left the invocation in; while it goes on, its present one
   * @param taken whether the invocation was taken from it, or given back, before it ended
   * @param why then, and where it ended out of the regular course
   */
  public record Turn(
      String invocation,
      String task,
      int attempt,
      Instant claimedAt,
      @Nullable Instant beganAt,
      @Nullable Instant endedAt,
      @Nullable Long millis,
      InvocationState outcome,
      boolean taken,
      String why) {
    static Turn of(Stint stint) {
      return new Turn(
          Shown.id(stint.invocation()),
          stint.task(),
          stint.attempt(),
          Instant.ofEpochMilli(stint.claimedAt()),
          Shown.at(stint.beganAt()),
          Shown.at(stint.endedAt()),
          stint.beganAt() == 0 || stint.endedAt() == 0 ? null : stint.endedAt() - stint.beganAt(),
          stint.outcome(),
          stint.endedAt() != 0 && stint.outcome() == InvocationState.QUEUED,
          stint.why());
    }
  }

  private OneWorker() {}

  static View ask(Asked asked) {
    long id = asked.id("id");
    WorkerRecord worker =
        asked.store().workers(LOOKS_AT).stream()
            .filter(w -> w.id() == id)
            .findAny()
            .orElseThrow(
                () ->
                    Refused.notFound(
                        "There is no worker "
                            + Shown.id(id)
                            + " on record. Workers that ended long ago are forgotten."));
    long to = worker.endedAt() == 0 ? asked.now() : worker.endedAt();
    long from = Math.max(worker.startedAt(), to - DAY_MILLIS);
    List<Stint> stints = asked.inspection().stints(from, to + 1, id, SHOWN_STINTS);
    List<Turn> turns = new ArrayList<>(stints.stream().map(Turn::of).toList());
    Collections.reverse(turns);
    return new View(
        WorkerLine.of(worker, asked.now()),
        worker.tasks().stream().sorted().toList(),
        List.copyOf(turns));
  }
}
