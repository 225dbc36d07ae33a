package dev.heddle.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.store.MemoryStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdBlockTest {
  private long now = Long.MAX_VALUE - 5; // a monotonic clock may begin anywhere, and overflow

  private final MemoryStore store = new MemoryStore();
  private final IdBlock mine = new IdBlock(store, Runnable::run, () -> now);
  private final IdBlock others = new IdBlock(store, Runnable::run, () -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void idsRiseAndNoneIsGivenTwice() {
    Set<Long> given = new HashSet<>();
    long last = 0;
    for (int i = 0; i < 200_000; i++) {
      long id = mine.next();
      assertThat(id).isGreaterThan(last);
      last = id;
      given.add(id);
      given.add(others.next());
      pass(Duration.ofMillis(2));
    }
    assertThat(given).hasSize(400_000);
  }

  @Test
  void anIdIsAboveAllThatWereGivenAMinuteBefore() {
    mine.next();
    pass(Duration.ofSeconds(10));
    long before = others.next();
    pass(Duration.ofSeconds(61));

    assertThat(mine.next()).isGreaterThan(before);
  }

  @Test
  void aBlockThatWasFetchedEarlyIsNoYounger() {
    for (int i = 0; i < 600; i++) {
      mine.next(); // more than half of the first block: the second one is there
    }
    pass(Duration.ofSeconds(30));
    long before = others.next();
    pass(Duration.ofSeconds(61));

    assertThat(mine.next()).isGreaterThan(before);
  }

  @Test
  void aYoungBlockIsUsedToItsEnd() {
    long first = mine.next();
    pass(Duration.ofSeconds(59));

    assertThat(mine.next()).isEqualTo(first + 1);
  }

  @Test
  void whoNeedsFewIdsTakesFew() {
    long first = mine.next();
    for (int minute = 0; minute < 100; minute++) {
      pass(Duration.ofSeconds(61));
      mine.next();
    }

    assertThat(mine.next() - first).isLessThan(102 * 1_024);
  }

  @Test
  void whoNeedsManyGetsLargeBlocks() {
    long asked = 0;
    long first = store.reserveIds(1);
    for (int i = 0; i < 500_000; i++) {
      mine.next();
      asked++;
    }

    assertThat(store.reserveIds(1) - first).isBetween(asked, asked + 3 * 65_536);
  }
}
