package dev.heddle.monitor;

import dev.heddle.RetryPolicy;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claim;
import dev.heddle.store.Claimed;
import dev.heddle.store.Hits;
import dev.heddle.store.Ids;
import dev.heddle.store.LogLine;
import dev.heddle.store.MemoryStore;
import dev.heddle.store.StoredError;
import dev.heddle.store.Submission;
import dev.heddle.task.CodeMember;
import dev.heddle.task.TaskVersion;
import dev.heddle.testkit.Calls;
import dev.heddle.testkit.Orders;
import dev.heddle.value.StoredValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * An hour of work of a few hosts, told to a store as if it had happened: orders, turns, failures,
 * retries, and a worker that dies with three turns which others go on with. The same every time.
 */
final class Fleet {
  private static final long HOUR = TimeUnit.MINUTES.toMillis(64);
  private static final int SLOTS = 4;
  private static final List<String> REGIONS =
      List.of("coast", "fjords", "highlands", "lakes", "north", "plains", "south", "valley");

  /** What the orders are of, and how long they take. */
  private enum Kind {
    FETCH("weather/Stations.fetch", "String station", "Readings", 700, 2_600, 34),
    CLEAN("weather/Stations.clean", "Readings readings", "Readings", 400, 1_500, 26),
    TRAIN("weather/Model.train", "String region", "Model", 9_000, 14_000, 12),
    PREDICT("weather/Model.predict", "String region", "Outlook", 3_000, 5_000, 14),
    RENDER("weather/Reports.render", "String region", "Page", 1_200, 2_400, 10),
    PUBLISH("weather/Reports.publish", "String region", "URI", 300, 900, 4);

    private final TaskVersion task;
    private final int least;
    private final int more;
    private final int weight;

    Kind(String name, String parameter, String result, int least, int more, int weight) {
      this.task =
          new TaskVersion(
              name, Calls.hash(name), List.of(parameter), result, List.<CodeMember>of());
      this.least = least;
      this.more = more;
      this.weight = weight;
    }
  }

  /** A worker and when each of its slots is free again. */
  private record Crew(MemoryStore process, Orders orders, long id, long[] freeAt) {
    int nextSlot() {
      int next = 0;
      for (int i = 1; i < freeAt.length; i++) {
        next = freeAt[i] < freeAt[next] ? i : next;
      }
      return next;
    }
  }

  private final Random random = new Random(7);
  private final MemoryStore memory;
  private final Map<Long, String> processes = new TreeMap<>();
  private final List<Crew> crews = new ArrayList<>();
  private long recovered;
  private long now;

  Fleet(MemoryStore memory) {
    this.memory = memory;
  }

  /** Which process each worker is, for people. */
  Map<Long, String> processes() {
    return processes;
  }

  /** One that the dead worker had. */
  String recovered() {
    return Ids.text(recovered);
  }

  /** The moment at which all this ends. */
  long now() {
    return now;
  }

  void happen() {
    long present = System.currentTimeMillis();
    long begin = present - HOUR;
    now = present + 24_000;
    join("pid 2113 on loom-1", begin + 1_000);
    join("pid 2114 on loom-1", begin + 1_400);
    join("pid 870 on loom-2", begin + 3_000);
    Crew doomed = join("pid 1502 on loom-3", begin + 4_000);
    crews.remove(doomed);
    for (long at = begin + 10_000; at < present; at += gap(at, begin)) {
      boolean there = at < present - 30_000 && random.nextInt(4) == 0;
      order(at, there ? doomed : next(at));
    }
    long noticed = die(doomed, present);
    Crew again = join("pid 1733 on loom-3", noticed + 5_000);
    for (long at = noticed + 900; at < now - 200; at += gap(at, begin)) {
      boolean there = at > noticed + 6_000 && random.nextInt(3) == 0;
      order(at, there ? again : next(at));
    }
    // What nobody serves needs somebody.
    submit(Kind.TRAIN, "radar images", now - 410_000, "gpu");
    submit(Kind.TRAIN, "satellite images", now - 352_000, "gpu");
    crews.forEach(crew -> crew.process.beat(List.of(crew.id), now - 1_000));
  }

  /** It dies over three turns, and the others go on with them; answers when that was noticed. */
  private long die(Crew doomed, long present) {
    for (int i = 0; i < crews.size(); i++) {
      long taken = present - 14_000 + i * 1_700L;
      submit(Kind.TRAIN, REGIONS.get(i + 2), taken - 300, "default");
      Claimed lost = take(doomed, taken);
      recovered = lost.submission().id();
      String line = "training on 8,760 hours of " + REGIONS.get(i + 2);
      doomed.orders.apply(
          lost, new Change.Logged(recovered, List.of(new LogLine(taken + 900, 1, "INFO", line))));
    }
    doomed.process.die();
    memory.recover();
    long noticed = System.currentTimeMillis();
    for (int i = 0; i < crews.size(); i++) {
      long taken = noticed + 140 + i * 60L;
      Crew crew = crews.get(i);
      crew.freeAt[crew.nextSlot()] = end(crew, take(crew, taken), Kind.TRAIN, taken);
    }
    return noticed;
  }

  /** More is ordered towards the middle of each quarter. */
  private long gap(long at, long begin) {
    double wave = 1 + 0.55 * Math.sin((at - begin) / 1000.0 / 900 * 2 * Math.PI);
    return (long) (400 + -Math.log(1 - random.nextDouble()) * 2_000 / wave);
  }

