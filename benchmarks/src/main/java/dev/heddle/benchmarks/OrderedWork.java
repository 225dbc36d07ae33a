package dev.heddle.benchmarks;

import dev.heddle.Heddle;
import dev.heddle.Invocation;
import dev.heddle.InvocationGroup;
import dev.heddle.Worker;
import dev.heddle.WorkerOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ordered no-ops, durable: how fast they are put on record, carried out and answered, on an empty
 * file and on one that holds a million finished ones.
 */
final class OrderedWork {
  private static final int THREADS = 16;

  private OrderedWork() {}

  /** Figures by what was measured; rates per second, times in milliseconds. */
  private static final class Figures {
    final Map<String, List<Double>> all = new LinkedHashMap<>();

    void add(String what, double figure) {
      all.computeIfAbsent(what, w -> new ArrayList<>()).add(figure);
    }

    double median(String what) {
      return Bench.median(
          all.getOrDefault(what, List.of()).stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  static void run(Bench bench, Consumer<Row> rows) throws Exception {
    warmUp(bench);
    Figures empty = new Figures();
    for (int i = 0; i < bench.scale().repeats(); i++) {
      Path file = bench.newFile();
      try (Heddle heddle = bench.open(file)) {
        measure(bench, heddle, empty);
      }
      bench.delete(file);
      empty.add("raw: one row, one commit", RawCommits.perSecond(bench.newFile(), 2_000));
    }
    report("orders", "", empty, null, rows);
  }

  static void postgres(Bench bench, Consumer<Row> rows) throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      try (Heddle heddle = bench.openUrl(server.newStore())) {
        finish(bench, heddle, bench.scale().warmUp());
        measure(bench, heddle, new Figures());
      }
      Figures empty = new Figures();
      for (int i = 0; i < bench.scale().repeats(); i++) {
        try (Heddle heddle = bench.openUrl(server.newStore())) {
          measure(bench, heddle, empty);
        }
        empty.add(
            "raw: one row, one commit",
            RawCommits.perSecond(server.connect(server.newStore()), 2_000));
      }
      report("orders-postgres", "", empty, null, rows);
    }
  }

  static void grown(Bench bench, Consumer<Row> rows) throws Exception {
    warmUp(bench);
    Figures empty = new Figures();
    Figures grown = new Figures();
    Path large = bench.newFile();
    try (Heddle heddle = bench.open(large)) {
      double seconds = Bench.seconds(() -> finish(bench, heddle, bench.scale().million()));
      rows.accept(
          Row.perSecond(
              "orders-grown",
              String.format(Locale.ROOT, "%,d ordered and finished", bench.scale().million()),
              bench.scale().million() / seconds,
              ""));
      for (int i = 0; i < bench.scale().repeats(); i++) {
        Path small = bench.newFile();
        try (Heddle other = bench.open(small)) {
          measure(bench, other, empty);
        }
        bench.delete(small);
        measure(bench, heddle, grown);
      }
    }
    report("orders-grown", " on a large file", grown, empty, rows);
  }

  /** Lets the compiler see what will be measured. */
  private static void warmUp(Bench bench) throws Exception {
    Path file = bench.newFile();
    try (Heddle heddle = bench.open(file)) {
      finish(bench, heddle, bench.scale().warmUp());
      measure(bench, heddle, new Figures());
    }
    bench.delete(file);
  }

  private static int finish(Bench bench, Heddle heddle, int count) {
    try (Worker worker = heddle.worker(WorkerOptions.DEFAULT)) {
      for (int done = 0; done < count; done += bench.scale().batch()) {
        heddle
            .submitEach(
                Tasks::next,
                Tasks.numbers(bench.newNumbers(bench.scale().batch()), bench.scale().batch()))
            .results();
      }
      return worker.running();
    }
  }

  private static void measure(Bench bench, Heddle heddle, Figures figures) throws Exception {
    int batch = bench.scale().batch();
    int some = Math.min(batch, 5_000);

    List<Integer> single = Tasks.numbers(bench.newNumbers(some), some);
    figures.add(
        "submit, one thread, one by one", some / Bench.seconds(() -> submitAll(heddle, single)));
    figures.add("submit, 16 threads, one by one", threads(bench, heddle, batch));

    List<Integer> many = Tasks.numbers(bench.newNumbers(batch), batch);
    InvocationGroup<?>[] group = new InvocationGroup<?>[1];
    figures.add(
        "submit, one submitEach of 10,000",
        batch
            / Bench.seconds(
                () -> {
                  group[0] = heddle.submitEach(Tasks::next, many);
                  return group;
                }));

    long before = System.nanoTime();
    int waiting = some + batch / THREADS * THREADS + batch;
    long runs = Tasks.runs() + waiting;
    Worker worker = heddle.worker(WorkerOptions.DEFAULT);
    try {
      drained(heddle, runs, before);
      figures.add("drain", waiting / ((System.nanoTime() - before) / 1e9));
      latency(bench, heddle, figures);
    } finally {
      worker.close();
    }
  }

  /** Until nothing waits or runs: asked of the store, as anybody would see it. */
  private static void drained(Heddle heddle, long until, long since) throws InterruptedException {
    // Asking is cheap only when little is left: so it is asked when the last bodies have run.
    while (Tasks.runs() < until || !heddle.store().waiting().isEmpty()) {
      if (System.nanoTime() - since > TimeUnit.MINUTES.toNanos(5)) {
        throw new IllegalStateException("not drained: " + heddle.store().waiting());
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  private static int submitAll(Heddle heddle, List<Integer> numbers) {
    int submitted = 0;
    for (int number : numbers) {
      Invocation<Integer> one = heddle.submit(Tasks::next, number);
      submitted += one.id().length();
    }
    return submitted;
  }

  private static double threads(Bench bench, Heddle heddle, int count) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      int each = count / THREADS;
      List<List<Integer>> parts = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        parts.add(Tasks.numbers(bench.newNumbers(each), each));
      }
      double seconds =
          Bench.seconds(
              () -> {
                List<Future<Integer>> running = new ArrayList<>();
                for (List<Integer> part : parts) {
                  running.add(pool.submit(() -> submitAll(heddle, part)));
                }
                for (Future<Integer> one : running) {
                  one.get();
                }
                return running;
              });
      return each * THREADS / seconds;
    } finally {
      pool.shutdown();
    }
  }

  /** From submit to result, one at a time, with pauses: nobody is busy. */
  private static void latency(Bench bench, Heddle heddle, Figures figures) throws Exception {
    double[] millis = new double[Math.min(300, Math.max(20, bench.scale().batch() / 30))];
    for (int i = 0; i < millis.length; i++) {
      int number = bench.newNumbers(1);
      millis[i] = Bench.seconds(() -> heddle.submit(Tasks::next, number).result()) * 1e3;
      TimeUnit.MILLISECONDS.sleep(2);
    }
    Arrays.sort(millis);
    figures.add("submit to result, idle, one process, p50", millis[millis.length / 2]);
    figures.add("submit to result, idle, one process, p95", millis[millis.length * 95 / 100]);
  }

  private static void report(
      String scenario,
      String where,
      Figures figures,
      @org.jspecify.annotations.Nullable Figures beside,
      Consumer<Row> rows) {
    for (String what : figures.all.keySet()) {
      double figure = figures.median(what);
      boolean time = what.contains("submit to result");
      String ratio = beside == null ? "" : Row.times(figure / beside.median(what), "an empty file");
      rows.accept(
          new Row(scenario, what + where, figure, time ? Unit.MILLIS : Unit.PER_SECOND, ratio));
    }
  }
}
