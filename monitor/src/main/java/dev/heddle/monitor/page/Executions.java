package dev.heddle.monitor.page;

import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Parameter;
import dev.heddle.monitor.http.Place;
import dev.heddle.monitor.http.Section;
import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.StoredError;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Executions, the newest first. */
public final class Executions {
  private static final int LONGEST = 300;

  static final Place<View> PLACE =
      Place.get("/executions", View.class, Executions::ask)
          .in(Section.EXECUTIONS)
          .shown("executions.jte")
          .taking(
              Parameter.number("before", "From where to go on: next of the answer before."),
              Parameter.number("limit", "How many at most; 50 if not said."))
          .summary("Executions, the newest first: state, label, times and totals of each.");

  /**
   * The answer.
   *
   * @param next from where to go on; 0 if there are no more
   */
  public record View(List<Line> executions, long next) {}

  /**
   * An execution.
   *
   * @param state null if its row can't be read
   * @param millis from its beginning to its end; null before that
   * @param counts null while it runs: they are reckoned at its end
   * @param error on one line; empty if there is none
   * @param problem why its row can't be read; empty if it can
   */
  public record Line(
      String id,
      @Nullable ExecutionState state,
      String label,
      String process,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable Long millis,
      @Nullable Counts counts,
      String error,
      String problem) {
    static Line of(Legible<ExecutionRecord> read) {
      ExecutionRecord execution = read.row();
      if (execution == null) {
        return new Line(
            Shown.id(read.id()), null, "", "", null, null, null, null, "", read.problem());
      }
      StoredError error = execution.error();
      return new Line(
          Shown.id(execution.id()),
          execution.state(),
          Shown.cut(execution.label(), LONGEST),
          execution.owner(),
          Shown.at(execution.startedAt()),
          Shown.at(execution.endedAt()),
          execution.endedAt() == 0
              ? null
              : Math.max(0, execution.endedAt() - execution.startedAt()),
          execution.state() == ExecutionState.RUNNING ? null : Counts.of(execution),
          error == null ? "" : Shown.cut(Fault.brief(error), LONGEST),
          "");
    }
  }

  private Executions() {}

  static View ask(Asked asked) {
    int limit = asked.limit();
    List<Legible<ExecutionRecord>> read =
        Legible.executions(asked.store(), asked.before(), limit + 1);
    List<Legible<ExecutionRecord>> shown = read.subList(0, Math.min(limit, read.size()));
    return new View(
        shown.stream().map(Line::of).toList(), read.size() > limit ? shown.get(limit - 1).id() : 0);
  }
}
