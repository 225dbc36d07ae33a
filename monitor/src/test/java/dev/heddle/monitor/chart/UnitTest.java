package dev.heddle.monitor.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures as people read them. */
class UnitTest {
  @ParameterizedTest
  @CsvSource({
    "COUNT, 0, 0",
    "COUNT, 7, 7",
    "COUNT, 950, 950",
    "COUNT, 999.6, 1k",
    "COUNT, 1234, 1.23k",
    "COUNT, 12345, 12.3k",
    "COUNT, 123456, 123k",
    "COUNT, 999999, 1M",
    "COUNT, 5e12, 5000G",
    "MILLIS, 0, 0 ms",
    "MILLIS, 0.5, 0.5 ms",
    "MILLIS, 250, 250 ms",
    "MILLIS, 999.7, 1 s",
    "MILLIS, 2500, 2.5 s",
    "MILLIS, 59960, 1 min",
    "MILLIS, 200000, 3 min 20 s",
    "MILLIS, 7500000, 2 h 05 min",
    "MILLIS, 90000000, 1 d 01 h",
    "MILLIS, -250, −250 ms",
    "BYTES, 950, 950 B",
    "BYTES, 1234, 1.23 kB",
    "BYTES, 3.4e6, 3.4 MB",
    "BYTES, 5e15, 5000 TB",
    "SHARE, 0, 0 %",
    "SHARE, 1, 100 %",
    "SHARE, 0.12345, 12.3 %",
    "SHARE, 0.0001, <0.1 %",
    "SHARE, 0.9999, >99.9 %",
    "SHARE, NaN, –",
    "COUNT, Infinity, –"
  })
  void areShort(Unit unit, double value, String text) {
    assertThat(unit.text(value)).isEqualTo(text);
  }
}
