package dev.heddle.monitor.page;

import dev.heddle.InvocationState;
import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Parameter;
import dev.heddle.monitor.http.Place;
import dev.heddle.monitor.http.Refused;
import dev.heddle.monitor.http.Section;
import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.Hits;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Masking;
import dev.heddle.store.QueueRecord;
import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import dev.heddle.store.StoredError;
import dev.heddle.store.Totals;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One execution: what it is and came to, what it saved, when what ran, and its tree. The tree of
 * work that was ordered has no execution of its own; its root says then what there is to say.
 */
public final class OneExecution {
  private static final int LONGEST = 20_000;

  static final Place<View> PLACE =
      Place.get("/executions/{id}", View.class, OneExecution::ask)
          .in(Section.EXECUTIONS)
          .shown("execution.jte")
          .titled(view -> view.label().isEmpty() ? "Execution " + view.id() : view.label())
          .liveWhile(View::live)
          .taking(
              Parameter.path("id", "The execution's id."),
              Parameter.number(
                  "after",
                  "Behind which invocation to look; the course's next, or 0 for the first."),
              Parameter.number("skip", "How many rows of the course to leave out; 0 if not said."))
          .summary(
              "One execution: state, totals, result or error, its course over time, its tree.");

  /**
   * The answer.
   *
   * @param state null if its row can't be read
   * @param ordered whether it is the tree of work that was ordered, under its root
   * @param millis from its beginning to its end; null before that
   * @param result null if it has none
   * @param faults its error and what caused it; empty if it has none
   * @param course when what ran
   * @param tree the top level of the tree; empty if the course does not begin with the first
   * @param problem why its row can't be read; empty if it can
   */
  public record View(
      String id,
      @Nullable ExecutionState state,
      boolean ordered,
      String label,
      List<String> commandLine,
      String process,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable Long millis,
      Counts counts,
      SavedTime saved,
      @Nullable Datum result,
      List<Fault> faults,
      Course course,
      ExecutionTree.View tree,
      String problem) {
    /** Whether it goes on. */
    public boolean live() {
      return state == ExecutionState.RUNNING;
    }
  }

  private OneExecution() {}

  static View ask(Asked asked) {
    long id = asked.id("id");
    long after = asked.number("after", 0, 0, Long.MAX_VALUE);
    int skip = (int) asked.number("skip", 0, 0, Reached.LOOKS_AT * 2L);
    String problem = "";
    Optional<ExecutionRecord> found = Optional.empty();
    try {
      found = read(asked, id);
    } catch (StoreException | Refused e) {
      throw e;
    } catch (RuntimeException damaged) {
      problem = Legible.problem(damaged);
    }
    Reached reached = Reached.of(asked.store(), id, after, goesOn(asked, id, found));
    ExecutionRecord execution = found.orElse(null);
    Optional<InvocationRecord> root =
        reached.invocations().stream().filter(invocation -> invocation.id() == id).findFirst();
    boolean ordered = execution == null && root.isPresent();
    ExecutionRecord shown =
        execution != null ? execution : root.map(OneExecution::ofRoot).orElseGet(() -> unknown(id));
    Hits hits = shown.hits();
    boolean totalled = shown.state().isFinal() && shown.totals().total() > 0;
    return new View(
        Shown.id(id),
        problem.isEmpty() ? shown.state() : null,
        ordered,
        shown.label(),
        shown.commandLine(),
        shown.owner(),
        Shown.at(shown.startedAt()),
        Shown.at(shown.endedAt()),
        shown.endedAt() == 0 ? null : Math.max(0, shown.endedAt() - shown.startedAt()),
        totalled ? Counts.of(shown) : reached.counts(after == 0, hits.size()),
        SavedTime.of(asked.store(), shown, reached),
        result(asked.store(), shown, root.filter(r -> ordered).orElse(null)),
        faults(shown.error()),
        Course.of(asked, shown, reached, after, skip),
        after == 0
            ? ExecutionTree.level(asked, id, 0, hits, 0, reached, !shown.state().isFinal())
            : new ExecutionTree.View(Shown.id(id), "", "", List.of(), 0, 0, false),
        problem);
  }

  /**
   * The execution; empty if it is a tree of ordered work.
   *
   * @throws Refused if there is neither
   */
  static Optional<ExecutionRecord> read(Asked asked, long id) {
    Optional<ExecutionRecord> execution = asked.store().execution(id);
    if (execution.isEmpty()) {
      InvocationRecord invocation =
          asked
              .store()
              .invocation(id)
              .orElseThrow(
                  () -> Refused.notFound("There is no execution " + Shown.id(id) + " on record."));
      if (invocation.execution() != id) {
        throw Refused.notFound(
            Shown.id(id)
                + " is an invocation of execution "
                + Shown.id(invocation.execution())
                + ", and no execution itself.");
      }
    }
    return execution;
  }

  /**
   * Whether something may still come to it.
   *
   * @param execution empty for a tree of ordered work
   */
  static boolean goesOn(Asked asked, long id, Optional<ExecutionRecord> execution) {
    return execution.isPresent()
        ? !execution.get().state().isFinal()
        : asked.store().states(List.of(id)).values().stream().anyMatch(s -> !s.isFinal());
  }

  /** What the root of ordered work tells of all of it. */
  private static ExecutionRecord ofRoot(InvocationRecord root) {
    QueueRecord queue = root.queue();
    return new ExecutionRecord(
        root.id(),
        state(root.state()),
        Shown.brief(root.task().name()),
        List.of(),
        "",
        queue == null ? root.startedAt() : queue.submission().submittedAt(),
        root.endedAt(),
        Totals.ZERO,
        Hits.NONE,
        root.result(),
        root.error());
  }

  private static ExecutionState state(InvocationState state) {
    return switch (state) {
      case SUCCEEDED, CACHED -> ExecutionState.SUCCEEDED;
      case FAILED -> ExecutionState.FAILED;
      case CANCELLED -> ExecutionState.CANCELLED;
      default -> ExecutionState.RUNNING;
    };
  }

  /** One whose row can't be read: what is under it can be shown all the same. */
  private static ExecutionRecord unknown(long id) {
    return new ExecutionRecord(
        id,
        ExecutionState.INTERRUPTED,
        "",
        List.of(),
        "",
        0,
        0,
        Totals.ZERO,
        Hits.NONE,
        null,
        null);
  }

  private static @Nullable Datum result(
      Store store, ExecutionRecord execution, @Nullable InvocationRecord root) {
    Masking masking = new Masking(store);
    String shown = root == null ? masking.result(execution) : masking.result(root);
    return execution.result() == null || shown == null
        ? null
        : Datum.of(
            "", root == null ? "" : root.task().result(), execution.result(), shown, LONGEST);
  }

  private static List<Fault> faults(@Nullable StoredError error) {
    return error == null ? List.of() : Fault.chain(error);
  }
}
