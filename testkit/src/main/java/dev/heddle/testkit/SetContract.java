package dev.heddle.testkit;

import static dev.heddle.testkit.Calls.ended;
import static dev.heddle.testkit.Calls.expectApplied;
import static dev.heddle.testkit.Calls.failed;
import static dev.heddle.testkit.Calls.hash;
import static dev.heddle.testkit.Calls.onRecord;
import static dev.heddle.testkit.Calls.reduced;
import static dev.heddle.testkit.Calls.started;
import static dev.heddle.testkit.Calls.succeeded;
import static dev.heddle.testkit.Calls.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.InvocationState;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Outcome;
import dev.heddle.store.Store;
import dev.heddle.value.FileStamp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Sets of changes: applied whole, once and in their order, or not at all; and whose word counts.
 */
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
public interface SetContract extends StoreUnderTest {

  @Test
  default void aSetThatWasAppliedIsNotAppliedAgain() {
    Fence fence = calls().execution("one");
    InvocationHead head = calls().head(fence, "a");
    ChangeSet set = calls().set(fence, succeeded(head, value("1"), 5));

    assertThat(store().apply(List.of(set))).containsExactly(new Outcome.Applied());
    assertThat(store().apply(List.of(set))).containsExactly(new Outcome.AlreadyApplied());

    assertThat(store().invocations(fence.id(), 0, 10)).hasSize(1);
    assertThat(calls().find("a")).hasSize(1);
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
    assertThat(calls().find("a")).isEmpty();
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
    assertThat(calls().find("a")).isEmpty();
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
    assertThat(calls().find("a").get(0).expression()).asString().isEqualTo("(b)");
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
    assertThat(calls().find("a")).isEmpty();
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
      assertThat(calls().find("t3/" + i)).hasSize(1);
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
    assertThat(calls().find("k9999")).hasSize(1);
    assertThat(calls().find("k0")).hasSize(1);
  }
}
