package dev.heddle.sql;

import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Expr;
import dev.heddle.Heddle;
import dev.heddle.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
abstract class SharedStore {
  private static final AtomicInteger RUNS = new AtomicInteger();

  @Task
  static int slow(int n) throws InterruptedException {
    RUNS.incrementAndGet();
    TimeUnit.MILLISECONDS.sleep(60); // The body is what is slow here; nothing waits for it.
    return n;
  }

  @Task
  static Expr<List<Integer>> all(int n) {
    return each(SharedStore::slow, List.of(1, 2, 3, 4, 5, 6));
  }

  @TempDir Path root;

  /** Of the store that both share. */
  abstract String url();

  private Heddle open() {
    return Heddle.builder().store(url()).root(root).slots(2).open();
  }

  @Test
  void twoAppsThatRunTheSameAtOnceRunEachCallOnce() {
    RUNS.set(0);
    try (Heddle one = open();
        Heddle two = open()) {
      CompletableFuture<List<Integer>> first =
          CompletableFuture.supplyAsync(
              () -> one.run(lazy(SharedStore::all, 1)), task -> new Thread(task).start());
      assertThat(two.run(lazy(SharedStore::all, 1))).isEqualTo(first.join());
      assertThat(RUNS).hasValue(6);
    }
  }
}
