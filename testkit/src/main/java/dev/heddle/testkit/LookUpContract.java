package dev.heddle.testkit;

import static dev.heddle.testkit.Calls.error;
import static dev.heddle.testkit.Calls.expectApplied;
import static dev.heddle.testkit.Calls.expectSame;
import static dev.heddle.testkit.Calls.failed;
import static dev.heddle.testkit.Calls.hash;
import static dev.heddle.testkit.Calls.node;
import static dev.heddle.testkit.Calls.onRecord;
import static dev.heddle.testkit.Calls.reduced;
import static dev.heddle.testkit.Calls.started;
import static dev.heddle.testkit.Calls.succeeded;
import static dev.heddle.testkit.Calls.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.InvocationState;
import dev.heddle.store.CallNode;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Hits;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.RecordedCall;
import dev.heddle.store.Store;
import dev.heddle.store.TaskSet;
import dev.heddle.task.TaskVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is found again of calls that were made before. */
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
public interface LookUpContract extends StoreUnderTest {

  @Test
  default void aSuccessIsFoundByItsKeyWithAllThatReplayNeeds() {
    Fence fence = calls().execution("one");
    InvocationHead head = calls().head(fence, "a");
    TaskVersion helper =
        new TaskVersion("shop.Help.me", hash("help"), List.of(), "void", List.of());
    TaskSet subtree = TaskSet.of(List.of(Calls.TASK, helper));
    CallNode node =
        new CallNode(
            value("42"),
            false,
            hash("merkle"),
            new long[] {3, 900, 4},
            subtree,
            17,
            true,
            List.of());
    expectApplied(
        calls()
            .apply(
                fence,
                reduced(head, "(expression)"),
                new Change.Succeeded(onRecord(head), node, Hits.NONE, 1, 5)));

    RecordedCall found = calls().find("a").get(0);

    assertThat(found.node()).isEqualTo(head.id());
    assertThat(found.expression()).asString().isEqualTo("(expression)");
    expectSame(found.result(), value("42"));
    assertThat(found.hash()).isEqualTo(hash("merkle"));
    assertThat(found.subtree()).isEqualTo(subtree);
    assertThat(found.subtree().tasks()).containsExactlyElementsOf(subtree.tasks());
    assertThat(found.subtreeCalls()).isEqualTo(17);
    assertThat(found.replayable()).isTrue();
  }

  @Test
  default void aSingleReductionIsFoundBeforeItsCallIsConcrete() {
    Fence fence = calls().execution("one");
    InvocationHead head = calls().head(fence, "a");
    expectApplied(calls().apply(fence, reduced(head, "(b)")));

    RecordedCall found = calls().find("a").get(0);

    assertThat(found.node()).isEqualTo(head.id());
    assertThat(found.expression()).asString().isEqualTo("(b)");
    assertThat(found.result()).isNull();
    assertThat(found.hash()).isNull();
    assertThat(found.subtree()).isNull();
    assertThat(found.replayable()).isFalse();
    assertThat(store().invocation(head.id()).orElseThrow().state())
        .isEqualTo(InvocationState.RUNNING);
  }

  @Test
  default void aReductionMadeConcreteLaterIsOneNode() {
    Fence fence = calls().execution("one");
    InvocationHead head = calls().head(fence, "a");
    expectApplied(calls().apply(fence, reduced(head, "(b)")));
    calls().succeed(fence, onRecord(head), "1", 5);

    List<RecordedCall> found = calls().find("a");

    assertThat(found).hasSize(1);
    assertThat(found.get(0).expression()).asString().isEqualTo("(b)");
    expectSame(found.get(0).result(), value("1"));
    assertThat(store().nodes(List.of(head.id())).get(0).finishedAt()).isEqualTo(5);
  }

  @Test
  default void candidatesComeNewestFirst() {
    Fence fence = calls().execution("one");
    calls().succeed(fence, calls().head(fence, "a"), "old", 100);
    calls().succeed(fence, calls().head(fence, "a"), "new", 300);
    calls().succeed(fence, calls().head(fence, "a"), "middle", 200);

    assertThat(calls().find("a").stream().map(c -> new String(c.result().bytes(), UTF_8)).toList())
        .containsExactly("new", "middle", "old");
  }

