package dev.heddle.monitor.page;

import dev.heddle.InvocationState;
import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Parameter;
import dev.heddle.monitor.http.Place;
import dev.heddle.monitor.http.Refused;
import dev.heddle.monitor.http.Section;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Committer;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Outcome;
import dev.heddle.store.QueueRecord;
import dev.heddle.store.StoreException;
import dev.heddle.store.Submission;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up invocations, or orders them again. Each is one change set, on record wholly or not at
 * all, with who did it; the answer says of every id what became of it.
 */
public final class InvocationActions {
  private static final Logger LOG = LoggerFactory.getLogger(InvocationActions.class);

  /** As many as a page of the list may have. */
  private static final int MOST = 500;

  /** Where a form may lead back to. */
  private static final String OURS = "/invocations([/?][\\x21-\\x7e&&[^\\\\]]*)?";

  static final Place<View> CANCEL =
      Place.action("/invocations/cancel", View.class, InvocationActions::cancel)
          .in(Section.INVOCATIONS)
          .shown("acted.jte")
          .titled(view -> "Cancelled")
          .taking(ids(), back())
          .summary("Gives up ordered invocations, with all that they ordered.");

  static final Place<View> RETRY =
      Place.action("/invocations/retry", View.class, InvocationActions::retry)
          .in(Section.INVOCATIONS)
          .shown("acted.jte")
          .titled(view -> "Ordered again")
          .taking(ids(), back())
          .summary("Orders invocations that have ended again, as new ones.");

  /** What became of one. */
  public enum What {
    /** It was given up now. */
    CANCELLED,
    /** It had ended before. */
    HAD_ENDED,
    /** A new invocation does it once more. */
    ORDERED_AGAIN,
    /** It has not ended, so it can't be ordered again. */
    NOT_ENDED,
    /** It is a call of an execution, which nobody ordered. */
    NOT_ORDERED,
    /** There is none of this id. */
    UNKNOWN
  }

  /**
   * The answer.
   *
   * @param done how many it was done to
   * @param back where the form was, below the monitor's own path
   */
  public record View(int done, List<Line> invocations, String back) {}

  /**
   * What became of one.
   *
   * @param id as it was given
   * @param task empty for one that is unknown
   * @param before the state it was in, in words; empty for one that is unknown
   * @param again the new invocation; empty if there is none
   */
  public record Line(String id, String task, What what, String before, String again) {
    /** The same in words. */
    public String words() {
      return switch (what) {
        case CANCELLED -> "was " + before + ", and is cancelled, with all that it ordered";
        case HAD_ENDED -> "had ended: it is " + before;
        case ORDERED_AGAIN -> "was " + before + ", and is ordered again as";
        case NOT_ENDED -> "is " + before + ": only what has ended can be ordered again";
        case NOT_ORDERED -> "is a call of an execution: its execution ran it";
        case UNKNOWN -> "is not on record";
      };
    }
  }

  private InvocationActions() {}

  private static Parameter ids() {
    return Parameter.body("id", "The ids of the invocations.").repeated();
  }

  private static Parameter back() {
    return Parameter.body("back", "Which page the answer's page leads back to.");
  }

  static View cancel(Asked asked) {
    Set<String> texts = texts(asked);
    List<InvocationRecord> live =
        texts.stream()
            .flatMap(text -> record(asked, text).stream())
            .filter(record -> record.queue() != null && !record.state().isFinal())
            .toList();
    List<Long> wanted = live.stream().map(InvocationRecord::id).toList();
    Map<Long, InvocationState> after = Map.of();
    if (!wanted.isEmpty()) {
      String reason = "cancelled in the monitor by " + asked.visitor().onRecord();
      commit(asked, new Change.CancelRequested(wanted, reason, asked.store().clock().millis()));
      LOG.info(
          "event=cancelled-in-monitor by={} count={}", asked.visitor().onRecord(), wanted.size());
      after = asked.store().states(wanted);
    }
    List<Line> lines = new ArrayList<>();
    for (String text : texts) {
      lines.add(cancelled(asked, text, live, after));
    }
    return view(asked, lines);
  }

