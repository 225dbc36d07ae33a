package dev.heddle.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SetNumbersTest {
  @Test
  void whatWasSkippedWasNotApplied() {
    SetNumbers numbers = new SetNumbers();
    numbers.add(1);
    numbers.add(4);
    assertThat(numbers.contains(1)).isTrue();
    assertThat(numbers.contains(2)).isFalse();
    assertThat(numbers.contains(4)).isTrue();
    assertThat(numbers.contains(5)).isFalse();

    numbers.add(3);
    assertThat(numbers.contains(3)).isTrue();
    assertThat(numbers.contains(2)).isFalse();
    assertThat(numbers.highest()).isEqualTo(4);
  }

  @Test
  void itIsReadBackFromItsBytes() {
    SetNumbers numbers = new SetNumbers();
    numbers.add(2);
    numbers.add(5);
    SetNumbers read = new SetNumbers(numbers.highest(), numbers.holes());
    for (long number = 1; number <= 6; number++) {
      assertThat(read.contains(number)).isEqualTo(numbers.contains(number));
    }
  }

  @Test
  void aHugeGapIsRememberedOnlyNearItsEnd() {
    SetNumbers numbers = new SetNumbers();
    numbers.add(1_000_000_000);
    assertThat(numbers.contains(999_999_999)).isFalse();
    assertThat(numbers.contains(5)).isTrue();
    assertThat(numbers.holes().length).isLessThanOrEqualTo(SetNumbers.WINDOW * Long.BYTES);
  }
}
