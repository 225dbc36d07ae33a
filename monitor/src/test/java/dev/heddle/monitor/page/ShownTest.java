package dev.heddle.monitor.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTest {
  @ParameterizedTest
  @CsvSource({
    "0.5, 0.5 ms",
    "7, 7 ms",
    "999, 999 ms",
    "1000, 1.0 s",
    "9940, 9.9 s",
    "42000, 42 s",
    "60000, 1 min",
    "187000, 3 min 7 s",
    "3600000, 1 h",
    "7500000, 2 h 5 min",
    "273600000, 3 d 4 h",
  })
  void durations(double millis, String text) {
    assertThat(Shown.duration(millis)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 %", "0.0004, <0.1 %", "0.057, 5.7 %", "0.14, 14 %", "1, 100 %"})
  void shares(double share, String text) {
    assertThat(Shown.share(share)).isEqualTo(text);
  }

  @Test
  void namesWithoutWhereTheyAre() {
    assertThat(Shown.brief("examples/shop/Shop.pack")).isEqualTo("Shop.pack");
    assertThat(Shown.brief("com.example.Shop.pack")).isEqualTo("Shop.pack");
    assertThat(Shown.brief("pinned")).isEqualTo("pinned");
    assertThat(Shown.simple("java.io.IOException")).isEqualTo("IOException");
    assertThat(Shown.simple("a.Outer$Inner")).isEqualTo("Inner");
  }

  @Test
  void nothingIsADash() {
    assertThat(Shown.duration((Double) null)).isEqualTo("–");
    assertThat(Shown.share(null)).isEqualTo("–");
    assertThat(Shown.id(0)).isEmpty();
  }
}
