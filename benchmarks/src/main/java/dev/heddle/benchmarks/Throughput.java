package dev.heddle.benchmarks;

import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;

import dev.heddle.Heddle;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Trivial calls with full records, fresh and from memory.
 *
 * <ul>
 *   <li><b>fresh</b>: one task spreads n calls; all of them run and are recorded
 *   <li><b>cached, call by call</b>: the n calls asked for by the root itself, so that no summary
 *       of a subtree can stand for them: n look-ups, n answers
 *   <li><b>cached, whole</b>: the same task call again, one look-up
 *   <li><b>raw</b>: {@link RawInserts} of the rows the fresh run left
 * </ul>
 */
final class Throughput {
  private Throughput() {}

  private static final class Figures {
    final double[] fresh;
    final double[] each;
    final double[] whole;
    final double[] raw;
    final double[] freshCpu;
    final double[] eachCpu;

    Figures(int repeats) {
      fresh = new double[repeats];
      each = new double[repeats];
      whole = new double[repeats];
      raw = new double[repeats];
      freshCpu = new double[repeats];
      eachCpu = new double[repeats];
    }

    void measure(int repeat, Heddle heddle, int from, int calls) throws Exception {
      List<Integer> numbers = Tasks.numbers(from, calls);
      double cpu = Bench.cpuMicros();
      fresh[repeat] = calls / Bench.seconds(() -> heddle.run(lazy(Tasks::wide, from, calls)));
      freshCpu[repeat] = (Bench.cpuMicros() - cpu) / calls;
      cpu = Bench.cpuMicros();
      each[repeat] = calls / Bench.seconds(() -> heddle.run(each(Tasks::next, numbers)));
      eachCpu[repeat] = (Bench.cpuMicros() - cpu) / calls;
      whole[repeat] = calls / Bench.seconds(() -> heddle.run(lazy(Tasks::wide, from, calls)));
    }
  }

  static void sqlite(Bench bench, Consumer<Row> rows) throws Exception {
    Path warm = bench.newFile();
    try (Heddle heddle = bench.open(warm)) {
      bench.warmUp(heddle);
    }
    warmUp(bench, RawInserts.of(warm, 0));
    bench.delete(warm);
    for (int calls : bench.scale().sizes()) {
      Figures figures = new Figures(bench.scale().repeats());
      for (int i = 0; i < bench.scale().repeats(); i++) {
        Path file = bench.newFile();
        try (Heddle heddle = bench.open(file)) {
          figures.measure(i, heddle, bench.newNumbers(calls), calls);
        }
        Path copy = bench.newFile();
        figures.raw[i] = RawInserts.of(file, 0).perSecond(copy, true, 0);
        bench.delete(file);
        bench.delete(copy);
      }
      report("sqlite", calls, figures, true, rows);
    }
  }

  /** With the rates of a file in the same run. */
  static void postgres(Bench bench, Consumer<Row> rows) throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      try (Heddle heddle = bench.openUrl(server.newStore())) {
        bench.warmUp(heddle);
      }
      for (int calls : bench.scale().sizes()) {
        Figures figures = new Figures(bench.scale().repeats());
        Figures file = new Figures(bench.scale().repeats());
        for (int i = 0; i < bench.scale().repeats(); i++) {
          try (Heddle heddle = bench.openUrl(server.newStore())) {
            figures.measure(i, heddle, bench.newNumbers(calls), calls);
          }
          Path beside = bench.newFile();
          try (Heddle heddle = bench.open(beside)) {
            file.measure(i, heddle, bench.newNumbers(calls), calls);
          }
          bench.delete(beside);
        }
        String of = String.format(Locale.ROOT, "%,d calls, ", calls);
        compare(of + "fresh", figures.fresh, file.fresh, rows);
        compare(of + "cached, call by call", figures.each, file.each, rows);
        compare(of + "cached, whole", figures.whole, file.whole, rows);
      }
    }
  }

  private static void compare(String what, double[] figures, double[] beside, Consumer<Row> rows) {
    double figure = Bench.median(figures);
    rows.accept(
        Row.perSecond(
            "postgres", what, figure, Row.times(figure / Bench.median(beside), "a file")));
  }

  private static void warmUp(Bench bench, RawInserts inserts) throws Exception {
    Path copy = bench.newFile();
    inserts.perSecond(copy, true, 0);
    bench.delete(copy);
  }

  static void memory(Bench bench, Consumer<Row> rows) throws Exception {
    try (Heddle heddle = bench.memory()) {
      bench.warmUp(heddle);
    }
    for (int calls : bench.scale().sizes()) {
      Figures figures = new Figures(bench.scale().repeats());
      for (int i = 0; i < bench.scale().repeats(); i++) {
        try (Heddle heddle = bench.memory()) {
          figures.measure(i, heddle, bench.newNumbers(calls), calls);
        }
      }
      report("memory", calls, figures, false, rows);
    }
  }

  private static void report(
      String scenario, int calls, Figures figures, boolean onFile, Consumer<Row> rows) {
    String of = String.format(Locale.ROOT, "%,d calls, ", calls);
    double fresh = Bench.median(figures.fresh);
    String beside = cpu(figures.freshCpu);
    if (onFile) {
      double[] ratios = figures.fresh.clone();
      for (int i = 0; i < ratios.length; i++) {
        ratios[i] /= figures.raw[i];
      }
      beside = Row.times(Bench.median(ratios), "raw") + ", " + beside;
    }
    rows.accept(Row.perSecond(scenario, of + "fresh", fresh, beside));
    if (onFile) {
      rows.accept(Row.perSecond(scenario, of + "raw inserts", Bench.median(figures.raw), ""));
    }
    double each = Bench.median(figures.each);
    rows.accept(
        Row.perSecond(
            scenario,
            of + "cached, call by call",
            each,
            Row.times(each / fresh, "fresh") + ", " + cpu(figures.eachCpu)));
    rows.accept(
        Row.perSecond(scenario, of + "cached, whole", Bench.median(figures.whole), "one look-up"));
  }

  /** What the whole process worked for a call: steadier than the clock on a shared machine. */
  private static String cpu(double[] micros) {
    return Unit.MICROS.show(Bench.median(micros)) + " CPU each";
  }
}
