package dev.heddle.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IdsTest {
  @Test
  void aTextIsReadBack() {
    for (long id : new long[] {1, 2, 1_000_000, (1L << 40) - 1}) {
      assertThat(Ids.parse(Ids.text(id))).hasValue(id);
    }
    assertThat(Ids.parse("12")).isEmpty();
  }

  @Test
  void theBeginningOfATextFindsAllThatBeginWithItTheNewestFirst() {
    long newest = 5_000;
    String digits = Ids.text(4_321).substring(0, 2);

    assertThat(Ids.beginning(digits, newest).toArray())
        .contains(4_321)
        .isEqualTo(
            LongStream.iterate(newest, id -> id > 0, id -> id - 1)
                .filter(id -> Ids.text(id).startsWith(digits))
                .toArray());
    assertThat(Ids.beginning(Ids.text(7), newest).toArray()).containsExactly(7);
    assertThat(Ids.beginning(Ids.text(7).toUpperCase(java.util.Locale.ROOT), 7)).hasSize(1);
  }

  @Test
  void whatIsNoTextOfAnIdBeginsNone() {
    assertThat(Ids.beginning("", 10)).isEmpty();
    assertThat(Ids.beginning("send", 10)).isEmpty();
    assertThat(Ids.beginning("00000000000", 10)).isEmpty();
  }
}
