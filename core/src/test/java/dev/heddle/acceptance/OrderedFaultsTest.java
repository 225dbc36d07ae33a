package dev.heddle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Heddle;
import dev.heddle.Invocation;
import dev.heddle.InvocationState;
import dev.heddle.Task;
import dev.heddle.Worker;
import dev.heddle.WorkerOptions;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.MemoryStore;
import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A store that fails now and then: before it has committed, after it has (the answer is lost), or
 * late; and whose hints come late or not at all. What was ordered is carried out, and has one
 * outcome; only an attempt whose end was not recorded is made again.
 */
@Timeout(120)
class OrderedFaultsTest {
  /** What bodies did, one entry each time; as a file that they all append to would have it. */
  private static final Queue<Integer> LEDGER = new ConcurrentLinkedQueue<>();

  @Task
  static int entered(int number) {
    LEDGER.add(number);
    return number * 3;
  }

  @Task
  static int orders(int number) {
    LEDGER.add(number);
    List<Invocation<Integer>> children = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      children.add(Heddle.current().submit(OrderedFaultsTest::entered, 1_000 + number * 10 + i));
    }
    return children.stream().mapToInt(Invocation::result).sum();
  }

  /** Fails a given part of the calls of some methods. */
  private record Moody(Random random, double part, AtomicInteger faults) {
    FaultyStore.Fault on(String... methods) {
      return (method, call) -> {
        if (List.of(methods).contains(method) && lost()) {
          faults.incrementAndGet();
          throw new StoreException("the store is moody", null);
        }
      };
    }

    private boolean lost() {
      synchronized (random) {
        return random.nextDouble() < part;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void nothingIsLostAndNothingHasTwoOutcomes(long seed) {
    LEDGER.clear();
    MemoryStore memory = new MemoryStore();
    AtomicInteger faults = new AtomicInteger();
    Moody before = new Moody(new Random(seed), 0.05, faults);
    Moody after = new Moody(new Random(seed + 100), 0.05, faults);
    Store moody =
        new FaultyStore(memory.peer())
            .before(before.on("apply", "claim", "available", "owned", "beat", "ended"))
            .after(after.on("apply", "claim"))
            .store();
    List<Invocation<Integer>> ordered = new ArrayList<>();
    try (Heddle client = Heddle.builder().store(memory).slots(2).open();
        Heddle app = Heddle.builder().store(moody).slots(4).open()) {
      try (Worker worker =
          startedWith(
              app,
              WorkerOptions.DEFAULT
                  .withTasks(OrderedFaultsTest.class)
                  .withDrainTimeout(Duration.ofSeconds(20)))) {
        for (int i = 0; i < 300; i++) {
          ordered.add(
              i % 10 == 0
                  ? client.submit(OrderedFaultsTest::orders, i)
                  : client.submit(OrderedFaultsTest::entered, i));
        }
        for (Invocation<Integer> one : ordered) {
          assertThat(one.result()).isNotNull();
        }
        assertThat(worker.id()).isNotBlank();
      }
      List<InvocationRecord> all = memory.submitted(Long.MAX_VALUE, 10_000);

      assertThat(faults).as("faults, seed " + seed).hasPositiveValue();
      assertThat(all).hasSize(300 + 30 * 3);
      assertThat(all).allMatch(r -> r.state() == InvocationState.SUCCEEDED);
      Map<Integer, Long> times =
          LEDGER.stream().collect(Collectors.groupingBy(n -> n, Collectors.counting()));
      assertThat(times).hasSize(300 + 30 * 3);
      assertThat(times.values().stream().filter(n -> n > 1).count())
          .as("carried out again: only where an end was not recorded")
          .isLessThanOrEqualTo(faults.get());
    }
  }

  /** Joining may fail as well. */
  private static Worker startedWith(Heddle app, WorkerOptions options) {
    while (true) {
      try {
        return app.worker(options);
      } catch (StoreException moody) {
        assertThat(moody).hasMessageContaining("moody");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void hintsThatNeverComeCostTimeAndNoWork(long seed) {
    LEDGER.clear();
    MemoryStore memory = new MemoryStore();
    Map<Thread, Integer> deaf = new ConcurrentHashMap<>();
    Store silent =
        new FaultyStore(memory.peer())
            .before(
                (method, call) -> {
                  if (method.startsWith("await")) {
                    // Every other hint is lost: whoever waits sleeps a while and hears nothing.
                    deaf.merge(Thread.currentThread(), 1, Integer::sum);
                    if (call % 2 == seed % 2) {
                      java.util.concurrent.locks.LockSupport.parkNanos(30_000_000L);
                    }
                  }
                })
            .store();
    try (Heddle client = Heddle.builder().store(memory).slots(2).open();
        Heddle app = Heddle.builder().store(silent).slots(4).open()) {
      app.worker(WorkerOptions.DEFAULT.withTasks(OrderedFaultsTest.class));

      for (int i = 0; i < 20; i++) {
        assertThat(client.submit(OrderedFaultsTest::entered, i).result()).isEqualTo(3 * i);
      }
      assertThat(deaf).isNotEmpty();
    }
  }
}