  private static Line cancelled(
      Asked asked, String text, List<InvocationRecord> live, Map<Long, InvocationState> after) {
    for (InvocationRecord before : live) {
      if (Shown.id(before.id()).equals(text)) {
        InvocationState now = after.getOrDefault(before.id(), InvocationState.CANCELLED);
        return now == InvocationState.CANCELLED
            ? line(text, before, What.CANCELLED, before.state(), "")
            : line(text, before, What.HAD_ENDED, now, "");
      }
    }
    return record(asked, text)
        .map(
            r ->
                line(text, r, r.queue() == null ? What.NOT_ORDERED : What.HAD_ENDED, r.state(), ""))
        .orElseGet(() -> unknown(text));
  }

  static View retry(Asked asked) {
    List<Line> lines = new ArrayList<>();
    List<Submission> orders = new ArrayList<>();
    Set<String> texts = texts(asked);
    long id = asked.store().reserveIds(texts.size());
    long now = asked.store().clock().millis();
    for (String text : texts) {
      InvocationRecord record = record(asked, text).orElse(null);
      if (record == null) {
        lines.add(unknown(text));
        continue;
      }
      QueueRecord queued = record.queue();
      if (queued == null) {
        lines.add(line(text, record, What.NOT_ORDERED, record.state(), ""));
      } else if (!record.state().isFinal()) {
        lines.add(line(text, record, What.NOT_ENDED, record.state(), ""));
      } else {
        long again = id + orders.size();
        orders.add(queued.submission().again(again, now));
        lines.add(line(text, record, What.ORDERED_AGAIN, record.state(), Shown.id(again)));
      }
    }
    if (!orders.isEmpty()) {
      String why = "ordered again in the monitor by " + asked.visitor().onRecord();
      commit(asked, new Change.Submitted(orders, 0, why));
      LOG.info(
          "event=ordered-again-in-monitor by={} count={}",
          asked.visitor().onRecord(),
          orders.size());
    }
    return view(asked, lines);
  }

  private static Set<String> texts(Asked asked) {
    Set<String> texts = new LinkedHashSet<>();
    asked.texts("id").forEach(text -> texts.add(Shown.cut(text.strip(), 50)));
    if (texts.isEmpty()) {
      throw Refused.malformed("No invocation was selected.");
    }
    if (texts.size() > MOST) {
      throw Refused.malformed("At most " + MOST + " invocations at once.");
    }
    return texts;
  }

  private static Optional<InvocationRecord> record(Asked asked, String text) {
    OptionalLong id = Ids.parse(text);
    return id.isPresent() ? asked.store().invocation(id.getAsLong()) : Optional.empty();
  }

  private static void commit(Asked asked, Change change) {
    try (Committer committer = new Committer(asked.store())) {
      if (committer.commit(Fence.NONE, List.of(change)) instanceof Outcome.Errored errored) {
        LOG.warn("event=action-not-confirmed by={}", asked.visitor().onRecord(), errored.error());
        throw unconfirmed();
      }
    } catch (StoreException e) {
      LOG.warn("event=action-not-confirmed by={}", asked.visitor().onRecord(), e);
      throw unconfirmed();
    }
  }

  private static Refused unconfirmed() {
    return new Refused(
        503,
        "Not confirmed",
        "The store did not confirm it. All of it is on record, or nothing: look at the invocations"
            + " before you try again.");
  }

  private static View view(Asked asked, List<Line> lines) {
    int done = 0;
    for (Line line : lines) {
      done += line.what() == What.CANCELLED || line.what() == What.ORDERED_AGAIN ? 1 : 0;
    }
    String back = asked.whole("back");
    return new View(
        done, List.copyOf(lines), back.matches(OURS) ? back : Section.INVOCATIONS.path());
  }

  private static Line line(
      String text, InvocationRecord record, What what, InvocationState state, String again) {
    return new Line(text, record.task().name(), what, Shown.lower(state), again);
  }

  private static Line unknown(String text) {
    return new Line(text, "", What.UNKNOWN, "", "");
  }
}
