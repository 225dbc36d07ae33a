package dev.heddle.benchmarks;

import dev.heddle.InvocationState;
import dev.heddle.store.Inspection;
import dev.heddle.store.InvocationFilter;
import dev.heddle.store.LineFilter;
import dev.heddle.store.Store;
import dev.heddle.store.Stores;
import dev.heddle.value.Hash;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How long each question of the monitor takes in a store that a busy day has filled. */
final class Inspected {
  private static final double MOST_MILLIS = 50;
  private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);

  private Inspected() {}

  static void run(Bench bench, Consumer<Row> rows) throws Exception {
    Path file = bench.newFile();
    measure(bench, "SQLite", "sqlite:" + file, file.resolveSibling("home"), rows);
    try (PostgresServer server = PostgresServer.start()) {
      measure(bench, "PostgreSQL", server.newStore(), file.resolveSibling("home"), rows);
    }
  }

  private static void measure(Bench bench, String what, String url, Path home, Consumer<Row> rows)
      throws Exception {
    int count = bench.scale().million();
    long day = TimeUnit.DAYS.toMillis(1);
    long begin = System.currentTimeMillis() / MINUTE * MINUTE - day;
    try (Store store = Stores.open(url, home)) {
      Past past = new Past(store, count, begin);
      double seconds = Bench.seconds(past::tell);
      rows.accept(
          Row.perSecond(
              "inspect",
              String.format(Locale.ROOT, "%s: %,d told", what, count),
              count / seconds,
              ""));
      for (Map.Entry<String, Callable<?>> one :
          questions(store.inspection(), past, begin).entrySet()) {
        rows.accept(measure(what + ": " + one.getKey(), one.getValue(), bench.scale().asked()));
      }
      Monitored.measure(bench, what, url, store, past, rows);
    }
  }

  private static Row measure(String what, Callable<?> question, int asked) throws Exception {
    double[] millis = new double[asked];
    double[] cpu = new double[asked];
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int i = -asked; i < asked; i++) {
      long before = threads.getCurrentThreadCpuTime();
      double taken = Bench.seconds(question) * 1e3;
      if (i >= 0) {
        millis[i] = taken;
        cpu[i] = (threads.getCurrentThreadCpuTime() - before) / 1e6;
      }
    }
    Arrays.sort(millis);
    double most = millis[asked - 1];
    return new Row(
        "inspect",
        what,
        millis[asked / 2],
        Unit.SHORT_MILLIS,
        String.format(
            Locale.ROOT,
            "%.1f to %.1f ms%s, %.1f ms CPU here",
            millis[0],
            most,
            most > MOST_MILLIS ? " (!)" : "",
            Bench.median(cpu)));
  }

  private static InvocationFilter filter(
      @Nullable String task,
      @Nullable String queue,
      long worker,
      @Nullable String text,
      @Nullable String error) {
    return new InvocationFilter(task, Set.of(), queue, worker, 0, 0, text, error, false);
  }

  private static Map<String, Callable<?>> questions(Inspection in, Past past, long begin) {
    long end = past.end();
    long hour = TimeUnit.HOURS.toMillis(1);
    long minute = TimeUnit.MINUTES.toMillis(1);
    long middle = begin + (end - begin) / 2;
    long newest = Long.MAX_VALUE;
    Hash unknown = Past.argument(-1).hash();
    Map<String, Callable<?>> all = new LinkedHashMap<>();
    all.put("activity, an hour by minutes", () -> in.activity(end - hour, end, minute, null));
    all.put("activity, the day by hours", () -> in.activity(begin, end, hour, null));
    all.put(
        "activity, the day by hours, one task",
        () -> in.activity(begin, end, hour, "shop.Orders.step7"));
    all.put(
        "activity, six hours by 5 minutes",
        () -> in.activity(end - 6 * hour, end, 5 * minute, null));
    all.put("activity by task, the day", () -> in.activityByTask(begin + minute, end - minute));
    all.put("failures, the day", () -> in.failures(begin, 50));
    all.put("newest 50", () -> in.invocations(InvocationFilter.ANY, newest, 50));
    long deep = in.idAt(middle);
    all.put("50 in the middle", () -> in.invocations(InvocationFilter.ANY, deep, 50));
    InvocationFilter failed =
        new InvocationFilter(
            null, Set.of(InvocationState.FAILED), null, 0, 0, 0, null, null, false);
    all.put("50 failed ones", () -> in.invocations(failed, newest, 50));
    InvocationFilter running =
        new InvocationFilter(
            null, Set.of(InvocationState.RUNNING), null, 0, 0, 0, null, null, false);
    all.put("running ones, none there", () -> in.invocations(running, newest, 50));
    all.put("50 of a task", () -> in.invocations(filter("STEP7", null, 0, null, null), newest, 50));
    all.put(
        "50 of a queue", () -> in.invocations(filter(null, "queue2", 0, null, null), newest, 50));
    all.put(
        "50 of a worker",
        () -> in.invocations(filter(null, null, past.worker(), null, null), newest, 50));
    all.put(
        "of a worker, none there",
        () -> in.invocations(filter(null, null, 7, null, null), newest, 50));
    all.put(
        "of a queue, none there",
        () -> in.invocations(filter(null, "q", 0, null, null), newest, 50));
    all.put(
        "50 with an error",
        () -> in.invocations(filter(null, null, 0, null, "error3"), newest, 50));
    all.put(
        "by text, none there",
        () -> in.invocations(filter(null, null, 0, "nobody", null), newest, 50));
    InvocationFilter window =
        new InvocationFilter(
            null, Set.of(), null, 0, middle, middle + 5 * minute, null, null, false);
    all.put("50 of five minutes in the middle", () -> in.invocations(window, newest, 50));
    all.put("stints, the last five minutes", () -> in.stints(end - 5 * minute, end, 0, 10_000));
    all.put("stints, an hour in the middle", () -> in.stints(middle, middle + hour, 0, 10_000));
    all.put(
        "newest 100 lines", () -> in.logLines(new LineFilter(0, 0, Set.of(), null), newest, 100));
    all.put(
        "lines of a level",
        () -> in.logLines(new LineFilter(0, 0, Set.of("WARN"), null), newest, 100));
    all.put(
        "lines of a level, none there",
        () -> in.logLines(new LineFilter(0, 0, Set.of("TRACE"), null), newest, 100));
    all.put(
        "lines by text, none there",
        () -> in.logLines(new LineFilter(0, 0, Set.of(), "nobody"), newest, 100));
    all.put("who waits", () -> in.waits(100));
    all.put("made by", () -> in.madeBy(Past.result(5).hash(), 10));
    all.put("made by, none there", () -> in.madeBy(unknown, 10));
    all.put("used by, none there", () -> in.usedBy(unknown, 10));
    all.put("id at a time", () -> in.idAt(middle));
    return all;
  }
}
