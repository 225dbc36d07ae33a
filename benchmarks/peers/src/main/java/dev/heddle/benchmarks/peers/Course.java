package dev.heddle.benchmarks.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** What one contestant goes through on one kind of database, in a JVM of its own. */
final class Course {
  /** The large run is made in every cycle if it should end in this time... */
  private static final double REPEATED_SECONDS = 45;

  /** ...in the first cycle if in this one, and else left out. */
  private static final double ONCE_SECONDS = 240;

  private static final long DRAIN_MINUTES = 5;

  private final Peer peer;
  private final Size size;
  private final Databases databases;
  private final Consumer<Figure> figures;
  private int numbers;

  Course(Peer peer, Size size, Databases databases, Consumer<Figure> figures) {
    this.peer = peer;
    this.size = size;
    this.databases = databases;
    this.figures = figures;
  }

  /** Orders one, and returns when it is done. */
  @FunctionalInterface
  private interface Trip {
    void make(int number) throws Exception;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** All of it, once; what takes minutes only in the first of several cycles. */
  void run(boolean firstCycle) throws Exception {
    long begun = System.nanoTime();
    do {
      small(size.warmUp(), new EnumMap<>(Measure.class));
    } while (since(begun) < size.warmUpSeconds());
    Map<Measure, Double> measured = new EnumMap<>(Measure.class);
    small(size.small(), measured);
    double seconds = size.large() / measured.getOrDefault(Measure.DRAIN_SMALL, 1.0);
    if (seconds <= (firstCycle ? ONCE_SECONDS : REPEATED_SECONDS)) {
      large(measured);
    }
    measured.forEach(this::report);
    if (peer.takeover != Peer.Takeover.NONE) {
      idle();
    }
  }

  private void report(Measure measure, double value) {
    figures.accept(new Figure(peer, databases.postgres(), measure, value));
  }

  private List<Integer> numbers(int count) {
    int from = numbers;
    numbers += count;
    return IntStream.range(from, from + count).boxed().toList();
  }

  /** Orders without workers, some one by one and the rest at once; then drains all. */
  private void small(int count, Map<Measure, Double> measured) throws Exception {
    Database database = databases.create();
    try (Contestant client = peer.open(database, Mode.TUNED)) {
      List<Integer> single = numbers(Math.min(count, size.single()));
      long begun = System.nanoTime();
      for (int number : single) {
        client.submit(number);
      }
      measured.put(Measure.SUBMIT_SINGLE, single.size() / since(begun));
      List<Integer> rest = numbers(count - single.size());
      begun = System.nanoTime();
      client.submitAll(rest);
      if (client.hasBatch()) {
        measured.put(Measure.SUBMIT_BATCH, rest.size() / since(begun));
      }
    }
    drain(database, count, Measure.DRAIN_SMALL, measured);
  }

  private void large(Map<Measure, Double> measured) throws Exception {
    Database database = databases.create();
    try (Contestant client = peer.open(database, Mode.TUNED)) {
      for (int done = 0; done < size.large(); done += size.batch()) {
        client.submitAll(numbers(size.batch()));
      }
    }
    drain(database, size.large(), Measure.DRAIN_LARGE, measured);
  }

  /**
   * From the first body's begin until nothing is left, which is asked for when the last has run.
   */
  private void drain(Database database, int count, Measure rate, Map<Measure, Double> measured)
      throws Exception {
    boolean costs = rate == Measure.DRAIN_SMALL;
    double commits = databases.commits(database);
    double client;
    double server;
    double ended;
    try (Contestant workers = peer.open(database, Mode.TUNED)) {
      Work.reset();
      client = Databases.processMicros();
      server = databases.serverMicros();
      workers.startWorkers();
      await(workers, count);
      ended = since(Work.begun());
      client = Databases.processMicros() - client;
      server = databases.serverMicros() - server;
    }
    measured.put(rate, count / ended);
    if (costs) {
      measured.put(Measure.CLIENT_CPU, client / count);
      if (databases.postgres()) {
        measured.put(Measure.SERVER_CPU, server / count);
        measured.put(Measure.COMMITS, (databases.commits(database) - commits) / count);
      }
    }
  }

  private void await(Contestant workers, int count) throws Exception {
    long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(DRAIN_MINUTES);
    while (Work.runs() < count || workers.unfinished() > 0) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException(
            peer.title
                + " has run "
                + Work.runs()
                + " of "
                + count
                + " in "
                + DRAIN_MINUTES
                + " min");
      }
      TimeUnit.MILLISECONDS.sleep(Work.runs() < count ? 1 : 2);
    }
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private void idle() throws Exception {
    Database database = databases.create();
    try (Contestant both = peer.open(database, Mode.TUNED)) {
      both.startWorkers();
      trips(both::ran, Measure.IDLE_P50, Measure.IDLE_P95);
    }
    Database apart = databases.create();
    try (Contestant client = peer.open(apart, Mode.TUNED)) {
      if (client.answers()) {
        try (WorkerProcess worker = WorkerProcess.start(peer, apart, Mode.TUNED)) {
          if (worker.pid() > 0) {
            trips(client::answered, Measure.APART_P50, Measure.APART_P95);
          }
        }
      }
    }
  }

  /** One at a time, with pauses: nobody is busy. */
  private void trips(Trip trip, Measure p50, Measure p95) throws Exception {
    int learning = Math.min(5, size.trips() / 2); // First calls load classes and define tasks.
    for (int number : numbers(learning)) {
      trip.make(number);
    }
    List<Double> millis = new ArrayList<>();
    long begun = System.nanoTime();
    while (millis.size() < size.trips() && since(begun) < size.tripSeconds()) {
      TimeUnit.MILLISECONDS.sleep(5);
      int number = numbers(1).get(0);
      long sent = System.nanoTime();
      trip.make(number);
      millis.add(since(sent) * 1e3);
    }
    List<Double> sorted = millis.stream().sorted().toList();
    report(p50, sorted.get(sorted.size() / 2));
    report(p95, sorted.get(sorted.size() * 95 / 100));
  }
}
