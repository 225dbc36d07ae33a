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
 * Kills in a row while invocations are carried out by two worker processes; each body leaves a line
 * in a ledger. Fails, rather than giving a figure, if one is lost, stuck, has failed, or ran again
 * without having been taken from a dead worker.
 */
final class Soak {
  private Soak() {}

  static void run(Bench bench, Consumer<Row> rows) throws Exception {
    boolean quick = bench.scale().repeats() == 1;
    int invocations = quick ? 60 : 2_000;
    int kills = quick ? 1 : 20;
    Path file = bench.newFile();
    Path ledger = file.resolveSibling("ledger");
    Random random = new Random(42);
    List<OrderWorker> workers = new ArrayList<>();
    try (Heddle client = bench.open(file)) {
      workers.add(OrderWorker.start("sqlite:" + file));
      workers.add(OrderWorker.start("sqlite:" + file));
      long begun = System.nanoTime();
      InvocationGroup<Integer> group =
          client.submitEach(MarkedTasks::entry, Tasks.numbers(0, invocations), ledger.toString());
      for (int kill = 0; kill < kills; kill++) {
        await(ledger, (kill + 1) * invocations / (kills + 2));
        OrderWorker victim = workers.remove(random.nextInt(workers.size()));
        victim.kill();
        workers.add(OrderWorker.start("sqlite:" + file));
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
              "soak",
              String.format(
                  Locale.ROOT, "%,d invocations under %d kills: succeeded", invocations, kills),
              invocations,
              Unit.COUNT,
              again + " bodies ran again, each taken from a dead worker"));
      rows.accept(
          Row.perSecond(
              "soak", "bodies of 20 ms, 2 workers, kills included", invocations / seconds, ""));
    } finally {
      workers.forEach(OrderWorker::kill);
    }
  }

  private static void await(Path ledger, int lines) throws Exception {
    long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (!Files.exists(ledger) || Files.readAllLines(ledger).size() < lines) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException("nothing goes on");
      }
      TimeUnit.MILLISECONDS.sleep(5);
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
