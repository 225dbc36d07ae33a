package dev.heddle.testkit;

import static dev.heddle.testkit.Calls.ended;
import static dev.heddle.testkit.Calls.error;
import static dev.heddle.testkit.Calls.expectApplied;
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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.InvocationState;
import dev.heddle.store.CallNode;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.FileUse;
import dev.heddle.store.Hits;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.Outcome;
import dev.heddle.store.RecordedCall;
import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import dev.heddle.store.StoredError;
import dev.heddle.store.TaskSet;
import dev.heddle.store.Totals;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.FileStamp;
import dev.heddle.value.StoredValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Executions, the calls they make, what is found of these again, and who may write what. */
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
public interface CallContract extends StoreUnderTest {
  private void recordSuccess(Fence fence, InvocationHead head, String result, long at) {
    expectApplied(calls().apply(fence, succeeded(head, value(result), at)));
  }

  private List<RecordedCall> find(String call) {
    return store().find(List.of(hash(call))).get(0);
  }

  private static void assertSame(StoredValue actual, StoredValue expected) {
    assertThat(actual.hash()).isEqualTo(expected.hash());
    assertThat(actual.bytes()).isEqualTo(expected.bytes());
  }

  // Sets, numbers and fences

  @Test
  default void aSetThatWasAppliedIsNotAppliedAgain() {
    Fence fence = calls().execution("one");
    InvocationHead head = calls().head(fence, "a");
    ChangeSet set = calls().set(fence, succeeded(head, value("1"), 5));

    assertThat(store().apply(List.of(set))).containsExactly(new Outcome.Applied());
    assertThat(store().apply(List.of(set))).containsExactly(new Outcome.AlreadyApplied());

    assertThat(store().invocations(fence.id(), 0, 10)).hasSize(1);
    assertThat(find("a")).hasSize(1);
  }

  @Test
  default void aGroupToldTwiceIsJudgedSetBySet() {
    Fence fence = calls().execution("one");
    ChangeSet first = calls().set(fence, succeeded(calls().head(fence, "a"), value("1"), 5));
    ChangeSet refused = calls().set(new Fence(fence.id(), 9), failed(calls().head(fence, "b")));
    ChangeSet last = calls().set(fence, succeeded(calls().head(fence, "c"), value("3"), 5));

    List<Outcome> once = store().apply(List.of(first, refused, last));
    List<Outcome> twice = store().apply(List.of(first, refused, last));

    assertThat(once.get(0)).isEqualTo(new Outcome.Applied());
    assertThat(once.get(1)).isInstanceOf(Outcome.Rejected.class);
    assertThat(once.get(2)).isEqualTo(new Outcome.Applied());
    assertThat(twice.get(0)).isEqualTo(new Outcome.AlreadyApplied());
    assertThat(twice.get(1)).as("a refused set was not applied").isEqualTo(once.get(1));
    assertThat(twice.get(2)).isEqualTo(new Outcome.AlreadyApplied());
  }

  @Test
  default void numbersOfOneClientSayNothingOfAnother() {
    Store other = another();
    Fence fence = calls().execution("one");
    ChangeSet mine = new ChangeSet(77, fence, List.of(failed(calls().head(fence, "a"))));
    ChangeSet others = new ChangeSet(77, fence, List.of(failed(calls().head(fence, "b"))));

    assertThat(store().apply(List.of(mine))).containsExactly(new Outcome.Applied());
    assertThat(other.apply(List.of(others))).containsExactly(new Outcome.Applied());
  }

  @Test
  default void setsMayArriveOutOfTheOrderOfTheirNumbers() {
    Fence fence = calls().execution("one");
    ChangeSet early = calls().set(fence, succeeded(calls().head(fence, "a"), value("1"), 5));
    ChangeSet late = calls().set(fence, succeeded(calls().head(fence, "b"), value("2"), 5));

    assertThat(store().apply(List.of(late))).containsExactly(new Outcome.Applied());
    assertThat(store().apply(List.of(early))).containsExactly(new Outcome.Applied());
    assertThat(store().apply(List.of(early, late)))
        .containsExactly(new Outcome.AlreadyApplied(), new Outcome.AlreadyApplied());
  }

