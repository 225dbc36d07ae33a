package dev.heddle.benchmarks;

import static dev.heddle.Lazy.lazy;

import dev.heddle.Heddle;
import dev.heddle.Invocation;
import dev.heddle.StateChange;
import dev.heddle.store.Store;
import dev.heddle.store.WorkerRecord;
import dev.heddle.store.WorkerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Several hosts on one PostgreSQL, each a network namespace of its own: two fleets of workers, of
 * which one is cut off for longer than its lease and its heartbeats last, and an evaluator. Needs
 * root, for {@code ip netns}; without it there are no rows. Fails, rather than giving a figure, if
 * anything is lost, counted twice, or does not come back.
 */
final class Hosts {
  private static final int WORKERS = 2;

  private final Bench bench;
  private final Consumer<Row> rows;
  private final Network network;
  private final String url;

  private Hosts(Bench bench, Consumer<Row> rows, Network network, String url) {
    this.bench = bench;
    this.rows = rows;
    this.network = network;
    this.url = url;
  }

  static void run(Bench bench, Consumer<Row> rows) throws Exception {
    if (!Network.isAllowed()) {
      return;
    }
    try (Network network = Network.ofHosts(3);
        PostgresServer server = PostgresServer.listening(Network.SUBNET)) {
      new Hosts(bench, rows, network, server.newStoreAt(Network.GATEWAY)).measure();
    }
  }

  private void measure() throws Exception {
    Path folder = bench.newFile();
    Files.createDirectories(folder);
    Path marks = folder.resolve("marks");
    Path end = folder.resolve("end");
    List<OrderWorker> first = new ArrayList<>();
    List<OrderWorker> second = new ArrayList<>();
    try (Heddle observing = bench.openUrl(url)) {
      for (int i = 0; i < WORKERS; i++) {
        first.add(OrderWorker.start(url, network.on(0)));
      }
      Process evaluator =
          OrderWorker.process(
              network.on(2), Evaluator.class, url, marks.toString(), end.toString());
      await("a body begins", 60, () -> lines(marks) == 1);
      for (int i = 0; i < WORKERS; i++) {
        second.add(OrderWorker.start(url, network.on(1)));
      }
      long cutAt = System.nanoTime();
      network.cut(0);
      await("another host takes it over", 60, () -> lines(marks) == 2);
      row("host cut off: its work runs elsewhere after", cutAt);
      network.mend(0);
      long mendedAt = System.nanoTime();
      await("the host that was cut off joins again", 120, () -> areBack(observing.store(), first));
      row("reachable again: its workers have joined anew after", mendedAt);
      Files.createFile(end);
      if (!evaluator.waitFor(60, TimeUnit.SECONDS) || evaluator.exitValue() != 0) {
        throw new IllegalStateException("the evaluator did not get what it should");
      }
    } finally {
      first.forEach(OrderWorker::kill);
      second.forEach(OrderWorker::kill);
    }
  }

  private void row(String what, long since) {
    rows.accept(
        new Row("hosts", what, (System.nanoTime() - since) / 1e9, Unit.SECONDS, "3 namespaces"));
  }

  private static int lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    } catch (IOException e) {
      return 0; // it is being written
    }
  }

  /** Whether each was taken for dead, or not, and lives now. */
  private static boolean areBack(Store store, List<OrderWorker> workers) {
    List<WorkerRecord> known = store.workers(100);
    boolean anyDead = false;
    for (OrderWorker worker : workers) {
      List<WorkerRecord> its =
          known.stream()
              .filter(w -> (w.process() + " ").contains("pid " + worker.pid() + " "))
              .toList();
      anyDead |= its.stream().anyMatch(w -> w.state() == WorkerState.DEAD);
      if (its.stream().noneMatch(w -> w.state() == WorkerState.ALIVE)) {
        return false;
      }
    }
    return anyDead;
  }

  private static void await(String what, int seconds, BooleanSupplier happened)
      throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!happened.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException("not within " + seconds + " s: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** On a host of its own: evaluates, orders, and waits for what it has ordered. */
  static final class Evaluator {
    private Evaluator() {}

    /** Arguments: the store's URL, the files of a marked task. */
    public static void main(String[] arguments) throws Exception {
      try (Heddle heddle = Heddle.builder().store(arguments[0]).open()) {
        heddle.run(lazy(Tasks::wide, 0, 100));
        Invocation<Long> marked = heddle.submit(MarkedTasks::mark, arguments[1], arguments[2]);
        long by = marked.result();
        List<String> marks = Files.readAllLines(Path.of(arguments[1]));
        String last = marks.get(marks.size() - 1);
        long ends =
            marked.history().stream().map(StateChange::state).filter(s -> s.isFinal()).count();
        boolean right = last.startsWith(by + " ") && ends == 1;
        System.exit(right ? 0 : 1);
      }
    }
  }
}
