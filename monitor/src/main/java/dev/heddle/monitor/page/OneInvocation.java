package dev.heddle.monitor.page;

import dev.heddle.InvocationState;
import dev.heddle.StateChange;
import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Parameter;
import dev.heddle.monitor.http.Place;
import dev.heddle.monitor.http.Refused;
import dev.heddle.monitor.http.Section;
import dev.heddle.store.InvocationLine;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.LineFilter;
import dev.heddle.store.LogLine;
import dev.heddle.store.Masking;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.QueueRecord;
import dev.heddle.store.StoredError;
import dev.heddle.value.StoredValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One invocation: what it was given, what became of it, by whom, and why it ran. */
public final class OneInvocation {
  /** Of a value's text, unless all of it is asked for. */
  private static final int CUT = 4_000;

  /** Nor is more sent then. */
  private static final int LONGEST = 2_000_000;

  private static final int SHOWN_LINES = 200;

  static final Place<View> PLACE =
      Place.get("/invocations/{id}", View.class, OneInvocation::ask)
          .in(Section.INVOCATIONS)
          .shown("invocation.jte")
          .titled(view -> Shown.brief(view.task()) + " " + view.id())
          .taking(
              Parameter.path("id", "The invocation's id."),
              Parameter.query("all", "Whether values are shown whole.").of(List.of("yes")))
          .summary("One invocation: arguments, outcome, history, kin, log, and why it ran.");

  /**
   * The answer.
   *
   * @param order null for a call of an execution, which nobody ordered
   * @param execution that it is a call of, or that it evaluated; empty if there is none
   * @param result null unless it succeeded
   * @param faults what was thrown, and what caused it; without a type what else ended it
   * @param course every change of state; empty for a call of an execution
   * @param lines the latest that its bodies logged, the oldest first
   * @param whole whether values are shown whole
   */
  public record View(
      String id,
      String task,
      InvocationState state,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable Long millis,
      @Nullable Order order,
      String execution,
      List<Datum> arguments,
      @Nullable Datum result,
      List<Fault> faults,
      List<Change> course,
      Kin kin,
      List<Line> lines,
      boolean moreLines,
      Why why,
      boolean whole) {
    /** Whether it can be given up. */
    public boolean canCancel() {
      return order != null && !state.isFinal();
    }

    /** Whether it can be ordered again. */
    public boolean canRetry() {
      return order != null && state.isFinal();
    }
  }

  /**
   * How it was ordered, and how far it is.
   *
   * @param key under which it was ordered once; empty for none
   * @param dueAt null for at once
   * @param timeoutMillis of one attempt; 0 for none
   * @param worker its present or last one; empty for none
   * @param epoch how often it was claimed or taken away
   * @param deaths workers that died while it ran in them
   * @param done of {@code total}; both 0 if its body said nothing
   * @param expression whether a whole expression was ordered
   */
  public record Order(
      String queue,
      int priority,
      String key,
      Instant orderedAt,
      @Nullable Instant dueAt,
      int retries,
      long timeoutMillis,
      int maxRecoveries,
      @Nullable Instant claimedAt,
      String worker,
      int attempt,
      long epoch,
      List<String> deaths,
      long done,
      long total,
      boolean expression,
      List<String> tags) {
    static Order of(QueueRecord queued) {
      var submission = queued.submission();
      var order = submission.order();
      String key = order.key();
      return new Order(
          order.queue(),
          order.priority(),
          key == null ? "" : key,
          Instant.ofEpochMilli(submission.submittedAt()),
          Shown.at(order.due()),
          order.retry().max(),
          order.timeoutMillis(),
          order.maxRecoveries(),
          Shown.at(queued.claimedAt()),
          Shown.id(queued.worker()),
          queued.attempt(),
          queued.epoch(),
          queued.deaths().stream().map(Shown::id).toList(),
          queued.done(),
          queued.total(),
          submission.expression() != null,
          List.copyOf(order.tags()));
    }

    /** How far it is, of 1. */
    public double part() {
      return total <= 0 ? 0 : Math.max(0, Math.min(1, (double) done / total));
    }
  }