  @Test
  default void aSetUnderAnOldEpochLeavesNothingBehind() {
    Fence fence = calls().execution("one");
    InvocationHead head = calls().head(fence, "a");

    Outcome outcome =
        calls()
            .apply(
                new Fence(fence.id(), 2),
                new Change.FileHashed(new FileStamp("/f", 1, 1, ""), hash("f"), 1),
                succeeded(head, value("1"), 5));

    assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
    assertThat(find("a")).isEmpty();
    assertThat(store().invocation(head.id())).isEmpty();
    assertThat(store().digests(List.of(new FileStamp("/f", 1, 1, "")))).isEmpty();
  }

  @Test
  default void nothingIsAppliedToAnExecutionThatHasEnded() {
    Fence fence = calls().execution("one");
    expectApplied(calls().apply(fence, ended(fence, ExecutionState.SUCCEEDED)));

    Outcome late = calls().apply(fence, succeeded(calls().head(fence, "a"), value("1"), 5));
    Outcome again = calls().apply(Fence.NONE, ended(fence, ExecutionState.FAILED));

    assertThat(late)
        .isInstanceOfSatisfying(
            Outcome.Rejected.class, r -> assertThat(r.reason()).contains("SUCCEEDED"));
    assertThat(again).isInstanceOf(Outcome.Rejected.class);
    assertThat(store().execution(fence.id()).orElseThrow().state())
        .isEqualTo(ExecutionState.SUCCEEDED);
    assertThat(find("a")).isEmpty();
  }

  @Test
  default void theFenceOfAnUnknownExecutionHoldsForNobody() {
    assertThat(calls().apply(new Fence(store().reserveIds(1), 1)))
        .isInstanceOf(Outcome.Rejected.class);
  }

  @Test
  default void anExecutionBeginsOnce() {
    Fence fence = calls().execution("one");
    Change again = new Change.ExecutionStarted(fence.id(), 1, "again", List.of(), 9);

    assertThat(calls().apply(fence, again)).isInstanceOf(Outcome.Rejected.class);
    assertThat(store().execution(fence.id()).orElseThrow().label()).isEqualTo("one");
  }

  @Test
  default void setsOfAGroupAreAppliedInOrder() {
    long execution = store().reserveIds(1);
    Fence fence = new Fence(execution, 4);
    InvocationHead head = calls().head(fence, "a");

    List<Outcome> outcomes =
        store()
            .apply(
                List.of(
                    calls()
                        .set(fence, new Change.ExecutionStarted(execution, 4, "one", List.of(), 1)),
                    calls().set(fence, started(head, true)),
                    calls().set(fence, reduced(onRecord(head), "(b)")),
                    calls().set(fence, succeeded(onRecord(head), value("1"), 5)),
                    calls().set(fence, ended(fence, ExecutionState.SUCCEEDED)),
                    calls().set(fence, failed(calls().head(fence, "late")))));

    assertThat(outcomes.subList(0, 5)).containsOnly(new Outcome.Applied());
    assertThat(outcomes.get(5)).isInstanceOf(Outcome.Rejected.class);
    InvocationRecord record = store().invocation(head.id()).orElseThrow();
    assertThat(record.state()).isEqualTo(InvocationState.SUCCEEDED);
    assertThat(find("a").get(0).expression()).asString().isEqualTo("(b)");
  }

  @Test
  default void theFirstOutcomeOfAnInvocationStays() {
    Fence fence = calls().execution("one");
    InvocationHead head = calls().head(fence, "a");
    expectApplied(calls().apply(fence, failed(head)));

    expectApplied(calls().apply(fence, succeeded(onRecord(head), value("1"), 5)));
    expectApplied(calls().apply(fence, succeeded(head, value("1"), 5)));

    assertThat(store().invocation(head.id()).orElseThrow().state())
        .isEqualTo(InvocationState.FAILED);
    assertThat(find("a")).isEmpty();
  }

