package dev.heddle.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.heddle.Heddle;
import dev.heddle.Invocation;
import dev.heddle.StateChange;
import dev.heddle.SubmitOptions;
import dev.heddle.WorkerOptions;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.Outcome;
import dev.heddle.store.Store;
import dev.heddle.store.Submission;
import dev.heddle.testkit.Calls;
import dev.heddle.testkit.Orders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that write side by side, which only a database with many writers lets them do. */
class PostgresTogetherTest extends SharedStore {
  private static final int CLIENTS = 4;

  private final String url = TestPostgres.store();
  private final List<Store> stores = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);

  @Override
  String url() {
    return url;
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    stores.forEach(Store::close);
  }

  private <T> List<T> together(BiFunction<Store, Integer, T> each) throws Exception {
    List<Callable<T>> all = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Store store = PostgresStore.open(url);
      stores.add(store);
      int number = i;
      all.add(() -> each.apply(store, number));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> one : threads.invokeAll(all)) {
      results.add(one.get());
    }
    return results;
  }

  @Test
  void whoeverClaimsGetsEachInvocationOnce() throws Exception {
    int count = 400;
    Store first = PostgresStore.open(url);
    stores.add(first);
    Orders orders = new Orders(first);
    List<Submission> many = IntStream.range(0, count).mapToObj(i -> orders.order("a" + i)).toList();
    Calls.expectApplied(orders.apply(Fence.NONE, new Change.Submitted(many, 0)));

    Set<Long> all = new HashSet<>();
    for (List<Long> drained : together((store, number) -> drained(store))) {
      assertThat(drained).allMatch(all::add);
    }

    assertThat(all).hasSize(count);
    assertThat(first.waiting()).isEmpty();
  }

  private static List<Long> drained(Store store) {
    Orders orders = new Orders(store);
    long worker = orders.worker();
    List<Long> got = new ArrayList<>();
    for (int empty = 0; empty < 5; ) {
      List<Claimed> some = orders.run(worker, 7);
      empty = some.isEmpty() ? empty + 1 : 0; // others may hold what they are about to give back
      for (Claimed claimed : some) {
        Calls.expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));
        got.add(claimed.submission().id());
      }
    }
    return got;
  }

  @Test
  void ofOrdersWithOneKeyOneIsMade() throws Exception {
    int keys = 50;

    Set<Long> made = new HashSet<>();
    List<List<Long>> stands =
        together(
            (store, number) -> {
              Orders orders = new Orders(store);
              List<Long> ids = new ArrayList<>(Collections.nCopies(keys, 0L));
              List<Integer> shuffled = new ArrayList<>(IntStream.range(0, keys).boxed().toList());
              Collections.shuffle(shuffled, new Random(number));
              for (int key : shuffled) {
                Submission order = orders.draft("a").key("k" + key).make();
                Outcome outcome = orders.apply(Fence.NONE, new Change.Submitted(List.of(order), 0));
                ids.set(
                    key,
                    outcome instanceof Outcome.Adopted adopted
                        ? adopted.ids().getOrDefault(order.id(), order.id())
                        : order.id());
              }
              return ids;
            });

    stands.forEach(made::addAll);
    assertThat(made).hasSize(keys);
    assertThat(stands).allMatch(stands.get(0)::equals);
  }

  @Test
  void hostsWhoseClocksDifferAgreeOnWhatIsDue() {
    InstantSource fast = InstantSource.offset(InstantSource.system(), Duration.ofHours(1));
    InstantSource slow = InstantSource.offset(InstantSource.system(), Duration.ofHours(-1));
    try (Heddle ordering = on(fast);
        Heddle working = on(slow)) {
      working.worker(WorkerOptions.DEFAULT.withTasks(SharedStore.class));
      Invocation<Integer> later =
          ordering
              .with(SubmitOptions.NONE.withDelay(Duration.ofMillis(300)))
              .submit(SharedStore::slow, 7);

      assertThat(later.result()).isEqualTo(7);

      assertThat(later.history())
          .extracting(StateChange::at)
          .allMatch(at -> Duration.between(at, Instant.now()).abs().toMinutes() < 1);
      assertThat(ordering.store().workers(1).get(0).startedAt())
          .isCloseTo(System.currentTimeMillis(), within(60_000L));
    }
  }

  private Heddle on(InstantSource hostClock) {
    Store store =
        PostgresStore.open(url, Duration.ofSeconds(15), PostgresLeases.Caution.DEFAULT, hostClock);
    return Heddle.builder().store(store).slots(1).open();
  }

  @Test
  void aCallThatManyBeginAtOnceIsBegunByOne() throws Exception {
    int keys = 60;

    List<Set<Integer>> begun =
        together(
            (store, number) -> {
              Calls calls = new Calls(store);
              Fence fence = calls.execution("e" + number);
              List<Integer> shuffled = new ArrayList<>(IntStream.range(0, keys).boxed().toList());
              Collections.shuffle(shuffled, new Random(number));
              Set<Integer> mine = new HashSet<>();
              for (int from = 0; from < keys; from += 6) {
                List<Integer> some = shuffled.subList(from, from + 6);
                List<ChangeSet> group = new ArrayList<>();
                for (int key : some) {
                  InvocationHead head = calls.head(fence, "key" + key);
                  group.add(calls.set(fence, Calls.started(head, true)));
                }
                List<Outcome> outcomes = store.apply(group);
                for (int i = 0; i < some.size(); i++) {
                  if (outcomes.get(i) instanceof Outcome.Applied) {
                    mine.add(some.get(i));
                  } else {
                    assertThat(outcomes.get(i)).isInstanceOf(Outcome.InFlight.class);
                  }
                }
              }
              return mine;
            });

    Set<Integer> all = new HashSet<>();
    begun.forEach(mine -> assertThat(mine).allMatch(all::add));
    assertThat(all).hasSize(keys);
  }
}
