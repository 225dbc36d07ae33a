package dev.heddle.sql;

import static dev.heddle.store.News.CHANGE;
import static dev.heddle.store.News.END;
import static dev.heddle.store.News.WORK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heddle.store.News;
import dev.heddle.store.Store;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresHintsTest {
  private final BlockingQueue<Set<News>> told = new LinkedBlockingQueue<>();
  private final PostgresHints hints = new PostgresHints(told::add);
  private final ExecutorService threads = Executors.newFixedThreadPool(3);

  @AfterEach
  void close() {
    hints.close();
    threads.shutdownNow();
  }

  /** Begins to wait, and returns once that is so. */
  private Future<?> waiter(News news) throws Exception {
    BlockingQueue<Thread> who = new LinkedBlockingQueue<>();
    hints.listening(news, true);
    long now = hints.heard(news);
    Future<?> waiter =
        threads.submit(
            () -> {
              who.add(Thread.currentThread());
              return hints.await(news, now, 60_000);
            });
    Thread thread = who.take();
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    return waiter;
  }

  @Test
  void whoWaitsForOneKindOfNewsIsWokenByThatAlone() throws Exception {
    Future<?> worker = waiter(WORK);
    Future<?> client = waiter(END);
    Future<?> page = waiter(CHANGE);

    hints.committed(EnumSet.of(CHANGE), false);
    hints.told(CHANGE);

    page.get(20, TimeUnit.SECONDS);
    assertThat(worker.isDone()).isFalse();
    assertThat(client.isDone()).isFalse();
    hints.told(WORK);
    worker.get(20, TimeUnit.SECONDS);
    assertThat(client.isDone()).isFalse();
    hints.told(END);
    client.get(20, TimeUnit.SECONDS);
  }

  @Test
  void allThatACommitOfThisProcessTellsOfAreWoken() throws Exception {
    Future<?> worker = waiter(WORK);
    Future<?> page = waiter(CHANGE);

    hints.committed(EnumSet.of(CHANGE, WORK), false);

    page.get(20, TimeUnit.SECONDS);
    worker.get(20, TimeUnit.SECONDS);
  }

  @Test
  void whatCouldNotBeToldAtOnceIsToldTogether() throws Exception {
    assertThat(hints.mayTell(EnumSet.of(CHANGE))).containsExactly(CHANGE);

    hints.committed(EnumSet.of(CHANGE, WORK), true);
    hints.committed(EnumSet.of(CHANGE, END), true);

    assertThat(told.poll(20, TimeUnit.SECONDS)).containsExactly(CHANGE, WORK, END);
  }

  @Test
  void aMarkStaysTheSameWhileNothingIsHeardAndOthersAre() {
    hints.listening(END, true);
    long mark = hints.heard(END);
    hints.told(WORK);
    assertThat(hints.heard(END)).isEqualTo(mark);

    hints.told(END);

    assertThat(hints.heard(END)).isNotEqualTo(mark).isNotEqualTo(Store.NOTHING_HEARD);
  }

  @Test
  void whileOthersAreNotHeardNoTwoMarksAreTheSame() {
    assertThat(hints.heard(END)).isNotEqualTo(hints.heard(END));
  }
}
