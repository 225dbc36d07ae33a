package dev.heddle.monitor.page;

import dev.heddle.InvocationState;
import dev.heddle.monitor.chart.Frame;
import dev.heddle.monitor.chart.Kind;
import dev.heddle.monitor.chart.Timeline;
import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Parameter;
import dev.heddle.monitor.http.Place;
import dev.heddle.monitor.http.Refused;
import dev.heddle.monitor.http.Section;
import dev.heddle.monitor.http.Shell;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationFilter;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.QueueRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The timeline: who had what when, the deaths of workers, and what was taken over. */
public final class Stints {
  private static final int WIDTH = 1_000;
  private static final long MARGIN_MILLIS = 30_000;

  /** A longer list of turns takes too long to draw to be drawn with every change. */
  private static final int MOST_LIVE = 1_000;

  static final Place<View> PLACE =
      Place.get("/timeline", View.class, Stints::ask)
          .in(Section.TIMELINE)
          .shown("timeline.jte")
          .liveWhile(View::keptUp)
          .taking(
              Parameter.query("span", "How far back to look; 15m if not said.").of(Preset.texts()),
              Parameter.query("from", "Since when instead: " + Moments.FORM),
              Parameter.query("to", "Until when then, likewise; now if not said."),
              Parameter.query("task", "Only of tasks whose name has this in it."))
          .summary("Turns of workers at invocations in a span of time, deaths, and take-overs.");

  /** How far back from now. */
  public enum Preset {
    MINUTE("1m", "1 min", 60_000),
    FIVE_MINUTES("5m", "5 min", 300_000),
    QUARTER("15m", "15 min", 900_000),
    HOUR("1h", "1 h", 3_600_000),
    SIX_HOURS("6h", "6 h", 6 * 3_600_000L),
    DAY("24h", "24 h", 24 * 3_600_000L);

    private final String text;
    private final String label;
    private final long millis;

    Preset(String text, String label, long millis) {
      this.text = text;
      this.label = label;
      this.millis = millis;
    }

    /** As in an address. */
    public String text() {
      return text;
    }

    public String label() {
      return label;
    }

    /** All there are, for a template. */
    public static List<Preset> all() {
      return List.of(values());
    }

    static List<String> texts() {
      return all().stream().map(Preset::text).toList();
    }

    static Preset of(String text) {
      return all().stream()
          .filter(preset -> preset.text.equals(text.isEmpty() ? QUARTER.text : text))
          .findAny()
          .orElseThrow(
              () ->
                  Refused.malformed(
                      "The parameter span is one of " + String.join(", ", texts()) + "."));
    }
  }

  /**
   * The answer.
   *
   * @param preset null if the time was given
   * @param since what was given as {@code from}; empty for a preset
   * @param until what was given as {@code to}; empty for now
   * @param live whether the end is the present
   * @param turns in the order of their beginning
   * @param more whether there are more: the earliest are left out
   * @param deaths of workers in this time
   * @param takeOvers what was lost, and who went on with it; in the order of time
   * @param latest the last work on record, if there is none in this time; else null
   */
  public record View(
      @Nullable Preset preset,
      String since,
      String until,
      String task,
      Instant from,
      Instant to,
      boolean live,
      List<Turn> turns,
      boolean more,
      List<Death> deaths,
      List<TakeOver> takeOvers,
      @Nullable Stretch latest) {
    /** Whether the page is brought up to date by itself. */
    public boolean keptUp() {
      return live && turns.size() <= MOST_LIVE;
    }
  }

  /** A span of time. */
  public record Stretch(Instant from, Instant to) {}

  /**
   * One worker's turn at an invocation.
   *
   * @param parent the invocation that ordered it; empty for none
   * @param outcome the state it left the invocation in; while it goes on, its present one
   * @param lost whether its worker died over it
   * @param why then, and where it ended out of the regular course
   */
  public record Turn(
      String invocation,
      String parent,
      String task,
      String host,
      String worker,
      int attempt,
      InvocationState outcome,
      boolean lost,
      String why,
      List<Phase> phases) {}

