package dev.heddle.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many invocations of each task there were, by how they ended, and the time of their bodies.
 */
final class Tally {
  private final Map<String, Counts> byTask = new LinkedHashMap<>();

  /** Of one task. */
  private static final class Counts {
    private long run;
    private long cached;
    private long failed;
    private long cancelled;
    private double millis;

    long total() {
      return run + cached + failed + cancelled;
    }

    void add(Counts other) {
      run += other.run;
      cached += other.cached;
      failed += other.failed;
      cancelled += other.cancelled;
      millis += other.millis;
    }
  }

  void ran(String task, double millis) {
    Counts counts = of(task);
    counts.run++;
    counts.millis += millis;
  }

  void cached(String task, long calls) {
    of(task).cached += calls;
  }

  void failed(String task, double millis) {
    Counts counts = of(task);
    counts.failed++;
    counts.millis += millis;
  }

  /** It counted as run, since its body had returned; then something under it failed. */
  void failedAfterAll(String task) {
    Counts counts = of(task);
    counts.run--;
    counts.failed++;
  }

  void cancelled(String task, double millis) {
    Counts counts = of(task);
    counts.cancelled++;
    counts.millis += millis;
  }

  /** As {@link #failedAfterAll}, but it was given up. */
  void cancelledAfterAll(String task) {
    Counts counts = of(task);
    counts.run--;
    counts.cancelled++;
  }

  private Counts of(String task) {
    return byTask.computeIfAbsent(task, name -> new Counts());
  }

  long run() {
    return byTask.values().stream().mapToLong(c -> c.run).sum();
  }

  long cached() {
    return byTask.values().stream().mapToLong(c -> c.cached).sum();
  }

  long failed() {
    return byTask.values().stream().mapToLong(c -> c.failed).sum();
  }

  /** Whether nothing at all happened. */
  boolean isEmpty() {
    return byTask.values().stream().allMatch(c -> c.total() == 0);
  }

  /** Puts exact counts in place of what the lines said, where subtrees count for their root. */
  void cachedByTask(Map<String, Long> exact) {
    byTask.values().forEach(counts -> counts.cached = 0);
    new TreeMap<>(exact).forEach((task, calls) -> of(task).cached = calls);
  }

  /** The closing table, with the wall time beside the total. */
  List<String> table(Style style, double wallMillis) {
    Counts total = new Counts();
    byTask.values().forEach(total::add);
    boolean cancelled = total.cancelled > 0;
    Table table =
        cancelled
            ? new Table("task", ">run", ">cached", ">failed", ">cancelled", ">total", ">time")
            : new Table("task", ">run", ">cached", ">failed", ">total", ">time");
    byTask.forEach(
        (task, counts) ->
            table.add(
                counts.failed > 0 ? style::red : line -> line,
                cells(task, counts, cancelled, counts.millis)));
    table.add(style::bold, cells("total", total, cancelled, wallMillis));
    return table.lines(style);
  }

  private static String[] cells(String name, Counts c, boolean cancelled, double millis) {
    String time = millis <= 0 ? "-" : Times.duration(millis);
    return cancelled
        ? new String[] {
          name,
          number(c.run),
          number(c.cached),
          number(c.failed),
          number(c.cancelled),
          number(c.total()),
          time
        }
        : new String[] {
          name, number(c.run), number(c.cached), number(c.failed), number(c.total()), time
        };
  }

  private static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }
}
