package dev.heddle.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.Hits;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.Pruned;
import dev.heddle.store.Store;
import dev.heddle.store.Totals;
import dev.heddle.testkit.Calls;
import dev.heddle.testkit.Orders;
import dev.heddle.value.StoredValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pruning, where it concerns how a file keeps things. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SqlitePruneTest {
  private static final long LATER = TimeUnit.DAYS.toMillis(10);
  private static final long RECENT = TimeUnit.DAYS.toMillis(20);

  @TempDir Path folder;

  private Store open() {
    return SqliteStore.open(folder.resolve("heddle.db"), false);
  }

  private static StoredValue large(int which) {
    byte[] bytes = new byte[5_000];
    Arrays.fill(bytes, (byte) which);
    return Calls.value(bytes);
  }

  private static Change ends(Fence fence, long at) {
    return new Change.ExecutionEnded(
        fence.id(), ExecutionState.SUCCEEDED, at, Totals.ZERO, Hits.NONE, null, null);
  }

  /** Records a call of this result, in an execution of its own that ends at this time. */
  private static long record(Calls calls, String call, StoredValue result, long at) {
    Fence fence = calls.execution(call);
    InvocationHead head = calls.head(fence, call);
    Calls.expectApplied(calls.apply(fence, Calls.succeeded(head, result, at), ends(fence, at)));
    return head.id();
  }

  @Test
  void aLargeValueGoesWithTheLastRowThatRefersToIt() {
    try (Store store = open()) {
      Calls calls = new Calls(store);
      record(calls, "old", large(1), 5);
      record(calls, "old of shared", large(2), 5);
      long recent = record(calls, "recent", large(2), RECENT);

      Pruned counted = store.prune(LATER, true);

      assertThat(counted.values()).isEqualTo(1);
      assertThat(counted.valueBytes()).isEqualTo(5_000);
      assertThat(store.prune(LATER, false)).isEqualTo(counted);
      assertThat(store.prune(LATER, false)).isEqualTo(Pruned.NONE);
      NodeRecord kept = store.nodes(List.of(recent)).get(0);
      assertThat(kept.result().bytes()).isEqualTo(large(2).bytes());
      record(calls, "again", large(1), RECENT);
    }
  }

  @Test
  void largeArgumentsOfWhatWaitsStay() {
    try (Store store = open()) {
      Orders orders = new Orders(store);
      var draft = orders.order("a");
      var order =
          new dev.heddle.store.Submission(
              draft.id(),
              draft.execution(),
              null,
              draft.task(),
              draft.key(),
              List.of(large(3)),
              null,
              draft.order(),
              0,
              draft.submittedAt());
      orders.submit(order);

      assertThat(store.prune(LATER, false)).isEqualTo(Pruned.NONE);

      Claimed claimed = orders.runNext(orders.worker());
      assertThat(claimed.submission().arguments().get(0).bytes()).isEqualTo(large(3).bytes());
    }
  }

  @Test
  void aResultThatOutlivesItsOrderKeepsTheArguments() {
    try (Store store = open()) {
      Orders orders = new Orders(store);
      long id = orders.submit("a");
      Claimed claimed = orders.runNext(orders.worker());
      Calls.expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));
      Calls.expectApplied(orders.apply(Fence.NONE, new Change.Used(List.of(id), RECENT)));

      Pruned pruned = store.prune(LATER, false);

      assertThat(pruned.invocations()).isEqualTo(1);
      assertThat(pruned.nodes()).isZero();
      NodeRecord node = store.nodes(List.of(id)).get(0);
      assertThat(node.arguments()).hasSize(2);
      assertThat(node.arguments().get(0).bytes()).isEqualTo(Calls.value("a").bytes());
    }
  }

  @Test
  void whatIsSharedWhileItIsPrunedStaysReadable() throws Exception {
    List<Long> recent = new ArrayList<>();
    try (Store store = open();
        Store writing = open()) {
      Calls calls = new Calls(writing);
      AtomicBoolean stop = new AtomicBoolean();
      List<Throwable> failures = new ArrayList<>();
      Thread writer =
          new Thread(
              () -> {
                try {
                  for (int i = 0; !stop.get(); i++) {
                    record(calls, "old" + i, large(i % 11), 5);
                    recent.add(record(calls, "recent" + i, large((i + 3) % 11), RECENT));
                  }
                } catch (RuntimeException | Error e) {
                  failures.add(e);
                }
              });
      writer.start();
      long gone = 0;
      for (int i = 0; i < 40 || (gone < 100 && writer.isAlive()); i++) {
        gone += store.prune(LATER, false).nodes();
      }
      stop.set(true);
      writer.join();

      assertThat(failures).isEmpty();
      assertThat(gone).isPositive();
      assertThat(store.nodes(recent))
          .hasSameSizeAs(recent)
          .allMatch(node -> node.result().bytes().length == 5_000);
    }
  }

  @Test
  void spaceIsGivenBack() throws Exception {
    try (Store store = open()) {
      Calls calls = new Calls(store);
      for (int i = 0; i < 100; i++) {
        record(calls, "old" + i, large(i), 5);
      }
      store.prune(LATER, false);
    }
    try (Session session = SqliteSessions.open(folder.resolve("heddle.db"))) {
      assertThat(session.number("PRAGMA freelist_count")).isZero();
    }
  }
}
