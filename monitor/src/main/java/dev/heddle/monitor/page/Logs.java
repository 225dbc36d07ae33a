package dev.heddle.monitor.page;

import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Parameter;
import dev.heddle.monitor.http.Place;
import dev.heddle.monitor.http.Section;
import dev.heddle.store.Found;
import dev.heddle.store.InvocationLine;
import dev.heddle.store.LineFilter;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lines that bodies logged, newest first. */
public final class Logs {
  static final Place<View> PLACE =
      Place.get("/logs", View.class, Logs::ask)
          .in(Section.LOGS)
          .shown("logs.jte")
          .taking(
              Parameter.query("invocation", "Only of this invocation."),
              Parameter.query("worker", "Only of invocations that this worker had last."),
              Parameter.query("level", "Only of these levels.").of(Level.texts()).repeated(),
              Parameter.query("q", "Only lines with this in them, whatever its case."),
              Parameter.number("before", "Where to go on: next of the answer before."),
              Parameter.number("limit", "At most so many; 50 if not said, and no more than 500."))
          .summary("Lines that bodies logged, the newest first.");

  /** Levels of a line, as SLF4J has them. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE;

    static List<String> texts() {
      return List.of("error", "warn", "info", "debug", "trace");
    }
  }

  /**
   * The answer.
   *
   * @param invocation what was asked for, as {@code worker}, {@code levels} and {@code q}
   * @param next from where to go on; 0 if all was looked at
   * @param searchedTo how far back was looked; null if there was nothing to look at
   */
  public record View(
      String invocation,
      String worker,
      List<Level> levels,
      String q,
      List<Line> lines,
      long next,
      @Nullable Instant searchedTo) {
    /** Whether anything narrows the list. */
    public boolean filtered() {
      return !invocation.isEmpty() || !worker.isEmpty() || !levels.isEmpty() || !q.isEmpty();
    }
  }

  /** A line. */
  public record Line(
      long place,
      Instant at,
      String level,
      String text,
      String invocation,
      String task,
      String worker,
      int attempt) {
    static Line of(InvocationLine line) {
      return new Line(
          line.place(),
          Instant.ofEpochMilli(line.line().at()),
          line.line().level(),
          line.line().text(),
          Shown.id(line.invocation()),
          line.task(),
          Shown.id(line.worker()),
          line.line().attempt());
    }
  }

  private Logs() {}

  static View ask(Asked asked) {
    long invocation = asked.id("invocation");
    long worker = asked.id("worker");
    Set<Level> levels = asked.choices("level", Level.class);
    String q = asked.text("q");
    LineFilter filter =
        new LineFilter(
            invocation,
            worker,
            levels.stream().map(Enum::name).collect(Collectors.toSet()),
            q.isEmpty() ? null : q);
    Found<InvocationLine> found =
        asked.inspection().logLines(filter, asked.before(), asked.limit());
    return new View(
        Shown.id(invocation),
        Shown.id(worker),
        List.copyOf(levels),
        q,
        found.found().stream().map(Line::of).toList(),
        found.next(),
        Shown.at(found.searchedTo()));
  }
}
