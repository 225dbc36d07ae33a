package dev.heddle.monitor.page;

import dev.heddle.InvocationState;
import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Parameter;
import dev.heddle.monitor.http.Place;
import dev.heddle.monitor.http.Refused;
import dev.heddle.monitor.http.Section;
import dev.heddle.store.Found;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationFilter;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Masking;
import dev.heddle.store.QueueRecord;
import dev.heddle.store.Sought;
import dev.heddle.store.StoredError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Invocations, newest first, and a search among them. */
public final class InvocationList {
  private static final int BRIEF = 160;
  private static final String ORDERED = "ordered";

  /** No invocation has more, nor longer ones. */
  private static final int MOST_TAGS = 20;

  private static final int LONGEST_TAG = 100;

  static final Place<View> PLACE =
      Place.get("/invocations", View.class, InvocationList::ask)
          .in(Section.INVOCATIONS)
          .shown("invocations.jte")
          .taking(
              Parameter.query("task", "Only of tasks whose name has this in it."),
              Parameter.query("state", "Only in one of these states.").of(states()).repeated(),
              Parameter.query("queue", "Only ordered into this queue."),
              Parameter.query("worker", "Only those that this worker had last."),
              Parameter.query("from", "Only begun or ordered since then: " + Moments.FORM),
              Parameter.query("to", "Only begun or ordered before then, likewise."),
              Parameter.query("text", "Only with this in their arguments or result."),
              Parameter.query("error", "Only with this in their error's type or message."),
              Parameter.query(
                      "tag", "Only ordered with this tag, or with a value of it: KEY, KEY=VALUE.")
                  .repeated(),
              Parameter.query("kind", "Only ordered ones; all if not said.").of(List.of(ORDERED)),
              Parameter.number("before", "Where to go on: next of the answer before."),
              Parameter.number("limit", "At most so many; 50 if not said, and no more than 500."))
          .summary("Invocations that meet every condition, the newest first.");

  /**
   * The answer. A request looks at a bounded number of rows: there may be more although {@code
   * invocations} is not full, or empty.
   *
   * @param filter what was asked for
   * @param limit how many there are at most
   * @param continued whether an answer before this one has those that are newer
   * @param next from where to go on; 0 if all was looked at
   * @param searchedTo how far back was looked; null if there was nothing to look at
   */
  public record View(
      Filter filter,
      List<Line> invocations,
      int limit,
      boolean continued,
      long next,
      @Nullable Instant searchedTo) {
    /** Whether the search ended before it had as many as were wanted. */
    public boolean searching() {
      return next > 0 && invocations.size() < limit;
    }

    /** Whether there is nothing, here or further back. */
    public boolean nothing() {
      return invocations.isEmpty() && next == 0 && !continued;
    }
  }

  /** What was asked for, as it was; empty for any. */
  public record Filter(
      String task,
      List<InvocationState> states,
      String queue,
      String worker,
      String from,
      String to,
      String text,
      String error,
      List<String> tags,
      boolean ordered) {
    /** Whether anything narrows the list. */
    public boolean narrows() {
      return !states.isEmpty()
          || ordered
          || !tags.isEmpty()
          || !(task + queue + worker + from + to + text + error).isEmpty();
    }

    /** Whether a field is used that is not needed often. */
    public boolean narrowsMore() {
      return ordered || !tags.isEmpty() || !(queue + worker + from + to + error).isEmpty();
    }
  }

  /**
   * An invocation.
   *
   * @param queue empty for a call of an execution
   * @param arguments on one line, cut
   * @param error on one line, cut; empty if there is none
   * @param orderedAt null for a call of an execution
   * @param millis from its beginning to its end; null before that, or if it did not begin
   * @param worker its present or last worker; empty for none
   * @param attempt 0 for a call of an execution, which has one
   * @param state null if its row can't be read; all else is empty then
   * @param problem why its row can't be read; empty if it can
   */
  public record Line(
      String id,
      String task,
      @Nullable InvocationState state,
      String queue,
      String arguments,
      String error,
      @Nullable Instant orderedAt,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable Long millis,
      String worker,
      int attempt,
      String problem) {
    /** One whose row can't be read. */
    static Line damaged(long id) {
      return new Line(
          Shown.id(id),
          "",
          null,
          "",
          "",
          "",
          null,
          null,
          null,
          null,
          "",
          0,
          "Its row can't be read.");
    }

    static Line of(Masking masking, InvocationRecord record) {
      QueueRecord queued = record.queue();
      StoredError error = record.error();
      return new Line(
          Shown.id(record.id()),
          record.task().name(),
          record.state(),
          queued == null ? "" : queued.submission().order().queue(),
          Shown.cut(String.join(", ", masking.arguments(record)), BRIEF),
          error == null ? "" : Shown.cut(Fault.brief(error), BRIEF),
          queued == null ? null : Instant.ofEpochMilli(queued.submission().submittedAt()),
          Shown.at(record.startedAt()),
          Shown.at(record.endedAt()),
          InvocationList.millis(record),
          queued == null ? "" : Shown.id(queued.worker()),
          queued == null ? 0 : queued.attempt(),
          "");
    }

    /** Whether it may be cancelled or ordered again. */
    public boolean ordered() {
      return !queue.isEmpty();
    }

    /** When it came to be. */
    public @Nullable Instant at() {
      return orderedAt == null ? startedAt : orderedAt;
    }
  }

