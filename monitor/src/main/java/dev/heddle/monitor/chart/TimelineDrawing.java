package dev.heddle.monitor.chart;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** Draws one timeline. */
final class TimelineDrawing {
  /** Units of the plot in a pixel's width, so that whole numbers do at a thousandfold zoom. */
  private static final int FINE = 1000;

  private static final int TOP = 30;
  private static final int RIGHT = 16;
  private static final int FONT = 12;

  /** The longest name of a stint: there may be ten thousand. */
  private static final int NAME = 120;

  /** A death within the axis, and where it is. */
  private record Grave(Timeline.Death death, Lanes.Worker worker) {}

  private final Timeline timeline;
  private final List<Timeline.Stint> stints;
  private final Set<Kind> kinds;
  private final Lanes lanes;
  private final List<Grave> graves;
  private final int left;
  private final int width;
  private final int height;
  private final TimeScale fine;
  private final TimeScale pixels;

  TimelineDrawing(Timeline timeline, List<Timeline.Stint> stints, Set<Kind> kinds) {
    this.timeline = timeline;
    this.stints = stints;
    this.kinds = kinds;
    this.lanes = Lanes.of(stints, timeline.deaths());
    this.graves = graves(timeline, lanes);
    this.left = Math.max(90, Math.min(200, timeline.frame().width() / 4));
    this.width = Math.max(40, timeline.frame().width() - left - RIGHT);
    this.height = Math.max(40, lanes.height());
    this.fine = new TimeScale(timeline.from(), timeline.to(), (double) width * FINE);
    this.pixels = new TimeScale(timeline.from(), timeline.to(), width);
  }

  String svg() {
    Frame frame = timeline.frame();
    Axes axes = new Axes(left, TOP, width, height);
    Instant start = Instant.ofEpochMilli(timeline.from());
    Markup svg =
        frame.open(
            "timeline",
            TOP + height + 6,
            description(),
            true,
            "data-from",
            pixels.from(),
            "data-to",
            pixels.to(),
            "data-offset",
            frame.zone().getRules().getOffset(start).getTotalSeconds());
    Textures.define(svg, frame.id(), kinds, FINE);
    names(svg);
    svg.open("g", "class", "time-axis");
    axes.timesAbove(svg, pixels, pixels.clock(frame.zone(), axes.timeTicks()));
    svg.end();
    plot(svg);
    deathMarks(svg);
    if (stints.isEmpty()) {
      axes.nothing(svg, "Nobody worked in this time");
    } else if (stints.size() < timeline.stints().size()) {
      svg.leafText(
          "text",
          Unit.whole(stints.size()) + " of " + Unit.whole(timeline.stints().size()) + " stints",
          "class",
          "figure",
          "x",
          4,
          "y",
          TOP - 9);
    }
    return svg.end().toString();
  }

  private void names(Markup svg) {
    int all = timeline.frame().width();
    svg.open("g", "class", "lanes");
    for (Lanes.Host host : lanes.hosts()) {
      svg.open("g", "class", "host")
          .leafText("title", Text.atMost(host.name(), Text.WHOLE))
          .leafText(
              "text", Text.fit(host.name(), all - 8, FONT), "x", 4, "y", TOP + host.top() + 17)
          .end();
    }
    for (Lanes.Worker worker : lanes.workers()) {
      int top = TOP + worker.top();
      svg.open("g", "class", "worker")
          .leafText("title", Text.atMost(worker.name(), Text.WHOLE))
          .leaf("rect", "class", "lane", "y", top, "width", all, "height", worker.height())
          .leafText("text", Text.fit(worker.name(), left - 20, FONT), "x", 12, "y", top + FONT)
          .end();
    }
    svg.end();
  }

  private void plot(Markup svg) {
    svg.open(
        "svg",
        "class",
        "plot",
        "x",
        left,
        "y",
        TOP,
        "width",
        width,
        "height",
        height,
        "viewBox",
        "0 0 " + (long) width * FINE + " " + height,
        "preserveAspectRatio",
        "none");
    svg.leaf("rect", "class", "hit", "width", (long) width * FINE, "height", height);
    svg.open("g", "class", "moved");
    if (timeline.parents()) {
      svg.leaf("path", "class", "descent", "d", descents());
    }
    svg.open("g", "class", "marks");
    for (int i = 0; i < stints.size(); i++) {
      stint(svg, stints.get(i), lanes.tops()[i]);
    }
    svg.end();
    String takeovers = takeovers();
    if (!takeovers.isEmpty()) {
      svg.leaf("path", "class", "takeover", "d", takeovers);
    }
    for (Grave grave : graves) {
      svg.leaf(
          "path",
          "class",
          "death-line",
          "d",
          "M" + x(grave.death.at()) + " " + grave.worker.top() + "v" + grave.worker.height());
    }
    if (timeline.live()) {
      svg.leaf("path", "class", "now", "d", "M" + x(timeline.to()) + " 0v" + height);
    }
    svg.end();
    svg.end();
  }

