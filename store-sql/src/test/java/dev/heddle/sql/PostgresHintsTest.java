package dev.heddle.sql;

import static dev.heddle.sql.PostgresHints.News.CHANGE;
import static dev.heddle.sql.PostgresHints.News.WORK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heddle.sql.PostgresHints.News;
import dev.heddle.sql.PostgresHints.Telling;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresHintsTest {
  private final BlockingQueue<Boolean> told = new LinkedBlockingQueue<>();
  private final PostgresHints hints = new PostgresHints(told::add);
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  @AfterEach
  void close() {
    hints.close();
    threads.shutdownNow();
  }

  /** Begins to wait, and returns once that is so. */
  private Future<?> waiter(News news) throws Exception {
    BlockingQueue<Thread> who = new LinkedBlockingQueue<>();
    hints.listening(news, true);
    Future<?> waiter =
        threads.submit(
            () -> {
              hints.await(news, 0); // whatever was before is seen
              who.add(Thread.currentThread());
              hints.await(news, 60_000);
              return null;
            });
    Thread thread = who.take();
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    return waiter;
  }

  @Test
  void whoWaitsForWorkIsWokenByWorkAlone() throws Exception {
    Future<?> worker = waiter(WORK);
    Future<?> client = waiter(CHANGE);

    hints.committed(false, false);
    hints.heard(CHANGE);

    client.get(20, TimeUnit.SECONDS);
    assertThat(worker.isDone()).isFalse();
    hints.heard(WORK);
    worker.get(20, TimeUnit.SECONDS);
  }

  @Test
  void workOfThisProcessWakesBoth() throws Exception {
    Future<?> worker = waiter(WORK);
    Future<?> client = waiter(CHANGE);

    hints.committed(true, false);

    client.get(20, TimeUnit.SECONDS);
    worker.get(20, TimeUnit.SECONDS);
  }

  @Test
  void whatCouldNotBeToldAtOnceIsToldTogether() throws Exception {
    assertThat(hints.mayTell(false)).isEqualTo(Telling.OF_CHANGE);

    hints.committed(true, true);
    hints.committed(false, true);

    assertThat(told.poll(20, TimeUnit.SECONDS)).isTrue();
  }
}
