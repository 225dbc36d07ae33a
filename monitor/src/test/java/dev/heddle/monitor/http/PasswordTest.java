package dev.heddle.monitor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {
  private final SecureRandom random = new SecureRandom();

  @Test
  void isKeptWithoutBeingThere() {
    Password kept = Password.of("correct horse", random);

    assertThat(kept.text()).startsWith("pbkdf2-sha256$600000$").doesNotContain("correct");
    assertThat(Password.isKept(kept.text())).isTrue();
    assertThat(Password.parse(kept.text()).matches("correct horse")).isTrue();
    assertThat(Password.parse(kept.text()).matches("correct horse ")).isFalse();
  }

  @Test
  void twoOfOnePasswordHaveNothingInCommon() {
    assertThat(Password.of("same", random).text()).isNotEqualTo(Password.of("same", random).text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pbkdf2-sha256$x$AAAA$AAAA",
        "pbkdf2-sha256$999999999$AAAA$AAAA",
        "pbkdf2-sha256$1$$AAAA",
        "pbkdf2-sha256$1$AAAA$AAAA",
        "pbkdf2-sha256$1",
        "md5$1$AAAA$AAAA"
      })
  void aTextThatIsNoneIsRefusedAndNotRepeated(String text) {
    assertThatThrownBy(() -> Password.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(text);
  }
}
