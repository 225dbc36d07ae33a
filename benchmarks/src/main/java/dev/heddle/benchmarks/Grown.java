package dev.heddle.benchmarks;

import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;

import dev.heddle.Heddle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The same on a file that holds a million calls already, against an empty one in the same run. */
final class Grown {
  private Grown() {}

  private record Figures(double fresh, double cached, double raw) {}

  static void run(Bench bench, Consumer<Row> rows) throws Exception {
    Path grown = bench.newFile();
    double building = Bench.seconds(() -> grow(bench, grown));
    int million = bench.scale().million();
    String size = String.format(Locale.ROOT, "%,d", million);
    rows.accept(
        Row.perSecond(
            "grown",
            size + " calls built, in executions of " + bench.scale().batch(),
            million / building,
            Unit.MEBIBYTES.show(Files.size(grown) / 1048576.0) + " on disk"));
    Figures empty = measure(bench, null);
    Figures full = measure(bench, grown);
    String more = String.format(Locale.ROOT, "%,d more ", bench.scale().batch());
    rows.accept(
        Row.perSecond("grown", more + "on an empty file, fresh", empty.fresh, against(empty)));
    rows.accept(
        Row.perSecond(
            "grown",
            more + "on " + size + ", fresh",
            full.fresh,
            against(full) + ", " + Row.times(full.fresh / empty.fresh, "empty")));
    rows.accept(
        Row.perSecond(
            "grown",
            more + "on " + size + ", raw inserts",
            full.raw,
            Row.times(full.raw / empty.raw, "empty")));
    rows.accept(
        Row.perSecond("grown", more + "on an empty file, cached, call by call", empty.cached, ""));
    rows.accept(
        Row.perSecond(
            "grown",
            more + "on " + size + ", cached, call by call",
            full.cached,
            Row.times(full.cached / empty.cached, "empty")));
  }

  private static String against(Figures figures) {
    return Row.times(figures.fresh / figures.raw, "raw");
  }

  private static int grow(Bench bench, Path file) {
    int batch = bench.scale().batch();
    int done = 0;
    try (Heddle heddle = bench.open(file)) {
      for (; done < bench.scale().million(); done += batch) {
        heddle.run(lazy(Tasks::wide, bench.newNumbers(batch), batch));
      }
    }
    return done;
  }

  /** One batch to warm the pages up, then the median of some more. */
  private static Figures measure(Bench bench, @Nullable Path base) throws Exception {
    int batch = bench.scale().batch();
    int repeats = bench.scale().repeats();
    double[] fresh = new double[repeats];
    double[] cached = new double[repeats];
    Path file = copy(bench, base);
    try (Heddle heddle = bench.open(file)) {
      heddle.run(lazy(Tasks::wide, bench.newNumbers(batch), batch));
      for (int i = 0; i < repeats; i++) {
        int from = bench.newNumbers(batch);
        fresh[i] = batch / Bench.seconds(() -> heddle.run(lazy(Tasks::wide, from, batch)));
        var numbers = Tasks.numbers(from, batch);
        cached[i] = batch / Bench.seconds(() -> heddle.run(each(Tasks::next, numbers)));
      }
    }
    double raw = raw(bench, file, base);
    bench.delete(file);
    return new Figures(Bench.median(fresh), Bench.median(cached), raw);
  }

  private static double raw(Bench bench, Path written, @Nullable Path base)
      throws IOException, SQLException {
    long before = base == null ? 0 : RawInserts.highestId(base);
    RawInserts inserts = RawInserts.of(written, before);
    double[] raw = new double[bench.scale().repeats()];
    for (int i = 0; i < raw.length; i++) {
      Path copy = copy(bench, base);
      raw[i] = inserts.perSecond(copy, base == null, bench.scale().batch());
      bench.delete(copy);
    }
    return Bench.median(raw);
  }

  private static Path copy(Bench bench, @Nullable Path base) throws IOException {
    Path file = bench.newFile();
    return base == null ? file : Files.copy(base, file);
  }
}
