package dev.heddle.monitor.page;

import dev.heddle.InvocationState;
import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Parameter;
import dev.heddle.monitor.http.Place;
import dev.heddle.monitor.http.Section;
import dev.heddle.store.Activity;
import dev.heddle.store.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Every task that ran lately, waits, or is known to a living worker. */
public final class Tasks {
  static final Place<View> PLACE =
      Place.get("/tasks", View.class, Tasks::ask)
          .in(Section.TASKS)
          .shown("tasks.jte")
          .taking(Span.PARAMETER, Parameter.query("q", "Only those whose name has this in it."))
          .summary("Tasks: how many ended how, how long they took, and what is live of each.");

  /** The answer. */
  public record View(Span span, String q, Instant from, Instant to, List<Line> tasks) {}

  /**
   * A task.
   *
   * @param waiting how many could be taken by a worker, now or later
   * @param moreWaiting whether there are more: so many were counted; likewise of those that run
   * @param running how many a worker has
   * @param workers how many living workers know it
   */
  public record Line(
      String name,
      Figures figures,
      long waiting,
      boolean moreWaiting,
      long running,
      boolean moreRunning,
      int workers) {}

  /** What is gathered about one name. */
  private static final class Gathered {
    private final List<Activity> activity = new ArrayList<>();
    private long waiting;
    private boolean moreWaiting;
    private long running;
    private boolean moreRunning;
    private int workers;
  }

  private Tasks() {}

  static View ask(Asked asked) {
    Span span = Span.of(asked);
    String q = asked.text("q");
    long from = span.from(asked.now());
    long to = span.to(asked.now());
    Map<String, Gathered> byName = new TreeMap<>();
    for (Activity a : asked.inspection().activityByTask(from, to)) {
      of(byName, a.task()).activity.add(a);
    }
    for (Waiting w : asked.store().waiting()) {
      if (w.state().kind() == InvocationState.Kind.AVAILABLE) {
        of(byName, w.task()).waiting += w.count();
        of(byName, w.task()).moreWaiting |= w.more();
      } else {
        of(byName, w.task()).running += w.count();
        of(byName, w.task()).moreRunning |= w.more();
      }
    }
    asked.store().workers(0).forEach(w -> w.tasks().forEach(task -> of(byName, task).workers++));
    List<Line> lines = new ArrayList<>();
    byName.forEach(
        (name, g) -> {
          if (name.toLowerCase(Locale.ROOT).contains(q.toLowerCase(Locale.ROOT))) {
            lines.add(
                new Line(
                    name,
                    Figures.of(g.activity),
                    g.waiting,
                    g.moreWaiting,
                    g.running,
                    g.moreRunning,
                    g.workers));
          }
        });
    lines.sort(Comparator.comparing((Line line) -> line.figures().ended()).reversed());
    return new View(
        span, q, Instant.ofEpochMilli(from), Instant.ofEpochMilli(to), List.copyOf(lines));
  }

  private static Gathered of(Map<String, Gathered> byName, String name) {
    return byName.computeIfAbsent(name, n -> new Gathered());
  }
}
