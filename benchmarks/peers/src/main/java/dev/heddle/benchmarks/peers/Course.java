package dev.heddle.benchmarks.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** What one contestant goes through on one kind of database, in a JVM of its own. */
final class Course {
  /** The large run is made in every cycle if it should end in this time... */
  private static final double REPEATED_SECONDS = 15;

  /** ...in the first cycle if in this one, and else left out. */
  private static final double ONCE_SECONDS = 75;

  /** No-ops per second below which fewer are drained than others drain. */
  private static final double SLOW_RATE = 300;

  private static final long DRAIN_MINUTES = 5;

  private static final Random RANDOM = new Random(42);

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
    return part(values, 0.5);
  }

  /** What this part of the values does not exceed. */
  static double part(double[] values, double part) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (sorted.length * part)];
  }

  /** All of it, once; what takes minutes only in the first of several cycles. */
  void run(boolean firstCycle) throws Exception {
    long begun = System.nanoTime();
    Map<Measure, Double> warm = new EnumMap<>(Measure.class);
    int round = size.warmUp();
    do {
      small(databases.create(), round, warm);
      // As many as a second drains: else whoever is fast would mostly be warm for single orders.
      round = Math.max(round, (int) Math.min(size.small(), rate(warm)));
    } while (since(begun) < size.warmUpSeconds());
    Map<Measure, Double> measured = new EnumMap<>(Measure.class);
    int count = size.small();
    if (rate(warm) < SLOW_RATE && count > size.slow()) {
      count = size.slow();
    }
    small(databases.create(), count, measured);
    double seconds = size.large() / rate(measured);
    if (seconds <= (firstCycle ? ONCE_SECONDS : REPEATED_SECONDS)) {
      large(measured);
    }
    if (!databases.postgres() && !peer.artifact.isEmpty()) {
      lessDurable(count, measured);
    }
    measured.forEach(this::report);
    if (peer.takeover != Peer.Takeover.NONE) {
      idle();
    }
  }

  private static double rate(Map<Measure, Double> measured) {
    return measured.getOrDefault(Measure.DRAIN_SMALL, 1.0);
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
  private void small(Database database, int count, Map<Measure, Double> measured) throws Exception {
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

  /** What the others do when they are not as durable as Heddle, which goes on as it is. */
  private void lessDurable(int count, Map<Measure, Double> measured) throws Exception {
    Map<Measure, Double> figures = measured;
    if (peer != Peer.HEDDLE) {
      figures = new EnumMap<>(Measure.class);
      small(databases.create().lessDurable(), count, figures);
    }
    measured.put(Measure.DRAIN_NORMAL, figures.getOrDefault(Measure.DRAIN_SMALL, Double.NaN));
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
            made(client::answered, Integer.MAX_VALUE, size.newProcessSeconds(), 0);
            trips(client::answered, Measure.APART_P50, Measure.APART_P95);
          }
        }
      }
    }
  }

  /** One at a time, with pauses: nobody is busy. */
  private void trips(Trip trip, Measure p50, Measure p95) throws Exception {
    // First calls load classes, define tasks, and are interpreted.
    List<Double> warm = made(trip, size.warmTrips(), size.tripSeconds(), 0);
    double longest = warm.stream().skip(Math.min(1, warm.size() - 1)).reduce(0.0, Math::max);
    for (double seconds : made(trip, size.trips(), size.tripSeconds(), longest)) {
      report(p50, seconds * 1e3);
      report(p95, seconds * 1e3);
    }
  }

  /** Makes so many, or as many as there is time for: at least one. */
  private List<Double> made(Trip trip, int most, int seconds, double longest) throws Exception {
    List<Double> made = new ArrayList<>();
    double pause = longest;
    long begun = System.nanoTime();
    do {
      // A pause as long as what was waited for, at random: else all would come right after a poll.
      TimeUnit.MICROSECONDS.sleep((long) (5_000 + RANDOM.nextDouble() * pause * 1e6));
      int number = numbers(1).get(0);
      long sent = System.nanoTime();
      trip.make(number);
      double took = since(sent);
      made.add(took);
      pause = longest == 0 ? 0 : Math.max(pause, took);
    } while (made.size() < most && since(begun) < seconds);
    return made;
  }
}
