package dev.heddle.benchmarks;

import static dev.heddle.Lazy.lazy;

import dev.heddle.Heddle;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** A million calls in one execution, in 2 GiB, and what each costs against a small execution. */
final class Million {
  private Million() {}

  static void run(Bench bench, Consumer<Row> rows) throws Exception {
    int batch = bench.scale().batch();
    int million = bench.scale().million();
    try (Heddle heddle = bench.open(bench.newFile())) {
      bench.warmUp(heddle);
    }
    double[] small = new double[bench.scale().repeats()];
    for (int i = 0; i < small.length; i++) {
      small[i] = microsPerCall(bench, batch);
    }
    double each = Bench.median(small);
    rows.accept(
        new Row(
            "million", title(batch) + ", cost per call", each, Unit.MICROS, "in one execution"));
    try (HeapWatch heap = new HeapWatch()) {
      double large = microsPerCall(bench, million);
      rows.accept(
          new Row(
              "million",
              title(million) + ", cost per call",
              large,
              Unit.MICROS,
              Row.times(large / each, "that at " + title(batch))));
      rows.accept(
          new Row(
              "million",
              title(million) + ", whole",
              large * million / 1e6,
              Unit.SECONDS,
              heap.show()));
    }
  }

  private static double microsPerCall(Bench bench, int calls) throws Exception {
    Path file = bench.newFile();
    int from = bench.newNumbers(calls);
    double seconds;
    try (Heddle heddle = bench.open(file)) {
      seconds = Bench.seconds(() -> heddle.run(lazy(Tasks::wide, from, calls)));
    }
    bench.delete(file);
    return seconds / calls * 1e6;
  }

  private static String title(int calls) {
    return String.format(Locale.ROOT, "%,d calls", calls);
  }
}
