package dev.heddle.testkit;

import static dev.heddle.testkit.Calls.expectApplied;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.News;
import dev.heddle.store.Store;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The contract of a store about whoever waits for what another client does. */
public interface NewsContract extends StoreUnderTest {
  /** Waits for what comes from now on, and answers the mark after it. */
  private Future<Long> told(ExecutorService thread, News news) throws Exception {
    long now = store().await(news, Store.NOTHING_HEARD, 0);
    return thread.submit(() -> store().await(news, now, 50_000));
  }

  @Test
  default void whoHasHeardOfNothingIsAnsweredAtOnce() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      for (News news : News.values()) {
        Future<Long> mark = thread.submit(() -> store().await(news, Store.NOTHING_HEARD, 50_000));
        assertThat(mark.get(20, TimeUnit.SECONDS)).isNotEqualTo(Store.NOTHING_HEARD);
      }
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  default void aWaiterIsToldOfAChangeByAnotherClient() throws Exception {
    Store other = another();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Long> changed = told(thread, News.CHANGE);
      new Calls(other).execution("x");
      changed.get(20, TimeUnit.SECONDS);
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  default void whoWaitsForWorkIsToldOfWhatAnotherClientOrdersOrGivesBack() throws Exception {
    Orders others = new Orders(another());
    long worker = others.worker();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Long> ordered = told(thread, News.WORK);
      others.submit("a");
      ordered.get(20, TimeUnit.SECONDS);

      Claimed claimed = others.runNext(worker);
      Future<Long> givenBack = told(thread, News.WORK);
      expectApplied(others.apply(claimed, others.givenBack(claimed)));
      givenBack.get(20, TimeUnit.SECONDS);
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  default void whoWaitsForAnEndIsToldOfWhatAnotherClientEndsOrCancels() throws Exception {
    Orders others = new Orders(another());
    long worker = others.worker();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      long first = others.submit("a");
      Claimed claimed = others.runNext(worker);
      Future<Long> ended = told(thread, News.END);
      expectApplied(others.apply(claimed, others.succeeded(claimed, "1")));
      ended.get(20, TimeUnit.SECONDS);
      assertThat(store().ended(List.of(first))).hasSize(1);

      long second = others.submit("b");
      Future<Long> cancelled = told(thread, News.END);
      expectApplied(others.apply(Fence.NONE, others.cancelRequested(second)));
      cancelled.get(20, TimeUnit.SECONDS);
      assertThat(store().ended(List.of(second))).hasSize(1);
    } finally {
      thread.shutdownNow();
    }
  }

  /** So that what was ordered after a mark need not be asked for while the mark stays the same. */
  @Test
  default void whatEndsAfterAMarkMovesIt() throws Exception {
    Orders others = new Orders(another());
    long worker = others.worker();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      store().await(News.END, Store.NOTHING_HEARD, 0); // it listens
      long mark = store().heard(News.END);
      long id = others.submit("a");
      Claimed claimed = others.runNext(worker);
      expectApplied(others.apply(claimed, others.succeeded(claimed, "1")));

      Future<Long> moved = thread.submit(() -> store().await(News.END, mark, 50_000));

      assertThat(moved.get(20, TimeUnit.SECONDS)).isNotEqualTo(mark);
      assertThat(store().heard(News.END)).isNotEqualTo(mark);
      assertThat(store().ended(List.of(id))).hasSize(1);
    } finally {
      thread.shutdownNow();
    }
  }
}