  /**
   * A part of a turn.
   *
   * @param end null while it goes on
   */
  public record Phase(Instant start, @Nullable Instant end, Kind kind) {}

  /**
   * A worker's death.
   *
   * @param lost how many turns it lost
   */
  public record Death(String host, String worker, Instant at, long lost) {}

  /**
   * An invocation that was taken from a dead worker.
   *
   * @param by who went on with it; empty if nobody did yet
   * @param millis from the loss until that worker had it; null if nobody has
   */
  public record TakeOver(
      String invocation, String task, String from, Instant at, String by, @Nullable Long millis) {}

  private Stints() {}

  static View ask(Asked asked) {
    String since = asked.text("from");
    String until = asked.text("to");
    boolean custom = !since.isEmpty() || !until.isEmpty();
    Preset preset = Preset.of(asked.text("span"));
    long end = until.isEmpty() ? asked.now() : Moments.of(asked, "to");
    long from = since.isEmpty() ? end - preset.millis : Moments.of(asked, "from");
    if (from >= end) {
      throw Refused.malformed("The time ends before it begins.");
    }
    Turns turns = Turns.of(asked, from, end);
    return new View(
        custom ? null : preset,
        since,
        until,
        asked.text("task"),
        Instant.ofEpochMilli(from),
        Instant.ofEpochMilli(end),
        until.isEmpty(),
        turns.turns(),
        turns.more(),
        turns.deaths(),
        turns.takeOvers(),
        turns.turns().isEmpty() ? latest(asked) : null);
  }

  /** The time around the newest order that a worker has had. */
  private static @Nullable Stretch latest(Asked asked) {
    InvocationFilter ordered =
        new InvocationFilter(null, Set.of(), null, 0, 0, 0, null, null, true);
    for (InvocationRecord record :
        asked.inspection().invocations(ordered, Long.MAX_VALUE, 20).found()) {
      QueueRecord queued = record.queue();
      if (queued != null && queued.claimedAt() != 0) {
        long end = record.endedAt() == 0 ? asked.now() : record.endedAt();
        return new Stretch(
            Instant.ofEpochMilli(queued.claimedAt() - MARGIN_MILLIS),
            Instant.ofEpochMilli(end + MARGIN_MILLIS));
      }
    }
    return null;
  }

  /** The picture, to be put into a page as it is. */
  public static String picture(View view, Shell shell) {
    List<Timeline.Stint> stints = new ArrayList<>();
    for (Turn turn : view.turns()) {
      stints.add(
          new Timeline.Stint(
              number(turn.invocation()),
              number(turn.parent()),
              turn.host(),
              turn.worker(),
              Shown.brief(turn.task()) + ' ' + turn.invocation(),
              shell.invocation(turn.invocation()),
              turn.phases().stream().map(phase -> drawn(phase, view)).toList()));
    }
    List<Timeline.Death> deaths =
        view.deaths().stream()
            .map(
                death ->
                    new Timeline.Death(
                        death.host(),
                        death.worker(),
                        death.at().toEpochMilli(),
                        Shown.count(death.lost(), "invocation was", "invocations were")
                            + " taken from it"))
            .toList();
    return new Timeline(
            Frame.of("timeline", "Who had what when").sized(WIDTH, 0),
            view.from().toEpochMilli(),
            view.to().toEpochMilli(),
            view.live(),
            false,
            stints,
            deaths)
        .html();
  }

  private static Timeline.Phase drawn(Phase phase, View view) {
    Instant end = phase.end();
    return new Timeline.Phase(
        phase.start().toEpochMilli(),
        end == null ? view.to().toEpochMilli() : end.toEpochMilli(),
        phase.kind());
  }

  private static long number(String id) {
    return Ids.parse(id).orElse(0);
  }
}