  private InvocationList() {}

  private static List<String> states() {
    return Arrays.stream(InvocationState.values()).map(Shown::lower).toList();
  }

  /** All there are, for a template. */
  public static List<InvocationState> all() {
    return List.of(InvocationState.values());
  }

  static View ask(Asked asked) {
    Set<InvocationState> states = asked.choices("state", InvocationState.class);
    long worker = asked.id("worker");
    String task = asked.text("task");
    String queue = asked.text("queue");
    String text = asked.text("text");
    String error = asked.text("error");
    List<String> tags = tags(asked);
    String kind = asked.text("kind");
    if (!kind.isEmpty() && !kind.equals(ORDERED)) {
      throw Refused.malformed("The parameter kind is " + ORDERED + ", or left out for all.");
    }
    InvocationFilter filter =
        new InvocationFilter(
            orNull(task),
            states,
            orNull(queue),
            worker,
            Moments.of(asked, "from"),
            Moments.of(asked, "to"),
            orNull(text),
            orNull(error),
            kind.equals(ORDERED),
            Set.copyOf(tags));
    long before = asked.before();
    Found<InvocationRecord> found = asked.inspection().invocations(filter, before, asked.limit());
    Masking masking = new Masking(asked.store());
    return new View(
        new Filter(
            task,
            List.copyOf(states),
            queue,
            Shown.id(worker),
            asked.text("from"),
            asked.text("to"),
            text,
            error,
            tags,
            kind.equals(ORDERED)),
        lines(found, text, masking),
        asked.limit(),
        before != Long.MAX_VALUE,
        found.next(),
        Shown.at(found.searchedTo()));
  }

  /**
   * Whether the text is in what may be shown of an invocation: that it was found in what may not is
   * not told either.
   */
  private static boolean shows(Masking masking, InvocationRecord invocation, Sought text) {
    String result = masking.result(invocation);
    return masking.arguments(invocation).stream().anyMatch(text::isIn)
        || (result != null && text.isIn(result));
  }

  private static List<Line> lines(Found<InvocationRecord> found, String text, Masking masking) {
    List<Line> lines = new ArrayList<>();
    found.found().stream()
        .filter(record -> text.isEmpty() || shows(masking, record, new Sought(text)))
        .map(record -> Line.of(masking, record))
        .forEach(lines::add);
    if (!found.damaged().isEmpty()) {
      found.damaged().forEach(id -> lines.add(Line.damaged(id)));
      lines.sort(
          Comparator.comparing(Line::id, Comparator.comparingLong(InvocationList::number))
              .reversed());
    }
    return List.copyOf(lines);
  }

  private static long number(String id) {
    return Ids.parse(id).orElse(0);
  }

  private static List<String> tags(Asked asked) {
    List<String> tags = asked.texts("tag").stream().map(String::strip).distinct().toList();
    if (tags.size() > MOST_TAGS || tags.stream().anyMatch(tag -> tag.length() > LONGEST_TAG)) {
      throw Refused.malformed(
          "At most "
              + MOST_TAGS
              + " tags can be asked for at once, each of at most "
              + LONGEST_TAG
              + " characters.");
    }
    return tags;
  }

  /** From its beginning to its end; null before that, or if it did not begin. */
  static @Nullable Long millis(InvocationRecord record) {
    return record.startedAt() == 0 || record.endedAt() == 0
        ? null
        : Math.max(0, record.endedAt() - record.startedAt());
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
