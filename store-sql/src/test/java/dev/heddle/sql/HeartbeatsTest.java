package dev.heddle.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
  private static final long OTHER = 7;

  private final AtomicLong nanos = new AtomicLong(1);
  private final Heartbeats heartbeats =
      new Heartbeats(Duration.ofSeconds(15), () -> {}, nanos::get);

  private boolean silentAfter(Duration passed, long beat) {
    nanos.addAndGet(passed.toNanos());
    return Boolean.TRUE.equals(heartbeats.silent(Map.of(OTHER, beat)).get(OTHER));
  }

  @Test
  void whoBeatsIsAlive() {
    for (int second = 0; second < 60; second++) {
      assertThat(silentAfter(Duration.ofSeconds(1), second / 5)).isFalse();
    }
  }

  @Test
  void whoDoesNotBeatForTheTimeoutIsSilent() {
    assertThat(silentAfter(Duration.ZERO, 3)).isFalse();
    for (int second = 1; second < 15; second++) {
      assertThat(silentAfter(Duration.ofSeconds(1), 3)).as("after %s s", second).isFalse();
    }
    assertThat(silentAfter(Duration.ofSeconds(1), 3)).isTrue();
  }

  @Test
  void anObserverThatSleptItselfBuriesNobody() {
    assertThat(silentAfter(Duration.ZERO, 3)).isFalse();
    assertThat(silentAfter(Duration.ofHours(8), 3)).as("after a laptop's sleep").isFalse();
    for (int second = 1; second < 15; second++) {
      assertThat(silentAfter(Duration.ofSeconds(1), 3)).isFalse();
    }
    assertThat(silentAfter(Duration.ofSeconds(1), 3)).isTrue();
  }
}
