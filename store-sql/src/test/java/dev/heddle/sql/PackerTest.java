package dev.heddle.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.testkit.Calls;
import org.junit.jupiter.api.Test;

class PackerTest {
  @Test
  void numbersOfEverySizeAreReadBack() {
    long[] numbers = {
      0, 1, -1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, 0
    };
    Packer packed = new Packer().numbers(numbers);
    for (long number : numbers) {
      packed.number(number).difference(number);
    }
    Unpacker unpacked = new Unpacker(packed.toBytes());
    assertThat(unpacked.numbers()).containsExactly(numbers);
    for (long number : numbers) {
      assertThat(unpacked.number()).isEqualTo(number);
      assertThat(unpacked.difference()).isEqualTo(number);
    }
    assertThat(unpacked.hasMore()).isFalse();
  }

  @Test
  void smallNumbersTakeOneByte() {
    assertThat(new Packer().number(127).toBytes()).hasSize(1);
    assertThat(new Packer().numbers(new long[] {1_000_000, 1_000_001, 1_000_002}).toBytes())
        .as("a count, a number, two differences")
        .hasSize(1 + 3 + 2);
  }

  @Test
  void stringsOfEveryKindAreReadBack() {
    String[] strings = {"", "plain", "größe 🧵", "\ud83e", "\udc00x\ud800", "\u0000"};
    Packer packed = new Packer();
    for (String string : strings) {
      packed.string(string).hash(Calls.hash(string));
    }
    Unpacker unpacked = new Unpacker(packed.toBytes());
    for (String string : strings) {
      assertThat(unpacked.string()).isEqualTo(string);
      assertThat(unpacked.hash()).isEqualTo(Calls.hash(string));
    }
  }
}
