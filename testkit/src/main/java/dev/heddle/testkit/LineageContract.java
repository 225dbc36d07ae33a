package dev.heddle.testkit;

import static dev.heddle.testkit.Calls.expectApplied;
import static dev.heddle.testkit.Calls.hash;
import static dev.heddle.testkit.Calls.node;
import static dev.heddle.testkit.Calls.succeeded;
import static dev.heddle.testkit.Calls.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.FileUse;
import dev.heddle.store.Hits;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.NodeRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What those are answered who ask where a value comes from and where it goes. */
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
public interface LineageContract extends InspectedStore {
  @Test
  default void callsAreFoundByTheContentOfTheirFiles() {
    Calls calls = new Calls(store());
    Fence fence = calls.execution("one");
    List<Long> ids = new ArrayList<>();
    for (String content : List.of("d", "e", "d")) {
      InvocationHead head = calls.head(fence, "call " + ids.size());
      ids.add(head.id());
      FileUse file = new FileUse("f" + ids.size(), hash(content), ids.size() == 3);
      expectApplied(
          calls.apply(
              fence, new Change.Succeeded(head, node(value("1"), file), Hits.NONE, 1_001, 1_002)));
    }

    assertThat(inspection().touching(hash("d"), 10))
        .extracting(NodeRecord::id)
        .containsExactly(ids.get(2), ids.get(0));
    assertThat(inspection().touching(hash("d"), 1)).hasSize(1);
    assertThat(inspection().touching(hash("other"), 10)).isEmpty();
  }

  @Test
  default void whereAValueComesFromAndWhereItGoesIsFound() {
    Calls calls = new Calls(store());
    Fence fence = calls.execution("one");
    InvocationHead first = calls.head(fence, "raw");
    InvocationHead second = calls.head(fence, "raw");
    InvocationHead user = calls.head(fence, "made");
    expectApplied(calls.apply(fence, succeeded(first, value("made"), 1_002)));
    expectApplied(calls.apply(fence, succeeded(second, value("made"), 1_002)));
    expectApplied(calls.apply(fence, succeeded(user, value("last"), 1_002)));
    Orders orders = orders();
    long ordered = orders.submit("made");
    Claimed claimed = orders.runNext(orders.worker());
    expectApplied(orders.apply(claimed, orders.succeeded(claimed, "last")));
    byte[] large = "x".repeat(5_000).getBytes(StandardCharsets.UTF_8);
    InvocationHead makesLarge = calls.head(fence, "large");
    expectApplied(calls.apply(fence, succeeded(makesLarge, value(large), 1_002)));

    assertThat(inspection().madeBy(value("made").hash(), 10))
        .extracting(NodeRecord::id)
        .containsExactly(second.id(), first.id());
    assertThat(inspection().madeBy(value("made").hash(), 1))
        .extracting(NodeRecord::id)
        .containsExactly(second.id());
    assertThat(inspection().madeBy(value("last").hash(), 10))
        .extracting(NodeRecord::id)
        .containsExactly(ordered, user.id());
    assertThat(inspection().madeBy(value(large).hash(), 10))
        .extracting(NodeRecord::id)
        .containsExactly(makesLarge.id());
    assertThat(inspection().usedBy(value("made").hash(), 10))
        .extracting(NodeRecord::id)
        .containsExactly(ordered, user.id());
    assertThat(inspection().usedBy(value("raw").hash(), 10))
        .extracting(NodeRecord::id)
        .containsExactly(second.id(), first.id());
    assertThat(inspection().usedBy(value("last").hash(), 10)).isEmpty();
    expectApplied(calls.apply(fence, Calls.ended(fence, ExecutionState.SUCCEEDED)));
  }
}
