package dev.heddle.benchmarks;

import dev.heddle.Heddle;
import dev.heddle.Invocation;
import dev.heddle.InvocationGroup;
import dev.heddle.InvocationState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Kills in a row while invocations are carried out by worker processes; each body leaves a line in
 * a ledger. Fails, rather than giving a figure, if one is lost, stuck, has failed, or ran again
 * without having been taken from a dead worker.
 */
final class Soak {
  private static final int FLEET = 64;

  private final String scenario;
  private final Bench bench;
  private final Consumer<Row> rows;
  private final String url;
  private final int workers;

  private Soak(String scenario, Bench bench, Consumer<Row> rows, String url, int workers) {
    this.scenario = scenario;
    this.bench = bench;
    this.rows = rows;
    this.url = url;
    this.workers = workers;
  }

  static void run(Bench bench, Consumer<Row> rows) throws Exception {
    new Soak("soak", bench, rows, "sqlite:" + bench.newFile(), 2).run(2_000, 20);
  }

  /** Many processes on one PostgreSQL; as many connections as a server has by default would do. */
  static void fleet(Bench bench, Consumer<Row> rows) throws Exception {
    boolean quick = bench.scale().repeats() == 1;
    try (PostgresServer server = PostgresServer.start()) {
      new Soak("fleet", bench, rows, server.newStore(), quick ? 4 : FLEET).run(20_000, 8);
    }
  }

  private void run(int most, int mostKills) throws Exception {
    boolean quick = bench.scale().repeats() == 1;
    int invocations = quick ? 60 : most;
    int kills = quick ? 1 : mostKills;
    Path ledger = bench.newFile().resolveSibling("ledger-" + scenario);
    Random random = new Random(42);
    List<OrderWorker> running = new ArrayList<>();
    try (Heddle client = bench.openUrl(url)) {
      for (int i = 0; i < workers; i++) {
        running.add(OrderWorker.start(url));
      }
      idle(running, quick ? 1 : 10);
      long begun = System.nanoTime();
      InvocationGroup<Integer> group =
          client.submitEach(MarkedTasks::entry, Tasks.numbers(0, invocations), ledger.toString());
      for (int kill = 0; kill < kills; kill++) {
        await(ledger, (kill + 1) * invocations / (kills + 2));
        OrderWorker victim = running.remove(random.nextInt(running.size()));
        victim.kill();
        running.add(OrderWorker.begin(url)); // beside a busy fleet it takes long to be ready
      }
      List<Integer> results = group.results();
      double seconds = (System.nanoTime() - begun) / 1e9;
      if (!results.equals(Tasks.numbers(0, invocations))) {
        throw new IllegalStateException("other results than those ordered");
      }
      long again = ranAgain(group, ledger);
      if (!client.store().waiting().isEmpty()) {
        throw new IllegalStateException("stuck: " + client.store().waiting());
      }
      rows.accept(
          new Row(
              scenario,
              String.format(
                  Locale.ROOT, "%,d invocations under %d kills: succeeded", invocations, kills),
              invocations,
              Unit.COUNT,
              again + " bodies ran again, each taken from a dead worker"));
      rows.accept(
          Row.perSecond(
              scenario,
              "bodies of 20 ms, " + workers + " workers, kills included",
              invocations / seconds,
              ""));
    } finally {
      running.forEach(OrderWorker::kill);
    }
  }

  /** What a worker that has nothing to do works all the same. */
  private void idle(List<OrderWorker> running, int seconds) throws InterruptedException {
    TimeUnit.SECONDS.sleep(seconds); // until all have started
    double before = running.stream().mapToDouble(OrderWorker::cpuMillis).sum();
    TimeUnit.SECONDS.sleep(seconds);
    double after = running.stream().mapToDouble(OrderWorker::cpuMillis).sum();
    rows.accept(
        new Row(
            scenario,
            "CPU of an idle worker among " + running.size() + ", in a second",
            (after - before) / running.size() / seconds,
            Unit.MILLIS,
            ""));
  }

  private static void await(Path ledger, int lines) throws Exception {
    long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (!Files.exists(ledger) || Files.readAllLines(ledger).size() < lines) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException("nothing goes on");
      }
      TimeUnit.MILLISECONDS.sleep(100); // it is read as a whole, beside those who work
    }
  }

  private static long ranAgain(InvocationGroup<Integer> group, Path ledger) throws Exception {
    Map<String, Long> entries =
        Files.readAllLines(ledger).stream()
            .collect(Collectors.groupingBy(line -> line, Collectors.counting()));
    long again = 0;
    for (Invocation<Integer> one : group) {
      if (one.state() != InvocationState.SUCCEEDED) {
        throw new IllegalStateException(one + " is " + one.state());
      }
      long ran = entries.getOrDefault(String.valueOf(one.result()), 0L);
      long taken = one.history().stream().filter(c -> c.why().contains("died")).count();
      if (ran < 1 || ran > 1 + taken) {
        throw new IllegalStateException(
            one + " ran " + ran + " times and was taken " + taken + " times");
      }
      again += ran - 1;
    }
    return again;
  }
}
