package dev.heddle.monitor.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private final AtomicLong now = new AtomicLong(1_000_000);
  private final Sessions sessions =
      new Sessions(new SecureRandom(), () -> Instant.ofEpochMilli(now.get()));

  @Test
  void lastForTwelveHours() {
    String id = sessions.begin("anna");
    assertThat(Sessions.isId(id)).isTrue();
    now.addAndGet(12 * 3_600_000L - 1);
    assertThat(sessions.find(id)).hasValue("anna");

    now.addAndGet(1);

    assertThat(sessions.find(id)).isEmpty();
  }

  @Test
  void theOldestEndsWhenThereAreTooMany() {
    String first = sessions.begin("first");
    for (int i = 0; i < 1_000; i++) {
      sessions.begin("more");
    }

    assertThat(sessions.find(first)).isEmpty();
  }

  @Test
  void aCsrfTokenIsOfOneSessionAndOneServer() {
    String id = sessions.newId();
    Sessions other = new Sessions(new SecureRandom(), () -> Instant.ofEpochMilli(now.get()));

    assertThat(sessions.isCsrf(id, sessions.csrf(id))).isTrue();
    assertThat(sessions.isCsrf(sessions.newId(), sessions.csrf(id))).isFalse();
    assertThat(sessions.isCsrf(id, other.csrf(id))).isFalse();
    assertThat(sessions.isCsrf(id, "")).isFalse();
  }
}