  @Test
  default void idsAreNeverGivenTwice() throws Exception {
    Store other = another();
    List<Callable<List<long[]>>> takers = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Store from = t % 2 == 0 ? store() : other;
      takers.add(
          () -> {
            List<long[]> blocks = new ArrayList<>();
            for (int i = 1; i <= 50; i++) {
              blocks.add(new long[] {from.reserveIds(i), i});
            }
            return blocks;
          });
    }
    Set<Long> ids = new HashSet<>();
    for (List<long[]> blocks : together(takers)) {
      long last = 0;
      for (long[] block : blocks) {
        assertThat(block[0]).as("ids rise and are > 0").isGreaterThan(last);
        for (long i = 0; i < block[1]; i++) {
          last = block[0] + i;
          assertThat(ids.add(last)).as("id %d is new", last).isTrue();
        }
      }
    }
    assertThat(ids).hasSize(4 * 50 * 51 / 2);
  }

  @Test
  default void threadsApplyAtOnceAndNothingIsLost() throws Exception {
    Store other = another();
    List<Callable<Long>> appliers = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Calls mine = new Calls(t % 2 == 0 ? store() : other);
      String thread = "t" + t + "/";
      appliers.add(
          () -> {
            Fence fence = mine.execution(thread);
            for (int i = 0; i < 100; i++) {
              expectApplied(
                  mine.apply(fence, succeeded(mine.head(fence, thread + i), value("" + i), 5)));
            }
            return fence.id();
          });
    }
    for (long execution : together(appliers)) {
      assertThat(store().invocations(execution, 0, 1_000)).hasSize(100);
      assertThat(other.invocations(execution, 0, 1_000)).hasSize(100);
    }
    for (int i = 0; i < 100; i++) {
      assertThat(find("t3/" + i)).hasSize(1);
    }
  }

  private static <T> List<T> together(List<Callable<T>> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(work)) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  // Look-ups

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

    RecordedCall found = find("a").get(0);

    assertThat(found.node()).isEqualTo(head.id());
    assertThat(found.expression()).asString().isEqualTo("(expression)");
    assertSame(found.result(), value("42"));
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

    RecordedCall found = find("a").get(0);

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
    recordSuccess(fence, onRecord(head), "1", 5);

    List<RecordedCall> found = find("a");

    assertThat(found).hasSize(1);
    assertThat(found.get(0).expression()).asString().isEqualTo("(b)");
    assertSame(found.get(0).result(), value("1"));
    assertThat(store().nodes(List.of(head.id())).get(0).finishedAt()).isEqualTo(5);
  }

  @Test
  default void candidatesComeNewestFirst() {
    Fence fence = calls().execution("one");
    recordSuccess(fence, calls().head(fence, "a"), "old", 100);
    recordSuccess(fence, calls().head(fence, "a"), "new", 300);
    recordSuccess(fence, calls().head(fence, "a"), "middle", 200);

    assertThat(find("a").stream().map(c -> new String(c.result().bytes(), UTF_8)).toList())
        .containsExactly("new", "middle", "old");
  }

  @Test
  default void ofManyCandidatesAFewNewestAreFound() {
    Fence fence = calls().execution("one");
    for (int i = 0; i < 50; i++) {
      recordSuccess(fence, calls().head(fence, "a"), "v" + i, 100 + i);
    }

    List<RecordedCall> found = find("a");

    assertThat(found).hasSizeBetween(2, 16);
    assertSame(found.get(0).result(), value("v49"));
    assertSame(found.get(1).result(), value("v48"));
  }

  @Test
  default void onlyReusableResultsAreFound() {
    Fence fence = calls().execution("one");
    recordSuccess(fence, calls().head(fence, "a", false), "1", 5);
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
    recordSuccess(first, old, "1", 100);
    Fence second = calls().execution("two");
    InvocationHead again = calls().head(second, "a");

    expectApplied(
        calls()
            .apply(
                second,
                new Change.Replayed(
                    again, new byte[] {1, 2}, node(value("2")), Hits.NONE, null, 190, 200)));

    assertThat(find("a").stream().map(RecordedCall::node)).containsExactly(again.id(), old.id());
    assertThat(find("a").get(0).expression()).containsExactly(1, 2);
    InvocationRecord record = store().invocation(again.id()).orElseThrow();
    assertThat(record.state()).isEqualTo(InvocationState.CACHED);
    assertSame(record.result(), value("2"));
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

    assertThat(find("a")).isEmpty();
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
    recordSuccess(fence, calls().head(fence, "a"), "1", 5);

    assertThat(other.find(List.of(hash("a"))).get(0)).hasSize(1);
    assertThat(other.execution(fence.id())).isPresent();
  }

  @Test
  default void usingANodeChangesNothingThatIsRead() {
    Fence fence = calls().execution("one");
    InvocationHead head = calls().head(fence, "a");
    recordSuccess(fence, head, "1", 5);

    long later = TimeUnit.DAYS.toMillis(400);
    expectApplied(
        calls().apply(fence, new Change.Used(List.of(head.id(), 999_999L, head.id()), later)));

    assertThat(find("a")).hasSize(1);
    assertThat(store().nodes(List.of(head.id())).get(0).finishedAt()).isEqualTo(5);
  }

  // Calls in flight

  @Test
  default void ofTwoExecutionsOneComputesACall() {
    Fence first = calls().execution("one");
    Fence second = calls().execution("two");
    InvocationHead winner = calls().head(first, "a");
    InvocationHead loser = calls().head(second, "a");
    expectApplied(calls().apply(first, started(winner, true)));

    Outcome lost = calls().apply(second, started(loser, true));

    assertThat(lost).isEqualTo(new Outcome.InFlight(first.id(), winner.id()));
    assertThat(store().invocation(loser.id())).as("the whole set was refused").isEmpty();
    expectApplied(calls().apply(second, started(calls().head(second, "a"), false)));
    expectApplied(calls().apply(second, started(calls().head(second, "b"), true)));
  }

  @Test
  default void aCallIsFreeAgainOnceItsOwnerIsDoneWithIt() {
    List<Function<InvocationHead, Change>> ends =
        List.of(
            h -> succeeded(h, value("1"), 5),
            h -> failed(h),
            h -> new Change.Cancelled(h, "Ctrl-C", Hits.NONE, 1, 2),
            h -> new Change.Replayed(h, new byte[1], node(value("1")), Hits.NONE, null, 1, 2));
    for (int i = 0; i < ends.size(); i++) {
      for (boolean known : new boolean[] {true, false}) {
        Fence first = calls().execution("one");
        Fence second = calls().execution("two");
        String call = "call" + i + known;
        InvocationHead owner = calls().head(first, call);
        expectApplied(calls().apply(first, started(owner, true)));
        expectApplied(calls().apply(first, ends.get(i).apply(known ? onRecord(owner) : owner)));

        InvocationHead next = calls().head(second, call);
        expectApplied(calls().apply(second, started(next, true, List.of(owner.id()))));
      }
    }
  }

  @Test
  default void norIsOneThatIsAnsweredInTheSameGroup() {
    Fence one = calls().execution("one");
    Fence two = calls().execution("two");
    InvocationHead owner = calls().head(one, "shared");
    InvocationHead waiter = calls().head(two, "shared");
    assertThat(
            store()
                .apply(
                    List.of(
                        calls().set(one, Calls.started(owner, true)),
                        calls().set(one, Calls.succeeded(owner, Calls.value("done"), 5)),
                        calls().set(two, Calls.started(waiter, true)))))
        .last()
        .isEqualTo(new Outcome.Answered(owner.id()));
  }

  @Test
  default void aCallThatWasAnsweredSinceTheLookUpIsNotStarted() {
    Fence first = calls().execution("one");
    Fence second = calls().execution("two");
    InvocationHead owner = calls().head(first, "a");
    expectApplied(calls().apply(first, succeeded(owner, value("1"), 5)));
    InvocationHead late = calls().head(second, "a");

    assertThat(calls().apply(second, started(late, true)))
        .isEqualTo(new Outcome.Answered(owner.id()));
    assertThat(store().invocation(late.id())).as("the whole set was refused").isEmpty();
    expectApplied(calls().apply(second, started(late, true, List.of(owner.id()))));
  }

  @Test
  default void anEndedExecutionHoldsNothingInFlight() {
    Fence first = calls().execution("one");
    expectApplied(calls().apply(first, started(calls().head(first, "a"), true)));
    expectApplied(calls().apply(first, ended(first, ExecutionState.CANCELLED)));

    Fence second = calls().execution("two");
    expectApplied(calls().apply(second, started(calls().head(second, "a"), true)));
  }

  @Test
  default void reducingACallKeepsItInFlight() {
    Fence first = calls().execution("one");
    Fence second = calls().execution("two");
    InvocationHead owner = calls().head(first, "a");
    expectApplied(calls().apply(first, started(owner, true)));
    expectApplied(calls().apply(first, reduced(onRecord(owner), "(b)")));

    assertThat(calls().apply(second, started(calls().head(second, "a"), true)))
        .isEqualTo(new Outcome.InFlight(first.id(), owner.id()));
  }

  @Test
  default void aClientThatClosesLeavesNothingRunning() {
    Store dying = another();
    Calls its = new Calls(dying);
    Fence fence = its.execution("left");
    InvocationHead head = its.head(fence, "a");
    expectApplied(its.apply(fence, started(head, true)));
    expectApplied(its.apply(fence, succeeded(its.head(fence, "b"), value("1"), 5)));
    dying.close();
    dying.close();

    ExecutionRecord left = store().execution(fence.id()).orElseThrow();
    assertThat(left.state()).isEqualTo(ExecutionState.INTERRUPTED);
    assertThat(left.endedAt()).isPositive();
    assertThat(left.totals()).isEqualTo(new Totals(1, 0, 0, 1));
    assertThat(store().invocation(head.id()).orElseThrow().state())
        .isEqualTo(InvocationState.CANCELLED);
    Fence mine = calls().execution("mine");
    expectApplied(calls().apply(mine, started(calls().head(mine, "a"), true)));
    assertThat(calls().apply(fence, failed(onRecord(head)))).isInstanceOf(Outcome.Rejected.class);
  }

  @Test
  default void recoveringLeavesTheLivingAlone() {
    Fence fence = calls().execution("alive");
    Store other = another();

    assertThat(other.recover().isEmpty()).isTrue();
    assertThat(store().recover().isEmpty()).isTrue();
    assertThat(store().execution(fence.id()).orElseThrow().state())
        .isEqualTo(ExecutionState.RUNNING);
  }

  @Test
  default void aClosedStoreSaysSo() {
    store().close();
    assertThatThrownBy(() -> store().find(List.of(hash("a"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> store().apply(List.of()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
  }

  // Records

  @Test
  default void anExecutionIsReadBackAsItWasTold() {
    Fence fence = new Fence(store().reserveIds(1), 3);
    expectApplied(
        calls()
            .apply(
                fence,
                new Change.ExecutionStarted(
                    fence.id(), 3, "Übersicht 📈", List.of("run", "--x", ""), 1_000)));
    ExecutionRecord running = store().execution(fence.id()).orElseThrow();
    assertThat(running.state()).isEqualTo(ExecutionState.RUNNING);
    assertThat(running.endedAt()).isZero();
    assertThat(running.totals()).isEqualTo(Totals.ZERO);
    assertThat(running.result()).isNull();
    assertThat(running.owner()).contains("" + ProcessHandle.current().pid());

    Hits hits = new Hits(new long[] {5, 2, 900}, new long[] {77, 12, 1L << 40});
    expectApplied(
        calls()
            .apply(
                fence,
                new Change.ExecutionEnded(
                    fence.id(),
                    ExecutionState.FAILED,
                    2_000,
                    new Totals(1, 2, 3, 4),
                    hits,
                    value("r"),
                    error("no"))));

    ExecutionRecord record = store().execution(fence.id()).orElseThrow();
    assertThat(record.state()).isEqualTo(ExecutionState.FAILED);
    assertThat(record.label()).isEqualTo("Übersicht 📈");
    assertThat(record.commandLine()).containsExactly("run", "--x", "");
    assertThat(record.startedAt()).isEqualTo(1_000);
    assertThat(record.endedAt()).isEqualTo(2_000);
    assertThat(record.totals()).isEqualTo(new Totals(1, 2, 3, 4));
    assertThat(record.hits().positions()).containsExactly(hits.positions());
    assertThat(record.hits().nodes()).containsExactly(hits.nodes());
    assertSame(record.result(), value("r"));
    assertThat(record.error()).isEqualTo(error("no"));
  }

  @Test
  default void aFailureIsReadBackAsItWasTold() {
    Fence fence = calls().execution("one");
    InvocationHead head = calls().head(fence, "a");
    StoredError deep = null;
    for (int i = 0; i < 20_000; i++) {
      deep =
          new StoredError(List.of("E" + i), "é\ud800 " + i, List.of("f(F.java:" + i + ")"), deep);
    }
    Hits hits = new Hits(new long[] {1, 2}, new long[] {3, 4});
    expectApplied(calls().apply(fence, new Change.Failed(head, deep, hits, 11, 12)));

    InvocationRecord record = store().invocation(head.id()).orElseThrow();

    assertThat(record.state()).isEqualTo(InvocationState.FAILED);
    assertThat(record.execution()).isEqualTo(fence.id());
    assertThat(record.position()).isEqualTo(7);
    assertThat(record.task()).isEqualTo(Calls.TASK);
    assertThat(record.task().members()).isEqualTo(Calls.TASK.members());
    assertThat(record.key()).isEqualTo(hash("a"));
    assertThat(record.arguments()).hasSize(2);
    assertSame(record.arguments().get(0), value("a"));
    assertSame(record.arguments().get(1), value("2025"));
    assertThat(record.startedAt()).isEqualTo(11);
    assertThat(record.endedAt()).isEqualTo(12);
    assertThat(record.hits().nodes()).containsExactly(3, 4);
    assertThat(record.result()).isNull();
    StoredError expected = deep;
    StoredError actual = record.error();
    while (expected != null) {
      assertThat(actual.types()).isEqualTo(expected.types());
      assertThat(actual.message()).isEqualTo(expected.message());
      assertThat(actual.frames()).isEqualTo(expected.frames());
      actual = actual.cause();
      expected = expected.cause();
    }
    assertThat(actual).isNull();
  }

  @Test
  default void aCancelledCallSaysWhy() {
    Fence fence = calls().execution("one");
    InvocationHead head = calls().head(fence, "a");
    expectApplied(calls().apply(fence, started(head, false)));
    expectApplied(
        calls().apply(fence, new Change.Cancelled(onRecord(head), "Ctrl-C", Hits.NONE, 1, 2)));

    InvocationRecord record = store().invocation(head.id()).orElseThrow();
    assertThat(record.state()).isEqualTo(InvocationState.CANCELLED);
    assertThat(record.error().message()).isEqualTo("Ctrl-C");
    assertThat(record.arguments()).hasSize(2);
  }

  @Test
  default void aCallNodeIsReadBackWithChildrenAndFiles() {
    Fence fence = calls().execution("one");
    InvocationHead head = calls().head(fence, "a");
    List<FileUse> files =
        List.of(
            new FileUse("in/ä b.txt", hash("in"), false),
            new FileUse("out.txt", hash("out"), true));
    long[] children = {head.id() + 500, 3, 3, 1L << 50};
    CallNode node = node(value("1"), children, files.toArray(new FileUse[0]));
    expectApplied(calls().apply(fence, new Change.Succeeded(head, node, Hits.NONE, 4, 5)));

    NodeRecord record = store().nodes(List.of(404_404L, head.id())).get(0);

    assertThat(record.id()).isEqualTo(head.id());
    assertThat(record.task()).isEqualTo(Calls.TASK);
    assertThat(record.key()).isEqualTo(hash("a"));
    assertThat(record.arguments()).hasSize(2);
    assertThat(record.expression()).isNull();
    assertSame(record.result(), value("1"));
    assertThat(record.hash()).isEqualTo(node.hash());
    assertThat(record.children()).containsExactly(children);
    assertThat(record.files()).isEqualTo(files);
    assertThat(record.finishedAt()).isEqualTo(5);
    assertThat(store().nodes(List.of(404_404L))).isEmpty();
  }

  @Test
  default void whoReadOrWroteAFileIsKnownNewestFirst() {
    Fence fence = calls().execution("one");
    List<Long> readers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      InvocationHead head = calls().head(fence, "r" + i);
      readers.add(0, head.id());
      CallNode node = node(value("1"), new FileUse("data.csv", hash("d"), false));
      expectApplied(calls().apply(fence, new Change.Succeeded(head, node, Hits.NONE, 4, 5)));
    }
    InvocationHead writer = calls().head(fence, "w");
    CallNode node = node(value("1"), new FileUse("data.csv", hash("d"), true));
    expectApplied(calls().apply(fence, new Change.Succeeded(writer, node, Hits.NONE, 4, 5)));

    assertThat(store().nodesUsing("data.csv", false, 3).stream().map(NodeRecord::id))
        .containsExactlyElementsOf(readers.subList(0, 3));
    assertThat(store().nodesUsing("data.csv", true, 10).stream().map(NodeRecord::id))
        .containsExactly(writer.id());
    assertThat(store().nodesUsing("other.csv", true, 10)).isEmpty();
  }

  @Test
  default void largeValuesArePreservedAndSmallOnesBesideThem() {
    Fence fence = calls().execution("one");
    byte[] large = new byte[5_000_000];
    new Random(1).nextBytes(large);
    for (int i = 0; i < 2; i++) {
      InvocationHead h = calls().head(fence, "a" + i);
      InvocationHead head =
          new InvocationHead(
              h.id(),
              h.execution(),
              0,
              0,
              h.task(),
              h.key(),
              List.of(value("small"), value(large), value(new byte[0])),
              false,
              true);
      expectApplied(calls().apply(fence, succeeded(head, value(large), 5)));

      InvocationRecord record = store().invocation(head.id()).orElseThrow();
      assertSame(record.result(), value(large));
      assertThat(record.arguments()).hasSize(3);
      assertSame(record.arguments().get(0), value("small"));
      assertSame(record.arguments().get(1), value(large));
      assertSame(record.arguments().get(2), value(new byte[0]));
      assertSame(find("a" + i).get(0).result(), value(large));
    }
  }

  @Test
  default void valuesOfEverySizeAroundTheInlineBoundArePreserved() {
    Fence fence = calls().execution("one");
    for (int size :
        new int[] {0, 1, 63, 64, 127, 128, 1_023, 1_024, 1_025, 2_048, 16_384, 70_000}) {
      byte[] bytes = new byte[size];
      Arrays.fill(bytes, (byte) size);
      recordSuccessOf(fence, "size" + size, value(bytes));
      assertSame(find("size" + size).get(0).result(), value(bytes));
    }
  }

  private void recordSuccessOf(Fence fence, String call, StoredValue result) {
    expectApplied(calls().apply(fence, succeeded(calls().head(fence, call), result, 5)));
  }

  @Test
  default void namesAndPathsMayHoldAnyCharacter() {
    Fence fence = calls().execution("日本語 \u0000 \" ' ; -- 🧵");
    String location = "daten/größe 🧵/a'b\".txt";
    InvocationHead h = calls().head(fence, "a");
    TaskVersion task =
        new TaskVersion("läden.Kasse.fülle", hash("t"), List.of("X ö"), "größe", List.of());
    InvocationHead head =
        new InvocationHead(h.id(), h.execution(), 0, 0, task, h.key(), List.of(), false, true);
    CallNode node = node(value("1"), new FileUse(location, hash("f"), true));
    FileStamp stamp = new FileStamp("/" + location, 1, 2, "ключ");
    expectApplied(
        calls()
            .apply(
                fence,
                new Change.Succeeded(head, node, Hits.NONE, 4, 5),
                new Change.FileHashed(stamp, hash("f"), 1)));

    assertThat(store().execution(fence.id()).orElseThrow().label())
        .isEqualTo("日本語 \u0000 \" ' ; -- 🧵");
    assertThat(store().taskVersions("läden.Kasse.fülle")).containsExactly(task);
    assertThat(store().taskVersions("läden.Kasse.fülle").get(0).parameters())
        .containsExactly("X ö");
    assertThat(store().nodesUsing(location, true, 1)).hasSize(1);
    assertThat(store().digests(List.of(stamp))).isEqualTo(Map.of(stamp, hash("f")));
  }

  @Test
  default void everyStateOfATasksCodeIsKeptNewestFirst() {
    Fence fence = calls().execution("one");
    List<TaskVersion> versions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      TaskVersion version = new TaskVersion("t", hash("code" + i), List.of(), "int", List.of());
      versions.add(0, version);
      InvocationHead h = calls().head(fence, "a" + i);
      recordSuccess(
          fence,
          new InvocationHead(
              h.id(), h.execution(), 0, 0, version, h.key(), h.arguments(), false, true),
          "1",
          5);
    }
    assertThat(store().taskVersions("t")).containsExactlyElementsOf(versions);
    assertThat(store().taskVersions("unheard of")).isEmpty();
  }

  @Test
  default void aDigestIsKnownForItsExactStampOnly() {
    FileStamp stamp = new FileStamp("/a", 10, 20, "ino 3");
    expectApplied(calls().apply(Fence.NONE, new Change.FileHashed(stamp, hash("a"), 1)));

    FileStamp touched = new FileStamp("/a", 10, 21, "ino 3");
    FileStamp grown = new FileStamp("/a", 11, 20, "ino 3");
    FileStamp replaced = new FileStamp("/a", 10, 20, "ino 4");
    assertThat(store().digests(List.of(stamp, touched, grown, replaced)))
        .isEqualTo(Map.of(stamp, hash("a")));

    expectApplied(calls().apply(Fence.NONE, new Change.FileHashed(touched, hash("b"), 2)));
    assertThat(store().digests(List.of(touched))).isEqualTo(Map.of(touched, hash("b")));
  }

  @Test
  default void longListsAreReadPageByPage() {
    Fence fence = calls().execution("one");
    long first = store().reserveIds(250);
    List<ChangeSet> group = new ArrayList<>();
    for (int i = 249; i >= 0; i--) {
      group.add(calls().set(fence, failed(Calls.head(first + i, fence, "k" + i, true))));
    }
    store().apply(group);
    List<Long> read = new ArrayList<>();
    for (long after = 0; ; ) {
      List<InvocationRecord> page = store().invocations(fence.id(), after, 100);
      if (page.isEmpty()) {
        break;
      }
      page.forEach(r -> read.add(r.id()));
      after = page.get(page.size() - 1).id();
    }
    assertThat(read).hasSize(250).isSorted().startsWith(first).endsWith(first + 249);

    List<Long> executions = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      executions.add(0, calls().execution("e" + i).id());
    }
    List<ExecutionRecord> newest = store().executions(Long.MAX_VALUE, 3);
    assertThat(newest.stream().map(ExecutionRecord::id))
        .containsExactlyElementsOf(executions.subList(0, 3));
    assertThat(store().executions(newest.get(2).id(), 2).stream().map(ExecutionRecord::id))
        .containsExactlyElementsOf(executions.subList(3, 5));
  }

  @Test
  default void aGroupOfTenThousandCallsIsAppliedWhole() {
    Fence fence = calls().execution("one");
    long first = store().reserveIds(10_000);
    List<ChangeSet> group = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      InvocationHead head = Calls.head(first + i, fence, "k" + i, true);
      group.add(calls().set(fence, succeeded(head, value("v" + i), 5)));
    }
    assertThat(store().apply(group)).hasSize(10_000).containsOnly(new Outcome.Applied());

    assertThat(store().invocations(fence.id(), 0, 20_000)).hasSize(10_000);
    assertThat(find("k9999")).hasSize(1);
    assertThat(find("k0")).hasSize(1);
  }

  @Test
  default void aWaiterIsToldOfAChangeByAnotherClient() throws Exception {
    Store other = another();
    store().awaitChange(0);
    CountDownLatch told = new CountDownLatch(1);
    Thread waiter =
        new Thread(
            () -> {
              try {
                store().awaitChange(0);
                store().awaitChange(50_000);
                told.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    waiter.start();
    while (waiter.getState() == Thread.State.NEW || waiter.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
    new Calls(other).execution("x");
    assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
    waiter.join();
  }
}
