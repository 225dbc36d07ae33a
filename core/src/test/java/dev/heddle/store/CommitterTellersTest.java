package dev.heddle.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.store.ChangeSet.Fence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that can be told through two tellers: what may go side by side, and what keeps order. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CommitterTellersTest {
  /** So that a second set already is too much for one teller. */
  private static final int BUSY = 1;

  private final Told first = new Told();
  private final Told second = new Told();
  private final List<String> applied = Collections.synchronizedList(new ArrayList<>());
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  /** A teller that waits until it may go on. */
  private final class Told implements Teller {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch go = new CountDownLatch(1);

    @Override
    public List<Outcome> apply(List<ChangeSet> group) {
      begun.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return ToldStore.answered(group, applied);
    }

    @Override
    public long reserveNumbers(int count) {
      return 1;
    }
  }

  private void submit(Committer committer, long fence, String name) {
    committer.submit(new Fence(fence, 1), ToldStore.named(name), outcome -> told.add(name));
  }

  @Test
  void theSecondIsToldWhileTheFirstIsBusy() throws Exception {
    try (Committer committer = new Committer(ToldStore.of(first, second), BUSY)) {
      submit(committer, 1, "one");
      first.begun.await();
      second.go.countDown();
      submit(committer, 2, "two");
      second.begun.await();
      first.go.countDown();
      committer.flush();
      assertThat(applied).containsExactlyInAnyOrder("one", "two");
      assertThat(told).containsExactlyInAnyOrder("one", "two");
      assertThat(committer.pending()).isZero();
    }
  }

  @Test
  void aFlushWaitsForBoth() throws Exception {
    try (Committer committer = new Committer(ToldStore.of(first, second), BUSY)) {
      submit(committer, 1, "one");
      first.begun.await();
      submit(committer, 2, "two");
      submit(committer, 3, "three");
      second.begun.await();
      Thread flushing =
          new Thread(
              () -> {
                try {
                  committer.flush();
                  told.add("flushed");
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
      flushing.start();
      first.go.countDown();
      second.go.countDown();
      flushing.join();
      assertThat(told).hasSize(4).endsWith("flushed");
    }
  }

  @Test
  void setsOfOneFenceKeepTheirOrder() throws Exception {
    try (Committer committer = new Committer(ToldStore.of(first, second), BUSY)) {
      second.go.countDown();
      submit(committer, 1, "one");
      first.begun.await();
      submit(committer, 1, "then");
      submit(committer, 2, "other");
      second.begun.await();
      first.go.countDown();
      committer.flush();
      assertThat(applied).containsSubsequence("one", "then").contains("other");
    }
  }

  @Test
  void whatIsAboutAWorkerComesAfterAllBeforeItAndBeforeAllAfter() throws Exception {
    try (Committer committer = new Committer(ToldStore.of(first, second), BUSY)) {
      submit(committer, 1, "one");
      first.begun.await();
      submit(committer, 2, "two");
      second.begun.await();
      committer.submit(Fence.NONE, ToldStore.aboutWorker(), outcome -> told.add("worker"));
      submit(committer, 3, "after");
      submit(committer, 2, "after two");
      first.go.countDown();
      second.go.countDown();
      committer.flush();
      assertThat(applied).hasSize(5).endsWith("worker", "after", "after two");
      submit(committer, 2, "at last");
      committer.flush();
      assertThat(applied).endsWith("at last");
    }
  }

  @Test
  void whoWaitsForAnAnswerAboutAWorkerDoesNotOvertake() throws Exception {
    try (Committer committer = new Committer(ToldStore.of(first, second), BUSY)) {
      submit(committer, 1, "one");
      first.begun.await();
      submit(committer, 2, "two");
      second.begun.await();
      first.go.countDown();
      CountDownLatch asked = new CountDownLatch(1);
      Thread leaving =
          new Thread(
              () -> {
                asked.countDown();
                committer.commit(Fence.NONE, ToldStore.aboutWorker());
              });
      leaving.start();
      asked.await();
      second.go.countDown();
      leaving.join();
      assertThat(applied).hasSize(3).endsWith("worker");
    }
  }

  @Test
  void closingWaitsForBoth() throws Exception {
    Committer committer = new Committer(ToldStore.of(first, second), BUSY);
    submit(committer, 1, "one");
    first.begun.await();
    submit(committer, 2, "two");
    second.begun.await();
    first.go.countDown();
    second.go.countDown();
    committer.close();
    assertThat(told).containsExactlyInAnyOrder("one", "two");
  }
}