  private void stint(Markup svg, Timeline.Stint stint, int top) {
    StringJoiner name = new StringJoiner(", ");
    stint.phases().stream().map(phase -> phase.kind().word()).distinct().forEach(name::add);
    String words =
        Text.atMost(stint.label(), NAME) + " on " + Text.atMost(stint.worker(), 40) + ": " + name;
    svg.open(
        Markup.isLocal(stint.href()) ? "a" : "g",
        "href",
        Markup.isLocal(stint.href()) ? stint.href() : "",
        "data-i",
        stint.invocation(),
        "aria-label",
        words);
    for (Timeline.Phase phase : stint.phases()) {
      if (phase.end() < timeline.from() || phase.start() > timeline.to()) {
        continue;
      }
      long start = x(phase.start());
      svg.leaf(
          "rect",
          "class",
          phase.kind().css(),
          "fill",
          Textures.fill(timeline.frame().id(), phase.kind()),
          "x",
          start,
          "y",
          top,
          "width",
          // A mark of no width would not be drawn at all; its outline has a pixel at any zoom.
          Math.max(1, x(phase.end()) - start),
          "height",
          Lanes.BAR);
    }
    svg.end();
  }

  /** From each stint that was lost to the next one of the same invocation. */
  private String takeovers() {
    Map<Long, Integer> lost = new HashMap<>();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < stints.size(); i++) {
      Timeline.Stint stint = stints.get(i);
      Integer before = lost.remove(stint.invocation());
      if (before != null) {
        connect(lines, stints.get(before).end(), before, i);
      }
      if (stint.isLost()) {
        lost.put(stint.invocation(), i);
      }
    }
    return lines.toString();
  }

  /** From the latest stint of a parent that had begun to the first one of each child. */
  private String descents() {
    Map<Long, Integer> latest = new HashMap<>();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < stints.size(); i++) {
      Timeline.Stint stint = stints.get(i);
      Integer parent = latest.get(stint.parent());
      if (parent != null && !latest.containsKey(stint.invocation())) {
        connect(lines, stints.get(parent).start(), parent, i);
      }
      latest.put(stint.invocation(), i);
    }
    return lines.toString();
  }

  /** A curve that leaves and arrives along the time. */
  private void connect(StringBuilder lines, long moment, int from, int to) {
    long x1 = x(moment);
    long x2 = x(stints.get(to).start());
    int y1 = lanes.tops()[from] + Lanes.BAR / 2;
    int y2 = lanes.tops()[to] + Lanes.BAR / 2;
    long bend = Math.max(6L * FINE, Math.abs(x2 - x1) / 2);
    lines.append('M').append(x1).append(' ').append(y1);
    lines.append('C').append(x1 + bend).append(' ').append(y1).append(' ');
    lines.append(x2 - bend).append(' ').append(y2).append(' ').append(x2).append(' ').append(y2);
  }

  /** Crosses above the plot's own units, since those are stretched; the script moves them along. */
  private void deathMarks(Markup svg) {
    svg.open("svg", "class", "over", "x", left, "y", TOP, "width", width, "height", height);
    for (Grave grave : graves) {
      int middle = grave.worker.top() + grave.worker.height() / 2;
      String x = Markup.number(pixels.at(grave.death.at()));
      svg.open(
              "g",
              "class",
              "death",
              "data-x",
              x(grave.death.at()),
              "data-y",
              middle,
              "transform",
              "translate(" + x + " " + middle + ")")
          .leafText("title", words(grave.death))
          .leaf("circle", "r", 7)
          .leaf("path", "d", "M-3-3L3 3M3-3L-3 3")
          .end();
    }
    svg.end();
  }

  private String words(Timeline.Death death) {
    return Text.atMost(death.worker(), 200)
        + " died "
        + TimeScale.moment(death.at(), timeline.frame().zone())
        + (death.words().isBlank() ? "" : ": " + Text.atMost(death.words(), Text.WHOLE));
  }

  private static List<Grave> graves(Timeline timeline, Lanes lanes) {
    Map<List<String>, Lanes.Worker> workers = new HashMap<>();
    lanes.workers().forEach(worker -> workers.put(List.of(worker.host(), worker.name()), worker));
    List<Grave> found = new ArrayList<>();
    for (Timeline.Death death : timeline.deaths()) {
      Lanes.Worker worker = workers.get(List.of(death.host(), death.worker()));
      if (worker != null && death.at() >= timeline.from() && death.at() <= timeline.to()) {
        found.add(new Grave(death, worker));
      }
    }
    return found;
  }

  private long x(long moment) {
    return Math.round(fine.within(moment));
  }

  private String description() {
    long lost = stints.stream().filter(Timeline.Stint::isLost).count();
    return String.format(
        "%s. %s stints on %s workers of %s hosts; %s deaths of workers, %s stints lost.",
        pixels.words(timeline.frame().zone()),
        Unit.whole(stints.size()),
        lanes.workers().size(),
        lanes.hosts().size(),
        timeline.deaths().size(),
        lost);
  }
}
