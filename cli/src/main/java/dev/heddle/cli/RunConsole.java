package dev.heddle.cli;

import dev.heddle.ExecutionListener;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shows an execution while it goes on: one line per invocation, a progress line on a terminal, the
 * table at the end. Of a big execution only the first lines are shown one by one; then one line per
 * interval says how many more there were, so that showing never costs more than doing. Thread-safe:
 * the evaluator tells it, a ticker of its own draws.
 */
final class RunConsole implements ExecutionListener, AutoCloseable {
  /** Lines of one kind that are shown one by one. */
  static final int LINES_PER_KIND = 100;

  /** Ids of finished bodies that are remembered, for small executions to be counted exactly. */
  private static final int REMEMBERED = 10_000;

  private static final long TICK_MILLIS = 100;
  private static final long SUMMARY_NANOS = 2_000_000_000L;
  private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};

  private final Screen screen;
  private final Style style;
  private final Tally tally = new Tally();
  private final Map<String, InvocationEvent> running = new LinkedHashMap<>();
  private final Set<String> ran = new HashSet<>();
  private final Map<Kind, Long> shown = new LinkedHashMap<>();
  private final Map<Kind, Long> hidden = new LinkedHashMap<>();
  private final long begin = System.nanoTime();
  private long lastSummary;
  private int frame;
  private String execution = "";
  private @Nullable ExecutionReport report;
  private volatile boolean closed;
  private @Nullable Thread ticker;

  RunConsole(Screen screen) {
    this.screen = screen;
    this.style = screen.style();
  }

  @Override
  public synchronized void executionStarted(String id) {
    execution = id;
    if (screen.terminal()) {
      startTicker();
    }
  }

  @Override
  public synchronized void invocation(InvocationEvent event) {
    switch (event.kind()) {
      case STARTED -> running.put(event.id(), event);
      case RAN -> {
        running.remove(event.id());
        if (ran.size() < REMEMBERED) {
          ran.add(event.id());
        }
        tally.ran(event.task(), event.millis());
        show(event, style.cyan("run      "), style.dim(Times.duration(event.millis())));
      }
      case CACHED -> {
        tally.cached(event.task(), event.calls());
        String more = event.calls() > 1 ? "and " + (event.calls() - 1) + " under it" : "";
        show(event, style.green("cached   "), style.dim(more));
      }
      case FAILED -> {
        if (running.remove(event.id()) == null && hadRun(event)) {
          tally.failedAfterAll(event.task());
        } else {
          tally.failed(event.task(), event.millis());
        }
        Throwable error = event.error();
        show(event, style.red("failed   "), error == null ? "" : style.red(Names.error(error)));
      }
      case CANCELLED -> {
        if (running.remove(event.id()) == null && hadRun(event)) {
          tally.cancelledAfterAll(event.task());
        } else {
          tally.cancelled(event.task(), event.millis());
        }
        show(event, style.yellow("cancelled"), "");
      }
    }
  }

  /** Its body had returned an expression and was counted; what became of that counts instead. */
  private boolean hadRun(InvocationEvent event) {
    return event.millis() > 0 || ran.contains(event.id());
  }

  private void show(InvocationEvent event, String label, String note) {
    long before = shown.merge(event.kind(), 1L, Long::sum);
    if (before > LINES_PER_KIND) {
      if (hidden.isEmpty()) {
        lastSummary = System.nanoTime();
        startTicker();
      }
      hidden.merge(event.kind(), 1L, Long::sum);
      return;
    }
    int budget = screen.width() - 40;
    String call = Names.call(event.task(), event.arguments(), budget);
    int bracket = call.indexOf('(');
    screen.line(
        label
            + "  "
            + style.dim(event.id())
            + "  "
            + call.substring(0, bracket)
            + style.dim(call.substring(bracket))
            + (note.isEmpty() ? "" : "  " + note));
  }

  @Override
  public synchronized void executionEnded(ExecutionReport ended) {
    report = ended;
  }

  /** The report, once the execution has ended. */
  synchronized @Nullable ExecutionReport report() {
    return report;
  }

  /** The execution's id; empty before it began. */
  synchronized String execution() {
    return execution;
  }

  /** What runs now, as calls. */
  synchronized List<String> running() {
    List<String> calls = new ArrayList<>();
    running.values().forEach(e -> calls.add(Names.call(e.task(), e.arguments(), 60)));
    return calls;
  }

  synchronized long finished() {
    return tally.run();
  }

  /** Ends the live part and shows the table. */
  void showTable() {
    close();
    synchronized (this) {
      showHidden();
      ExecutionReport ended = report;
      if (ended != null) {
        tally.cachedByTask(ended.cachedByTask());
      }
      if (tally.isEmpty()) {
        return;
      }
      screen.line("");
      double wall = ended == null ? millisSoFar() : ended.millis();
      tally.table(style, wall).forEach(screen::line);
    }
  }

  private double millisSoFar() {
    return (System.nanoTime() - begin) / 1e6;
  }

  private void showHidden() {
    if (hidden.isEmpty()) {
      return;
    }
    List<String> parts = new ArrayList<>();
    hidden.forEach(
        (kind, n) ->
            parts.add(
                String.format(Locale.ROOT, "%,d %s", n, kind == Kind.RAN ? "run" : name(kind))));
    hidden.clear();
    screen.line(style.dim("…          " + String.join(", ", parts) + " more"));
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private synchronized void startTicker() {
    if (ticker == null && !closed) {
      Thread thread = new Thread(this::tick, "heddle-console");
      thread.setDaemon(true);
      thread.start();
      ticker = thread;
    }
  }

  private void tick() {
    boolean asked = System.getenv("COLUMNS") != null;
    try {
      while (!closed) {
        Thread.sleep(TICK_MILLIS);
        if (screen.terminal() && !asked) {
          asked = true;
          screen.width(Terminal.askWidth());
        }
        draw();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void draw() {
    if (closed) {
      return;
    }
    long now = System.nanoTime();
    if (!hidden.isEmpty() && !screen.terminal() && now - lastSummary > SUMMARY_NANOS) {
      lastSummary = now;
      showHidden();
    }
    if (screen.terminal()) {
      screen.progress(progressLine());
    }
  }

  private String progressLine() {
    StringBuilder line = new StringBuilder();
    line.append(SPINNER[frame++ % SPINNER.length]).append(' ');
    line.append(
        String.format(
            Locale.ROOT,
            "%s  %,d run  %,d cached",
            Times.duration(millisSoFar()),
            tally.run(),
            tally.cached()));
    if (tally.failed() > 0) {
      line.append(String.format(Locale.ROOT, "  %,d failed", tally.failed()));
    }
    if (!running.isEmpty()) {
      line.append("  ").append(running.size()).append(" running: ");
      Map<String, Integer> names = new LinkedHashMap<>();
      running.values().forEach(e -> names.merge(Names.brief(e.task()), 1, Integer::sum));
      List<String> parts = new ArrayList<>();
      names.forEach((name, n) -> parts.add(n == 1 ? name : name + " ×" + n));
      line.append(String.join(", ", parts));
    }
    int most = screen.width() - 1;
    return style.dim(line.length() <= most ? line.toString() : line.substring(0, most - 1) + "…");
  }

  @Override
  public void close() {
    closed = true;
    Thread thread;
    synchronized (this) {
      thread = ticker;
    }
    if (thread != null) {
      thread.interrupt();
    }
    screen.progress(null);
  }
}