  /**
   * A change of its state.
   *
   * @param millis how long it stayed so; null while it does, and for a final one
   * @param worker empty for none
   * @param why the reason, where it is not the regular course
   */
  public record Change(
      Instant at,
      InvocationState state,
      @Nullable Long millis,
      String worker,
      int attempt,
      long epoch,
      String why) {
    static List<Change> of(List<StateChange> history) {
      List<Change> course = new ArrayList<>();
      for (int i = 0; i < history.size(); i++) {
        StateChange change = history.get(i);
        course.add(
            new Change(
                change.at(),
                change.state(),
                i + 1 == history.size()
                    ? null
                    : Math.max(
                        0, history.get(i + 1).at().toEpochMilli() - change.at().toEpochMilli()),
                change.worker(),
                change.attempt(),
                change.epoch(),
                change.why()));
      }
      return List.copyOf(course);
    }
  }

  /** A line that its body logged. */
  public record Line(Instant at, String level, String text, int attempt) {
    static Line of(LogLine line) {
      return new Line(Instant.ofEpochMilli(line.at()), line.level(), line.text(), line.attempt());
    }
  }

  private OneInvocation() {}

  static View ask(Asked asked) {
    long id = asked.id("id");
    boolean whole = !asked.text("all").isEmpty();
    Legible<InvocationRecord> read =
        Legible.invocation(asked.store(), id).orElseThrow(() -> unknown(asked, id));
    InvocationRecord record = read.row();
    if (record == null) {
      throw new Refused(
          500, "Damaged", "The invocation " + Shown.id(id) + " is on record. " + read.problem());
    }
    QueueRecord queued = record.queue();
    NodeRecord node =
        Legible.nodes(asked.store(), List.of(id)).stream()
            .findFirst()
            .map(Legible::row)
            .orElse(null);
    Masking masking = new Masking(asked.store());
    int most = whole ? LONGEST : CUT;
    StoredError error = record.error();
    List<Line> lines = lines(asked, id);
    return new View(
        Shown.id(id),
        record.task().name(),
        record.state(),
        Shown.at(record.startedAt()),
        Shown.at(record.endedAt()),
        InvocationList.millis(record),
        queued == null ? null : Order.of(queued),
        execution(asked, record),
        Datum.of(record.task(), record.arguments(), masking.arguments(record), most),
        result(record, masking, most),
        error == null ? List.of() : Fault.chain(error),
        Change.of(asked.store().history(id)),
        Kin.of(asked, record, node),
        lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()),
        lines.size() > SHOWN_LINES,
        new Comparison(asked, record, masking).why(),
        whole);
  }

  private static Refused unknown(Asked asked, long id) {
    String kind = Known.kinds(asked, List.of(id)).getOrDefault(id, "");
    return Refused.notFound(
        kind.isEmpty()
            ? "There is no invocation " + Shown.id(id) + " on record."
            : Shown.id(id)
                + " is the id of a"
                + (kind.startsWith("e") ? "n " : " ")
                + kind
                + ", not of an invocation: find it below.");
  }

  private static String execution(Asked asked, InvocationRecord record) {
    boolean call = record.queue() == null;
    return call || asked.store().execution(record.id()).isPresent()
        ? Shown.id(call ? record.execution() : record.id())
        : "";
  }

  private static @Nullable Datum result(InvocationRecord record, Masking masking, int most) {
    StoredValue result = record.result();
    String shown = masking.result(record);
    return result == null || shown == null
        ? null
        : Datum.of("", record.task().result(), result, shown, most);
  }

  /** The latest, and one more if there are more. */
  private static List<Line> lines(Asked asked, long id) {
    LineFilter filter = new LineFilter(id, 0, Set.of(), null);
    List<Line> lines = new ArrayList<>();
    for (InvocationLine line :
        asked.inspection().logLines(filter, Long.MAX_VALUE, SHOWN_LINES + 1).found()) {
      lines.add(Line.of(line.line()));
    }
    Collections.reverse(lines);
    return List.copyOf(lines);
  }
}