  @Test
  default void ofManyCandidatesAFewNewestAreFound() {
    Fence fence = calls().execution("one");
    for (int i = 0; i < 50; i++) {
      calls().succeed(fence, calls().head(fence, "a"), "v" + i, 100 + i);
    }

    List<RecordedCall> found = calls().find("a");

    assertThat(found).hasSizeBetween(2, 16);
    expectSame(found.get(0).result(), value("v49"));
    expectSame(found.get(1).result(), value("v48"));
  }

  @Test
  default void onlyReusableResultsAreFound() {
    Fence fence = calls().execution("one");
    calls().succeed(fence, calls().head(fence, "a", false), "1", 5);
    expectApplied(calls().apply(fence, failed(calls().head(fence, "b"))));
    expectApplied(calls().apply(fence, started(calls().head(fence, "c"), true)));
    expectApplied(calls().apply(fence, reduced(calls().head(fence, "d", false), "(x)")));

    assertThat(store().find(List.of(hash("a"), hash("b"), hash("c"), hash("d"))))
        .containsOnly(List.of());
  }

  @Test
  default void aReplayedCallIsARowOfItsExecutionAndANewCandidate() {
    Fence first = calls().execution("one");
    InvocationHead old = calls().head(first, "a");
    calls().succeed(first, old, "1", 100);
    Fence second = calls().execution("two");
    InvocationHead again = calls().head(second, "a");

    expectApplied(
        calls()
            .apply(
                second,
                new Change.Replayed(
                    again, new byte[] {1, 2}, node(value("2")), Hits.NONE, null, 190, 200)));

    assertThat(calls().find("a").stream().map(RecordedCall::node))
        .containsExactly(again.id(), old.id());
    assertThat(calls().find("a").get(0).expression()).containsExactly(1, 2);
    InvocationRecord record = store().invocation(again.id()).orElseThrow();
    assertThat(record.state()).isEqualTo(InvocationState.CACHED);
    expectSame(record.result(), value("2"));
  }

  @Test
  default void aReplayThatFailedLeavesNoCandidate() {
    Fence fence = calls().execution("one");
    InvocationHead head = calls().head(fence, "a");

    expectApplied(
        calls()
            .apply(
                fence,
                new Change.Replayed(head, new byte[] {1}, null, Hits.NONE, error("below"), 1, 2)));

    assertThat(calls().find("a")).isEmpty();
    InvocationRecord record = store().invocation(head.id()).orElseThrow();
    assertThat(record.state()).isEqualTo(InvocationState.FAILED);
    assertThat(record.error()).isEqualTo(error("below"));
  }

  @Test
  default void aThousandKeysAreAnsweredInTheirOrder() {
    Fence fence = calls().execution("one");
    long first = store().reserveIds(2_000);
    List<ChangeSet> group = new ArrayList<>();
    for (int i = 0; i < 2_000; i += 2) {
      InvocationHead head = Calls.head(first + i, fence, "k" + i, true);
      group.add(calls().set(fence, succeeded(head, value("v" + i), 5)));
    }
    store().apply(group);

    List<List<RecordedCall>> found =
        store().find(IntStream.range(0, 2_000).mapToObj(i -> hash("k" + i)).toList());

    assertThat(found).hasSize(2_000);
    for (int i = 0; i < 2_000; i++) {
      if (i % 2 == 0) {
        assertThat(found.get(i)).hasSize(1);
        assertThat(found.get(i).get(0).node()).isEqualTo(first + i);
      } else {
        assertThat(found.get(i)).isEmpty();
      }
    }
    assertThat(store().find(List.of(hash("k0"), hash("no"), hash("k0"))).stream().map(List::size))
        .containsExactly(1, 0, 1);
    assertThat(store().find(List.of())).isEmpty();
  }

  @Test
  default void whatIsAppliedIsSeenByOtherClientsAtOnce() {
    Store other = another();
    Fence fence = calls().execution("one");
    calls().succeed(fence, calls().head(fence, "a"), "1", 5);

    assertThat(other.find(List.of(hash("a"))).get(0)).hasSize(1);
    assertThat(other.execution(fence.id())).isPresent();
  }

  @Test
  default void usingANodeChangesNothingThatIsRead() {
    Fence fence = calls().execution("one");
    InvocationHead head = calls().head(fence, "a");
    calls().succeed(fence, head, "1", 5);

    long later = TimeUnit.DAYS.toMillis(400);
    expectApplied(
        calls().apply(fence, new Change.Used(List.of(head.id(), 999_999L, head.id()), later)));

    assertThat(calls().find("a")).hasSize(1);
    assertThat(store().nodes(List.of(head.id())).get(0).finishedAt()).isEqualTo(5);
  }
}
