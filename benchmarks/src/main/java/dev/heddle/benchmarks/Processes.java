package dev.heddle.benchmarks;

import dev.heddle.Heddle;
import dev.heddle.Invocation;
import dev.heddle.InvocationGroup;
import dev.heddle.store.Owned;
import dev.heddle.store.WorkerRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Worker processes that share one store: latency, draining together, and one that is killed. */
final class Processes {
  private static final int KILLS = 10;

  private final String scenario;
  private final Bench bench;
  private final Consumer<Row> rows;

  private Processes(String scenario, Bench bench, Consumer<Row> rows) {
    this.scenario = scenario;
    this.bench = bench;
    this.rows = rows;
  }

  static void run(Bench bench, Consumer<Row> rows) throws Exception {
    Processes processes = new Processes("processes", bench, rows);
    processes.share("sqlite:" + bench.newFile());
    processes.recovery("sqlite:" + bench.newFile());
  }

  static void postgres(Bench bench, Consumer<Row> rows) throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      Processes processes = new Processes("processes-postgres", bench, rows);
      processes.share(server.newStore());
      processes.recovery(server.newStore());
    }
  }

  private void share(String url) throws Exception {
    try (Heddle client = bench.openUrl(url);
        OrderWorker one = OrderWorker.start(url)) {
      warmUp(client);
      latency(client);
      try (OrderWorker two = OrderWorker.start(url)) {
        warmUp(client);
        drain(client, "2 worker processes");
        if (one.pid() == two.pid()) {
          throw new IllegalStateException("not two processes");
        }
      }
      drain(client, "1 worker process");
    }
  }

  private void warmUp(Heddle client) {
    int count = bench.scale().batch();
    client.submitEach(Tasks::next, Tasks.numbers(bench.newNumbers(count), count)).results();
  }

  private void latency(Heddle client) throws Exception {
    double[] millis = new double[Math.min(300, Math.max(20, bench.scale().batch() / 30))];
    for (int i = 0; i < millis.length; i++) {
      int number = bench.newNumbers(1);
      millis[i] = Bench.seconds(() -> client.submit(Tasks::next, number).result()) * 1e3;
      TimeUnit.MILLISECONDS.sleep(2);
    }
    Arrays.sort(millis);
    String of = "of " + millis.length;
    rows.accept(
        new Row(
            scenario,
            "submit to result, idle, two processes, p50",
            millis[millis.length / 2],
            Unit.MILLIS,
            of));
    rows.accept(
        new Row(
            scenario,
            "submit to result, idle, two processes, p95",
            millis[millis.length * 95 / 100],
            Unit.MILLIS,
            of));
  }

  private void drain(Heddle client, String by) throws Exception {
    int count = bench.scale().batch() * 2;
    double seconds =
        Bench.seconds(
            () -> {
              InvocationGroup<Integer> group =
                  client.submitEach(Tasks::next, Tasks.numbers(bench.newNumbers(count), count));
              return group.results();
            });
    rows.accept(
        Row.perSecond(
            scenario,
            String.format(Locale.ROOT, "%,d ordered, done and answered, %s", count, by),
            count / seconds,
            ""));
  }

  /** From kill -9 of the worker that runs it until another one runs it again, with defaults. */
  private void recovery(String url) throws Exception {
    Path folder = bench.newFile();
    Files.createDirectories(folder);
    int kills = bench.scale().repeats() == 1 ? 1 : KILLS;
    double[] millis = new double[kills];
    List<OrderWorker> workers = new ArrayList<>();
    try (Heddle client = bench.openUrl(url)) {
      workers.add(OrderWorker.start(url));
      workers.add(OrderWorker.start(url));
      for (int i = 0; i < kills; i++) {
        Path marks = folder.resolve("marks-" + i);
        Path end = folder.resolve("end-" + i);
        Invocation<Long> marked =
            client.submit(MarkedTasks::mark, marks.toString(), end.toString());
        String first = mark(marks, 0);
        long pid = Long.parseLong(first.substring(0, first.indexOf(' ')));
        OrderWorker victim = workers.stream().filter(w -> w.pid() == pid).findFirst().orElseThrow();
        long killed = System.currentTimeMillis();
        victim.kill();
        String second = mark(marks, 1);
        millis[i] = Long.parseLong(second.substring(second.indexOf(' ') + 1)) - killed;
        Files.createFile(end);
        marked.result();
        workers.remove(victim);
        workers.add(OrderWorker.start(url));
      }
      for (WorkerRecord worker : client.store().workers(100)) {
        List<Owned> left = client.store().owned(worker.id());
        if (!left.isEmpty()) {
          throw new IllegalStateException("left behind: " + left);
        }
      }
    } finally {
      workers.forEach(OrderWorker::kill);
    }
    Arrays.sort(millis);
    rows.accept(
        new Row(
            scenario,
            "kill -9 to running again, defaults, median",
            Math.max(1, millis[kills / 2]),
            Unit.MILLIS,
            "of " + kills + " kills"));
    rows.accept(
        new Row(
            scenario,
            "kill -9 to running again, defaults, worst",
            Math.max(1, millis[kills - 1]),
            Unit.MILLIS,
            "of " + kills + " kills"));
  }

  /** The n-th mark, as soon as it is there. */
  private static String mark(Path marks, int n) throws IOException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < until) {
      List<String> lines = Files.exists(marks) ? Files.readAllLines(marks) : List.of();
      if (lines.size() > n) {
        return lines.get(n);
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
    throw new IllegalStateException("nobody ran it");
  }
}
