package dev.heddle.benchmarks;

import static dev.heddle.Lazy.lazy;

import dev.heddle.Heddle;
import dev.heddle.sql.SqliteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** A minute of fresh calls on one growing file: what a burst hides. */
final class Sustained {
  private Sustained() {}

  static void run(Bench bench, Consumer<Row> rows) throws Exception {
    Path file = bench.newFile();
    int batch = bench.scale().batch();
    List<Double> ends = new ArrayList<>();
    TimedStore store = new TimedStore(SqliteStore.open(file, false));
    double seconds;
    try (Heddle heddle = bench.open(store.watched())) {
      long begun = System.nanoTime();
      long limit = bench.scale().sustained().toNanos();
      do {
        heddle.run(lazy(Tasks::wide, bench.newNumbers(batch), batch));
        ends.add((System.nanoTime() - begun) / 1e9);
      } while (System.nanoTime() - begun < limit);
      seconds = ends.get(ends.size() - 1);
    }
    double calls = (double) ends.size() * batch;
    int third = Math.max(1, ends.size() / 3);
    double first = rate(ends, batch, 0, third);
    double last = rate(ends, batch, ends.size() - third, ends.size());
    String time = String.format(Locale.ROOT, "%.0f s ", seconds);
    rows.accept(
        Row.perSecond(
            "sustained",
            time + "of fresh calls in executions of " + batch,
            calls / seconds,
            String.format(Locale.ROOT, "%,.0f calls", calls)));
    rows.accept(Row.perSecond("sustained", "first third", first, ""));
    rows.accept(
        Row.perSecond("sustained", "last third", last, Row.times(last / first, "first third")));
    String commits = String.format(Locale.ROOT, "of %,d commits", store.commits());
    rows.accept(new Row("sustained", "commit p50", store.millis(0.5), Unit.MILLIS, commits));
    rows.accept(new Row("sustained", "commit p99", store.millis(0.99), Unit.MILLIS, commits));
    rows.accept(
        new Row("sustained", "file growth per call", Files.size(file) / calls, Unit.BYTES, ""));
  }

  /** Calls per second of these executions, by when they ended. */
  private static double rate(List<Double> ends, int batch, int from, int to) {
    double begun = from == 0 ? 0 : ends.get(from - 1);
    return (double) batch * (to - from) / (ends.get(to - 1) - begun);
  }
}
