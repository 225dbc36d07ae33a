package dev.heddle.monitor.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  private final AtomicLong now = new AtomicLong(1_000_000);
  private final Throttle throttle = new Throttle(() -> java.time.Instant.ofEpochMilli(now.get()));

  @Test
  void waitsAreDoubledUpToHalfAMinuteAndForgottenAfterSuccess() {
    throttle.failed("a");
    throttle.failed("a");
    assertThatCode(() -> throttle.check("a")).doesNotThrowAnyException();

    throttle.failed("a");
    assertThatThrownBy(() -> throttle.check("a"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("1 s");
    assertThatCode(() -> throttle.check("b")).doesNotThrowAnyException();

    now.addAndGet(500);
    assertThatCode(() -> throttle.check("a")).doesNotThrowAnyException();

    for (int i = 0; i < 100; i++) {
      throttle.failed("a");
    }
    assertThatThrownBy(() -> throttle.check("a")).hasMessageContaining("30 s");

    throttle.succeeded("a");
    assertThatCode(() -> throttle.check("a")).doesNotThrowAnyException();
  }
}