  private Crew join(String process, long at) {
    MemoryStore client = memory.peer();
    long id = client.reserveIds(1);
    Orders orders = new Orders(client);
    Calls.expectApplied(
        orders.apply(
            Fence.NONE, new Change.WorkerJoined(id, SLOTS, List.of("default"), names(), at)));
    Crew crew = new Crew(client, orders, id, new long[SLOTS]);
    crews.add(crew);
    processes.put(id, process);
    return crew;
  }

  private static List<String> names() {
    return List.of(Kind.values()).stream().map(kind -> kind.task.name()).toList();
  }

  private Crew next(long at) {
    List<Crew> free = crews.stream().filter(crew -> crew.freeAt[crew.nextSlot()] <= at).toList();
    return free.isEmpty()
        ? crews.stream()
            .min(Comparator.comparingLong(crew -> crew.freeAt[crew.nextSlot()]))
            .orElseThrow()
        : free.get(random.nextInt(free.size()));
  }

  private void order(long at, Crew crew) {
    Kind kind = kind();
    submit(kind, REGIONS.get(random.nextInt(REGIONS.size())), at, "default");
    int slot = crew.nextSlot();
    long taken = Math.max(at + 4 + random.nextInt(30), crew.freeAt[slot]);
    if (taken < now) {
      crew.freeAt[slot] = end(crew, take(crew, taken), kind, taken);
    }
  }

  private Kind kind() {
    int at = random.nextInt(100);
    for (Kind kind : Kind.values()) {
      at -= kind.weight;
      if (at < 0) {
        return kind;
      }
    }
    return Kind.FETCH;
  }

  private void submit(Kind kind, String region, long at, String queue) {
    String argument = kind == Kind.FETCH ? region + "-" + (1 + random.nextInt(40)) : region;
    long id = memory.reserveIds(1);
    Submission order =
        new Submission(
            id,
            id,
            null,
            kind.task,
            Calls.hash(kind + argument),
            List.of(json(argument)),
            null,
            new Submission.Order(
                queue,
                0,
                0,
                RetryPolicy.times(2).withBackoff(Duration.ofSeconds(2)),
                60_000,
                null,
                3),
            0,
            at);
    Calls.expectApplied(new Orders(memory).apply(Fence.NONE, Orders.submitted(order)));
  }

  private static StoredValue json(String text) {
    return Calls.value(('"' + text + '"').getBytes(StandardCharsets.UTF_8));
  }

  private Claimed take(Crew crew, long at) {
    List<Claimed> taken =
        crew.process.claim(
            new Claim(
                crew.id, Orders.token(), Set.of("default"), Set.copyOf(names()), 1, 0, false, at));
    Claimed claimed = taken.get(0);
    crew.orders.apply(claimed, new Change.Begun(claimed.submission().id(), at + 12));
    return claimed;
  }

  /** Ends the turn as it should, unless that is later than all this; answers when. */
  private long end(Crew crew, Claimed claimed, Kind kind, long taken) {
    long id = claimed.submission().id();
    long end = taken + kind.least + random.nextInt(kind.more);
    if (end >= now) {
      crew.orders.apply(claimed, new Change.Progressed(id, 1 + random.nextInt(6), 8));
      return end;
    }
    int luck = random.nextInt(100);
    if (kind == Kind.PUBLISH && luck < 30) {
      StoredError error =
          error(
              "java.io.IOException",
              "503 Service Unavailable: /bulletins",
              "Reports.publish(Reports.java:61)");
      if (claimed.attempt() < 3 && luck < 20 && end + 2_000 < now) {
        long due = end + 2_000;
        crew.orders.apply(claimed, new Change.RetryPlanned(id, error, due, end));
        return end(crew, take(crew, due + 5), kind, due + 5);
      }
      crew.orders.apply(claimed, new Change.Failed(Orders.head(claimed), error, Hits.NONE, 0, end));
    } else if (kind == Kind.CLEAN && luck < 2) {
      StoredError error =
          error(
              "java.lang.IllegalArgumentException",
              "reading 17 is not a temperature: 998.0",
              "Stations.clean(Stations.java:34)");
      crew.orders.apply(claimed, new Change.Failed(Orders.head(claimed), error, Hits.NONE, 0, end));
    } else {
      crew.orders.apply(
          claimed,
          new Change.Succeeded(
              Orders.head(claimed), Calls.node(result(claimed, kind)), Hits.NONE, 0, end));
    }
    return end;
  }

  private StoredValue result(Claimed claimed, Kind kind) {
    byte[] argument = claimed.submission().arguments().get(0).bytes();
    String facts =
        kind == Kind.TRAIN
            ? "\"hours\":8760,\"skill\":0." + (80 + random.nextInt(15))
            : "\"rows\":" + (200 + random.nextInt(800));
    String text = "{\"of\":" + new String(argument, StandardCharsets.UTF_8) + "," + facts + "}";
    return Calls.value(text.getBytes(StandardCharsets.UTF_8));
  }

  private static StoredError error(String type, String message, String frame) {
    return new StoredError(
        List.of(type, "java.lang.Exception", "java.lang.Throwable"),
        message,
        List.of("weather." + frame),
        null);
  }
}
