package dev.heddle.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PrefetchTest {
  private static final String TASK = "t";

  private final Prefetch prefetch = new Prefetch();

  private void took(int count, long micros) {
    for (int i = 0; i < count; i++) {
      prefetch.note(TASK, TimeUnit.MICROSECONDS.toNanos(micros));
    }
  }

  @Test
  void ofATaskThatNeverRanNothingIsTakenAhead() {
    assertThat(prefetch.tiny()).isEmpty();
    assertThat(prefetch.shorts()).isEmpty();
    assertThat(prefetch.isTiny(TASK)).isFalse();
  }

  @Test
  void aTinyBodyThatWasKeptFromTheProcessorOnceIsTinyStill() {
    took(100, 2);
    took(1, 12_000);
    took(1, 2);
    took(1, 12_000);

    assertThat(prefetch.tiny()).containsExactly(TASK);
    assertThat(prefetch.shorts()).isEmpty();
    assertThat(prefetch.ahead(prefetch.tiny(), 16)).isEqualTo(1_000);
  }

  @Test
  void bodiesThatHaveBecomeLongerAreTakenForThatAfterADozen() {
    took(100, 2);
    took(12, 5_000);

    assertThat(prefetch.tiny()).isEmpty();
    assertThat(prefetch.shorts()).containsExactly(TASK);
  }

  @Test
  void bodiesThatHaveBecomeShorterAreTakenForThatAfterAFew() {
    took(1, 30_000);
    assertThat(prefetch.shorts()).isEmpty();

    took(20, 2);

    assertThat(prefetch.tiny()).containsExactly(TASK);
  }
}
