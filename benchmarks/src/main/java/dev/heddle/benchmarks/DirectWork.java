package dev.heddle.benchmarks;

import dev.heddle.Heddle;
import dev.heddle.benchmarks.micro.InertBenchmark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Plain calls of woven methods, durable: one at a time beside the two commits that it is made of,
 * one that becomes ten thousand, and one that is left a plain call.
 */
final class DirectWork {
  private static final String SCENARIO = "direct";
  private static final int BODY_MILLIS = 100;

  private final Bench bench;
  private final int often;
  private final int sparse;

  private DirectWork(Bench bench) {
    this.bench = bench;
    this.often = Math.min(1_000, bench.scale().batch() / 10);
    this.sparse = often / 10;
  }

  /** What is done while an app is the default one. */
  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  /** Does something, and says how many nanoseconds of that are to be counted. */
  @FunctionalInterface
  private interface Counted {
    long nanos() throws Exception;
  }

  /** What was counted, in all repeats. */
  private static final class Times {
    private final List<Double> millis = new ArrayList<>();

    /** Each after a pause, so that nobody is busy. */
    void add(int count, long pauseMillis, Counted one) throws Exception {
      for (int i = 0; i < count; i++) {
        TimeUnit.MILLISECONDS.sleep(pauseMillis);
        millis.add(one.nanos() / 1e6);
      }
    }

    double percentile(int percent) {
      List<Double> sorted = millis.stream().sorted().toList();
      return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    void report(String what, String target, Times raw, Consumer<Row> rows) {
      for (int percent : new int[] {50, 99}) {
        List<String> beside = new ArrayList<>();
        if (raw != this) {
          beside.add(Row.times(percentile(percent) / raw.percentile(percent), "raw"));
        }
        if (percent == 50 && !target.isEmpty()) {
          beside.add(target);
        }
        if (percent == 99) {
          beside.add(
              String.format(Locale.ROOT, "of %,d, worst %,.0f ms", millis.size(), percentile(100)));
        }
        rows.accept(
            new Row(
                SCENARIO,
                what + ", p" + percent,
                percentile(percent),
                Unit.SHORT_MILLIS,
                String.join(", ", beside)));
      }
    }
  }

  /** Calls that find a worker: those that follow one another, and those that come now and then. */
  private final class Calls {
    final Times trivial = new Times();
    final Times long100 = new Times();

    void measure() throws Exception {
      one(); // The first of an app defines its task.
      DirectTasks.take(1);
      trivial.add(often, 2, DirectWork.this::one);
      long100.add(
          sparse,
          BODY_MILLIS,
          () -> {
            long begun = System.nanoTime();
            long body = DirectTasks.take(BODY_MILLIS);
            return System.nanoTime() - begun - body;
          });
    }
  }

  /** One call of many items, several times. */
  private final class Rates {
    private static final int TIMES = 5;
    private final List<Double> perSecond = new ArrayList<>();
    private double cpuMicros;

    void add(UnaryOperator<List<Integer>> call) {
      double before = Bench.cpuMicros();
      for (int i = 0; i < TIMES; i++) {
        perSecond.add(itemsPerSecond(call));
      }
      cpuMicros += Bench.cpuMicros() - before;
    }

    void report(String how, String target, Consumer<Row> rows) {
      int batch = bench.scale().batch();
      String cpu = Unit.MICROS.show(cpuMicros / perSecond.size() / batch) + " CPU each";
      rows.accept(
          Row.perSecond(
              SCENARIO,
              String.format(Locale.ROOT, "%,d items in one call, %s", batch, how),
              Bench.median(perSecond.stream().mapToDouble(Double::doubleValue).toArray()),
              target.isEmpty() ? cpu : cpu + ", " + target));
    }
  }

  static void run(Bench bench, Consumer<Row> rows) throws Exception {
    DirectWork work = new DirectWork(bench);
    work.measure(rows);
    work.inert(rows);
  }

