package dev.heddle.testkit;

import static dev.heddle.testkit.Calls.expectApplied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.InvocationState;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import dev.heddle.value.Hash;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteStoreTest {
  @TempDir Path home;

  @Test
  void whatIsToldToAnotherProcessIsDoneThere() {
    try (Store store = RemoteStore.open("memory:", home)) {
      Orders orders = new Orders(store);
      long id = orders.submit(orders.draft("größe \ud800").key("k").make());
      Claimed claimed = orders.runNext(orders.worker());
      expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));
      Calls calls = new Calls(store);
      Fence fence = calls.execution("one");
      expectApplied(calls.apply(fence, Calls.failed(calls.head(fence, "a"))));

      InvocationRecord record = store.invocation(id).orElseThrow();

      assertThat(record.state()).isEqualTo(InvocationState.SUCCEEDED);
      assertThat(record.queue().submission().order()).isEqualTo(claimed.submission().order());
      assertThat(store.history(id)).hasSize(3);
      assertThat(store.invocations(fence.id(), 0, 10).get(0).error())
          .isEqualTo(Calls.error("broken"));
      assertThat(store.find(List.of(Calls.hash("größe \ud800")))).hasSize(1);
      assertThat(store.states(List.of(id))).containsEntry(id, InvocationState.SUCCEEDED);
    }
  }

  @Test
  void aFailureThereIsOneHere() {
    try (Store store = RemoteStore.open("memory:", home)) {
      assertThatThrownBy(() -> store.reserveIds(0)).isInstanceOf(StoreException.class);
      assertThat(store.reserveIds(1)).isPositive();
    }
  }

  @Test
  void onceKilledItDoesNothingMore() {
    Store store = RemoteStore.open("memory:", home);
    store.reserveIds(1);

    RemoteStore.kill(store);

    assertThatThrownBy(() -> store.find(List.<Hash>of())).isInstanceOf(StoreException.class);
    store.close();
  }
}
