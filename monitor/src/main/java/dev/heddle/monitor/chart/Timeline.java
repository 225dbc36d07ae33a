package dev.heddle.monitor.chart;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Who worked on what when: a lane for each slot of each worker of each host, with the stints in it.
 * Where a worker died there is a cross, and a line leads from a stint that was lost to the next one
 * of its invocation. {@code timeline.js} zooms and pans it by transforming what is in its plot,
 * whose units are thousandths of a pixel along the time.
 *
 * @param frame where it stands; it is as high as its lanes need
 * @param from where the axis begins, in epoch milliseconds
 * @param to where it ends; now, if it is live
 * @param live whether the end is the present; it is marked then
 * @param parents whether lines lead from the stint of a parent to those of its children
 * @param stints in any order; of more than {@link #MOST} spans the earliest are left out, and it
 *     says so
 */
public record Timeline(
    Frame frame,
    long from,
    long to,
    boolean live,
    boolean parents,
    List<Stint> stints,
    List<Death> deaths)
    implements Picture {
  /** How many spans are drawn at most. */
  public static final int MOST = 10_000;

  /**
   * One worker's time with one invocation.
   *
   * @param parent the invocation that made this one; 0 if none
   * @param host any text; lanes are grouped by it
   * @param href where a double click leads; empty if nowhere
   * @param phases at least one, in the order of time; one that is {@link Kind#LOST} says that the
   *     worker died over it
   */
  public record Stint(
      long invocation,
      long parent,
      String host,
      String worker,
      String label,
      String href,
      List<Phase> phases) {
    /** Checks that there are phases. */
    public Stint {
      phases = List.copyOf(phases);
      if (phases.isEmpty()) {
        throw new IllegalArgumentException(
            "a stint has a phase; that of " + invocation + " has none");
      }
    }

    long start() {
      long start = Long.MAX_VALUE;
      for (Phase phase : phases) {
        start = Math.min(start, phase.start);
      }
      return start;
    }

    long end() {
      long end = Long.MIN_VALUE;
      for (Phase phase : phases) {
        end = Math.max(end, phase.end);
      }
      return end;
    }

    boolean isLost() {
      for (Phase phase : phases) {
        if (phase.kind == Kind.LOST) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * A part of a stint.
   *
   * @param start in epoch milliseconds
   * @param end taken as the start if it is before that
   */
  public record Phase(long start, long end, Kind kind) {
    /** Turns what runs backwards into a moment. */
    public Phase {
      end = Math.max(start, end);
    }
  }

  /**
   * A worker's death.
   *
   * @param at in epoch milliseconds
   * @param words what is known of it
   */
  public record Death(String host, String worker, long at, String words) {}

  /** Copies the lists. */
  public Timeline {
    stints = List.copyOf(stints);
    deaths = List.copyOf(deaths);
  }

  @Override
  public List<Legend.Entry> legend() {
    List<Stint> drawn = drawn();
    List<Legend.Entry> entries = new ArrayList<>(Legend.of(kinds(drawn)));
    if (drawn.stream().anyMatch(Stint::isLost)) {
      entries.add(new Legend.LineEntry("takeover", "taken over"));
    }
    if (!deaths.isEmpty()) {
      entries.add(new Legend.LineEntry("death-line", "worker died"));
    }
    return entries;
  }

  @Override
  public String controls() {
    Markup html =
        new Markup()
            .open(
                "div",
                "class",
                "chart-tools",
                "role",
                "toolbar",
                "aria-label",
                "View",
                "hidden",
                "hidden");
    for (String[] tool :
        new String[][] {
          {"in", "+", "Zoom in"},
          {"out", "−", "Zoom out"},
          {"left", "←", "Earlier"},
          {"right", "→", "Later"},
          {"all", "All", "Show all"}
        }) {
      html.leafText(
          "button", tool[1], "type", "button", "data-tool", tool[0], "aria-label", tool[2]);
    }
    return html.end().toString();
  }

  @Override
  public String svg() {
    List<Stint> drawn = drawn();
    return new TimelineDrawing(this, drawn, kinds(drawn)).svg();
  }

  /** Those within the axis, the latest first to be kept, by their beginning. */
  private List<Stint> drawn() {
    List<Stint> latest =
        stints.stream()
            .filter(stint -> stint.end() >= from && stint.start() <= to)
            .sorted(Comparator.comparingLong(Stint::start).reversed())
            .toList();
    List<Stint> kept = new ArrayList<>();
    int spans = 0;
    for (Stint stint : latest) {
      spans += stint.phases.size();
      if (spans > MOST) {
        break;
      }
      kept.add(stint);
    }
    Collections.reverse(kept);
    return kept;
  }

  private static Set<Kind> kinds(List<Stint> stints) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    stints.forEach(stint -> stint.phases.forEach(phase -> kinds.add(phase.kind)));
    return kinds;
  }
}
