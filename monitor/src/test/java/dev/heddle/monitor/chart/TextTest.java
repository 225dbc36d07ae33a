package dev.heddle.monitor.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Labels of others. */
class TextTest {
  private static final String FAMILY =
      "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67\u200d\ud83d\udc66";

  @Test
  void aLabelIsOneLineThatTurnsNothingRound() {
    assertThat(Text.clean(" a\n\tb\u202ec\u2066d\u0007 ")).isEqualTo("a  b�c�d�");
  }

  @Test
  void whatFitsStaysWhole() {
    assertThat(Text.fit("align(genome)", 200, 12)).isEqualTo("align(genome)");
    assertThat(Text.atMost("12345", 5)).isEqualTo("12345");
  }

  @Test
  void whatDoesNotEndsInAnEllipsis() {
    assertThat(Text.atMost("123456", 5)).isEqualTo("1234…");
    assertThat(Text.fit("x".repeat(10_000), 100, 12)).matches("x{8,14}…");
    assertThat(Text.atMost("x".repeat(10_000), Text.WHOLE)).hasSize(Text.WHOLE).endsWith("…");
  }

  @Test
  void whatWasCutFits() {
    Random random = new Random(3);
    int[] letters = {'i', 'W', 'a', '…', 0x4e16, 0x1f600, 0x5d0, 0x301, ' '};
    for (int round = 0; round < 2000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        text.appendCodePoint(letters[random.nextInt(letters.length)]);
      }
      double width = 20 + random.nextInt(300);

      String cut = Text.fit(text.toString(), width, 12);

      assertThat(Text.fit(cut, width + 1e-6, 12)).isEqualTo(cut);
    }
  }

  @Test
  void noPlaceAtAllHoldsAnEllipsisAtMost() {
    assertThat(Text.fit("anything", 0, 12)).isEqualTo("…");
    assertThat(Text.fit("anything", -5, 12)).isEqualTo("…");
    assertThat(Text.fit("", -5, 12)).isEmpty();
  }

  @Test
  void noCharacterIsCutInTwo() {
    String cut = Text.atMost("ab\ud83d\ude00\ud83d\ude00\ud83d\ude00", 6);
    assertThat(cut).isEqualTo("ab\ud83d\ude00…");

    String accented = "e\u0301".repeat(10);
    assertThat(Text.atMost(accented, 6)).isEqualTo("e\u0301e\u0301…");

    assertThat(Text.fit(FAMILY.repeat(20), 150, 12)).endsWith("…").doesNotContain("\ud83d…");
  }
}
