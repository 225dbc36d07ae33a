package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LengthsTest {
  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "30s, PT30S",
    "5m, PT5M",
    "2h, PT2H",
    "30d, PT720H",
    "0s, PT0S",
    "PT1H30M, PT1H30M",
    "P2D, PT48H"
  })
  void readsWhatPeopleType(String typed, Duration expected) {
    assertThat(Lengths.parse("--wait", typed)).isEqualTo(expected);
    assertThat(Lengths.isOne(typed)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "-5s", "5 s", "five", "1y", "99999999999s"})
  void refusesTheRestNamingTheOption(String typed) {
    assertThatThrownBy(() -> Lengths.parse("--wait", typed))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--wait")
        .hasMessageContaining("30s");
  }

  @Test
  void aWordThatIsNoLengthIsNotTakenForOne() {
    assertThat(Lengths.isOne("Mail.java")).isFalse();
    assertThat(Lengths.isOne("Primes.java")).isFalse();
    assertThat(Lengths.isOne("--json")).isFalse();
  }
}