  private void measure(Consumer<Row> rows) throws Exception {
    Calls embedded = new Calls();
    Calls remote = new Calls();
    Times raw = new Times();
    Times rawSparse = new Times();
    Rates each = new Rates();
    Rates hundreds = new Rates();
    embedded(this::warmUp);
    for (int i = 0; i < bench.scale().repeats(); i++) {
      embedded(
          () -> {
            embedded.measure();
            each.add(DirectTasks::each);
            hundreds.add(DirectTasks::hundreds);
          });
      raw(raw, rawSparse);
      remote(remote);
    }
    embedded.trivial.report("one call, worker in this process", "target ≤ 1 ms", raw, rows);
    remote.trivial.report("one call, worker in another process", "target ≤ 5 ms", raw, rows);
    raw.report("raw: two rows, two commits", "", raw, rows);
    embedded.long100.report(
        "sparse calls of 100 ms, on top, worker in this process", "", rawSparse, rows);
    remote.long100.report(
        "sparse calls of 100 ms, on top, worker in another process",
        "target ≤ 5 ms",
        rawSparse,
        rows);
    rawSparse.report("raw: two rows, two commits, as sparse", "", rawSparse, rows);
    each.report("a chunk each", "target ≥ 20,000/s", rows);
    hundreds.report("chunks of 100", "", rows);
  }

  /** Does it with an app that brings its worker, on a new file. */
  private void embedded(Work work) throws Exception {
    Path file = bench.newFile();
    try (Heddle heddle = bench.openEmbedded(file)) {
      Heddle.setDefault(heddle);
      List<Long> by = DirectTasks.carriedOutBy();
      List<Long> here = DirectTasks.here();
      if (!by.get(0).equals(here.get(0)) || by.get(1).equals(here.get(1))) {
        throw new IllegalStateException("not carried out by a worker of this process");
      }
      work.run();
    } finally {
      Heddle.setDefault(null);
    }
    bench.delete(file);
  }

  private void remote(Calls calls) throws Exception {
    Path file = bench.newFile();
    try (Heddle client = bench.open(file);
        OrderWorker worker = OrderWorker.start("sqlite:" + file)) {
      Heddle.setDefault(client);
      if (DirectTasks.carriedOutBy().get(0) != worker.pid()) {
        throw new IllegalStateException("not carried out by the worker process");
      }
      warmUp();
      calls.measure();
    } finally {
      Heddle.setDefault(null);
    }
    bench.delete(file);
  }

  private void raw(Times one, Times sparseOne) throws Exception {
    Path file = bench.newFile();
    try (RawCommits raw = new RawCommits(file)) {
      Counted two =
          () -> {
            long begun = System.nanoTime();
            raw.commitOne();
            raw.commitOne();
            return System.nanoTime() - begun;
          };
      new Times().add(often, 0, two);
      one.add(often, 2, two);
      sparseOne.add(sparse, BODY_MILLIS, two);
    }
    bench.delete(file);
  }

  /** Lets the compilers of both sides see what will be measured. */
  private void warmUp() throws Exception {
    int batch = bench.scale().batch();
    for (int done = 0; done < bench.scale().warmUp(); done += batch) {
      itemsPerSecond(DirectTasks::each);
      itemsPerSecond(DirectTasks::hundreds);
    }
    new Times().add(2 * often, 0, this::one);
  }

  private long one() {
    int number = bench.newNumbers(1);
    long begun = System.nanoTime();
    int next = DirectTasks.next(number);
    long took = System.nanoTime() - begun;
    if (next != number + 1) {
      throw new IllegalStateException(number + " + 1 = " + next);
    }
    return took;
  }

  private double itemsPerSecond(UnaryOperator<List<Integer>> call) {
    int count = bench.scale().batch();
    int from = bench.newNumbers(count);
    List<Integer> numbers = Tasks.numbers(from, count);
    long begun = System.nanoTime();
    List<Integer> values = call.apply(numbers);
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (!values.equals(Tasks.numbers(from + 1, count))) {
      throw new IllegalStateException("not the values of " + from + " and following");
    }
    return count / seconds;
  }

  /** In JVMs of their own, since a process is inert or not for ever. */
  private void inert(Consumer<Row> rows) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(InertBenchmark.class.getName())
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true);
    if (bench.scale().repeats() == 1) {
      options
          .forks(1)
          .warmupIterations(1)
          .warmupTime(TimeValue.milliseconds(10))
          .measurementIterations(1)
          .measurementTime(TimeValue.milliseconds(10));
    }
    double plain = 0;
    double woven = 0;
    for (RunResult result : new Runner(options.build()).run()) {
      double nanos = result.getPrimaryResult().getScore();
      if (result.getParams().getBenchmark().endsWith(".plain")) {
        plain = nanos;
      } else {
        woven = nanos;
      }
    }
    rows.accept(
        new Row(
            SCENARIO,
            "HEDDLE_SYNC=true, a woven method",
            woven,
            Unit.NANOS,
            String.format(Locale.ROOT, "%+.2f ns, target ≤ 20 ns", woven - plain)));
    rows.accept(new Row(SCENARIO, "HEDDLE_SYNC=true, its plain copy", plain, Unit.NANOS, ""));
  }
}
