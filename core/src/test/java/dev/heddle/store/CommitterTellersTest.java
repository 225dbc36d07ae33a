package dev.heddle.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.store.ChangeSet.Fence;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that can be told through two tellers: what may go side by side, and what keeps order. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CommitterTellersTest {
  private static final int SCHEDULES = 60;

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
      return answered(group, applied);
    }

    @Override
    public long reserveNumbers(int count) {
      return 1;
    }
  }

  private static List<Outcome> answered(List<ChangeSet> group, List<String> applied) {
    List<Outcome> outcomes = new ArrayList<>();
    for (ChangeSet set : group) {
      applied.add(name(set));
      outcomes.add(new Outcome.Applied());
    }
    return outcomes;
  }

  /** Sets are told apart by the reason they give. */
  private static String name(ChangeSet set) {
    return set.changes().get(0) instanceof Change.GivenBack given ? given.reason() : "worker";
  }

  private static List<Change> named(String name) {
    return List.of(new Change.GivenBack(1, name, 1));
  }

  private static List<Change> aboutWorker() {
    return List.of(new Change.WorkerLeft(1, 1));
  }

  private static Store store(Teller first, Teller second) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "reserveNumbers" -> 1L;
                  case "moreTellers" -> List.of(second);
                  case "apply" -> {
                    @SuppressWarnings("unchecked")
                    List<ChangeSet> group = (List<ChangeSet>) arguments[0];
                    yield first.apply(group);
                  }
                  case "url", "toString" -> "memory:";
                  case "equals" -> proxy == arguments[0];
                  case "hashCode" -> 1;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private void submit(Committer committer, long fence, String name) {
    committer.submit(new Fence(fence, 1), named(name), outcome -> told.add(name));
  }

  @Test
  void theSecondIsToldWhileTheFirstIsBusy() throws Exception {
    try (Committer committer = new Committer(store(first, second), BUSY)) {
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
    try (Committer committer = new Committer(store(first, second), BUSY)) {
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
    try (Committer committer = new Committer(store(first, second), BUSY)) {
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
    try (Committer committer = new Committer(store(first, second), BUSY)) {
      submit(committer, 1, "one");
      first.begun.await();
      submit(committer, 2, "two");
      second.begun.await();
      committer.submit(Fence.NONE, aboutWorker(), outcome -> told.add("worker"));
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
    try (Committer committer = new Committer(store(first, second), BUSY)) {
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
                committer.commit(Fence.NONE, aboutWorker());
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
    Committer committer = new Committer(store(first, second), BUSY);
    submit(committer, 1, "one");
    first.begun.await();
    submit(committer, 2, "two");
    second.begun.await();
    first.go.countDown();
    second.go.countDown();
    committer.close();
    assertThat(told).containsExactlyInAnyOrder("one", "two");
  }

  /** Under schedules that a model checker chooses. */
  @Test
  void orderHoldsUnderAnySchedule() {
    Lincheck.runConcurrentTest(
        SCHEDULES,
        () -> {
          List<String> seen = Collections.synchronizedList(new ArrayList<>());
          List<String> heard = Collections.synchronizedList(new ArrayList<>());
          Teller one = atOnce(seen);
          Committer committer = new Committer(store(one, one), BUSY);
          Thread some =
              new Thread(
                  () -> {
                    for (String name : new String[] {"a", "b"}) {
                      committer.submit(new Fence(1, 1), named(name), o -> heard.add(name));
                    }
                  });
          Thread others =
              new Thread(
                  () -> {
                    committer.submit(new Fence(2, 1), named("c"), o -> heard.add("c"));
                    committer.submit(Fence.NONE, aboutWorker(), o -> heard.add("worker"));
                  });
          some.start();
          others.start();
          join(some);
          join(others);
          committer.close();
          // The checker can't follow AssertJ.
          boolean inOrder =
              seen.indexOf("a") < seen.indexOf("b") && seen.indexOf("c") < seen.indexOf("worker");
          if (heard.size() != 4 || seen.size() != 4 || !inOrder) {
            throw new AssertionError(heard + " heard, " + seen + " seen");
          }
        });
  }

  private static Teller atOnce(List<String> seen) {
    return new Teller() {
      @Override
      public List<Outcome> apply(List<ChangeSet> group) {
        return answered(group, seen);
      }

      @Override
      public long reserveNumbers(int count) {
        return 1;
      }
    };
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
