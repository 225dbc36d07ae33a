package dev.heddle.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.value.FileStamp;
import dev.heddle.value.Hash;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class CommitterTest {
  private final MemoryStore memory = new MemoryStore();
  private final List<Outcome> told = Collections.synchronizedList(new ArrayList<>());

  /** The memory, with something before and after each commit that may throw. */
  private Store under(
      List<List<ChangeSet>> groups,
      Consumer<List<ChangeSet>> before,
      Consumer<List<ChangeSet>> after) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              try {
                if (!method.getName().equals("apply")) {
                  return method.invoke(memory, arguments);
                }
                @SuppressWarnings("unchecked")
                List<ChangeSet> group = (List<ChangeSet>) arguments[0];
                groups.add(group);
                before.accept(group);
                Object outcomes = method.invoke(memory, arguments);
                after.accept(group);
                return outcomes;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static List<Change> hashed(String path) {
    return List.of(new Change.FileHashed(new FileStamp(path, 1, 1, ""), Hash.of(new byte[20]), 1));
  }

  private boolean holds(String path) {
    return !memory.digests(List.of(new FileStamp(path, 1, 1, ""))).isEmpty();
  }

  @Test
  void setsThatQueueUpDuringACommitAreCommittedTogetherInOrder() throws Exception {
    List<List<ChangeSet>> groups = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch committing = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Store store =
        under(
            groups,
            group -> {
              committing.countDown();
              await(go);
            },
            group -> {});
    try (Committer committer = new Committer(store)) {
      committer.submit(Fence.NONE, hashed("first"), told::add);
      await(committing);
      for (int i = 0; i < 2_500; i++) {
        committer.submit(Fence.NONE, hashed("f" + i), told::add);
      }
      assertThat(committer.pending()).isEqualTo(2_501);
      assertThat(told).as("told before the commit").isEmpty();
      go.countDown();
      committer.flush();
      assertThat(committer.pending()).isZero();
    }
    assertThat(groups.stream().map(List::size)).containsExactly(1, 1_000, 1_000, 500);
    assertThat(groups.stream().flatMap(List::stream).map(ChangeSet::number)).isSorted();
    assertThat(told).hasSize(2_501).allMatch(o -> o instanceof Outcome.Applied);
  }

  @Test
  void onlyTheGuiltySetFails() throws Exception {
    List<List<ChangeSet>> groups = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch go = new CountDownLatch(1);
    Store store =
        under(
            groups,
            group -> {
              await(go);
              if (group.stream().anyMatch(set -> set.changes().equals(hashed("guilty")))) {
                throw new StoreException("can't write that", null);
              }
            },
            group -> {});
    try (Committer committer = new Committer(store)) {
      for (int i = 0; i < 100; i++) {
        committer.submit(Fence.NONE, hashed(i == 37 ? "guilty" : "f" + i), told::add);
      }
      go.countDown();
      committer.flush();
    }
    assertThat(told).hasSize(100);
    for (int i = 0; i < 100; i++) {
      if (i == 37) {
        assertThat(told.get(i)).isInstanceOf(Outcome.Errored.class);
      } else {
        assertThat(told.get(i)).isEqualTo(new Outcome.Applied());
        assertThat(holds("f" + i)).isTrue();
      }
    }
  }

  @Test
  void aLostAnswerIsNotAppliedTwice() throws Exception {
    List<List<ChangeSet>> groups = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch go = new CountDownLatch(1);
    Store store =
        under(
            groups,
            group -> await(go),
            group -> {
              if (group.size() > 1) {
                throw new StoreException("answer lost", null);
              }
            });
    try (Committer committer = new Committer(store)) {
      for (int i = 0; i < 4; i++) {
        committer.submit(Fence.NONE, hashed("f" + i), told::add);
      }
      go.countDown();
      committer.flush();
    }
    assertThat(told).hasSize(4).containsOnly(new Outcome.Applied());
    assertThat(groups.size()).as("the sets were told again").isGreaterThan(4);
  }

  @Test
  void afterAFatalErrorEverythingIsToldWhy() throws Exception {
    FatalStoreException full = new FatalStoreException("disk full", null);
    CountDownLatch go = new CountDownLatch(1);
    List<List<ChangeSet>> groups = Collections.synchronizedList(new ArrayList<>());
    Store store =
        under(
            groups,
            group -> {
              await(go);
              throw full;
            },
            group -> {});
    try (Committer committer = new Committer(store)) {
      for (int i = 0; i < 5; i++) {
        committer.submit(Fence.NONE, hashed("f" + i), told::add);
      }
      go.countDown();
      committer.flush();
      committer.submit(Fence.NONE, hashed("later"), told::add);
      committer.flush();
    }
    assertThat(told).hasSize(6).containsOnly(new Outcome.Errored(full));
    assertThat(groups).as("tried once only").hasSize(1);
  }

  @Test
  void closingCommitsWhatIsPendingAndThenRefuses() {
    Committer committer = new Committer(memory);
    for (int i = 0; i < 5_000; i++) {
      committer.submit(Fence.NONE, hashed("f" + i), told::add);
    }
    committer.close();
    assertThat(told).hasSize(5_000);
    assertThat(holds("f4999")).isTrue();
    assertThatThrownBy(() -> committer.submit(Fence.NONE, hashed("late"), told::add))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void twoCommittersShareOneStore() throws Exception {
    try (Committer one = new Committer(memory);
        Committer two = new Committer(memory)) {
      for (int i = 0; i < 1_000; i++) {
        one.submit(Fence.NONE, hashed("one" + i), told::add);
        two.submit(Fence.NONE, hashed("two" + i), told::add);
      }
      one.flush();
      two.flush();
    }
    for (int i = 0; i < 1_000; i++) {
      assertThat(holds("one" + i)).isTrue();
      assertThat(holds("two" + i)).isTrue();
    }
  }

  @Test
  void aConsumerThatThrowsStopsNothing() throws Exception {
    try (Committer committer = new Committer(memory)) {
      committer.submit(
          Fence.NONE,
          hashed("a"),
          outcome -> {
            throw new IllegalStateException("of the consumer");
          });
      committer.submit(Fence.NONE, hashed("b"), told::add);
      committer.flush();
    }
    assertThat(told).containsExactly(new Outcome.Applied());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
