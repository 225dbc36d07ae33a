package dev.heddle.monitor.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Moments along a line. */
class TimeScaleTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static long at(String iso) {
    return Instant.parse(iso).toEpochMilli();
  }

  private static List<String> labels(List<TimeScale.Tick> ticks) {
    return ticks.stream().map(TimeScale.Tick::label).toList();
  }

  @Test
  void theEndsOfTheSpanAreTheEndsOfTheLine() {
    TimeScale scale = new TimeScale(1000, 3000, 500);

    assertThat(scale.at(1000)).isZero();
    assertThat(scale.at(2000)).isEqualTo(250);
    assertThat(scale.at(3000)).isEqualTo(500);
    assertThat(scale.at(5000)).isEqualTo(1000);
    assertThat(scale.within(5000)).isEqualTo(500);
    assertThat(scale.within(0)).isZero();
  }

  @Test
  void aSpanThatRunsBackwardsIsAMillisecondLong() {
    assertThat(new TimeScale(1000, 500, 10).to()).isEqualTo(1001);
    assertThat(new TimeScale(1000, 1000, 10).at(1000)).isZero();
  }

  @Test
  void ticksAreAtRoundTimesOfDay() {
    TimeScale hour = new TimeScale(at("2026-11-28T23:07:12Z"), at("2026-11-29T00:31:00Z"), 800);

    assertThat(labels(hour.clock(ZoneOffset.UTC, 5)))
        .containsExactly("23:20", "23:40", "29 Nov", "00:20");
    assertThat(labels(hour.clock(ZoneId.of("Asia/Kolkata"), 3)))
        .containsExactly("05:00", "05:30", "06:00");
  }

  @Test
  void daysBeginAtMidnightWhateverTheirLength() {
    // Clocks are put back in the night to 25 October: that day has 25 hours.
    TimeScale days = new TimeScale(at("2026-10-23T12:00:00Z"), at("2026-10-27T12:00:00Z"), 800);

    assertThat(days.clock(BERLIN, 5))
        .containsExactly(
            new TimeScale.Tick(at("2026-10-23T22:00:00Z"), "24 Oct"),
            new TimeScale.Tick(at("2026-10-24T22:00:00Z"), "25 Oct"),
            new TimeScale.Tick(at("2026-10-25T23:00:00Z"), "26 Oct"),
            new TimeScale.Tick(at("2026-10-26T23:00:00Z"), "27 Oct"));
  }

  @Test
  void elapsedTimeBeginsAtNothing() {
    assertThat(labels(new TimeScale(123, 123 + 65_000, 800).elapsed(7)))
        .containsExactly("0", "10 s", "20 s", "30 s", "40 s", "50 s", "1 min");
  }

  @Test
  void anySpanHasAFewTicksWithinIt() {
    Random random = new Random(11);
    for (int round = 0; round < 2000; round++) {
      long from = random.nextLong(4_000_000_000_000L);
      long length = 1 + (long) Math.pow(10, random.nextDouble() * 12);
      TimeScale scale = new TimeScale(from, from + length, 800);
      int most = 2 + random.nextInt(10);

      List<TimeScale.Tick> ticks = scale.clock(BERLIN, most);

      assertThat(ticks).hasSizeLessThanOrEqualTo(most + 1);
      assertThat(ticks).allMatch(tick -> tick.at() >= from && tick.at() <= from + length);
      assertThat(ticks).isSortedAccordingTo((a, b) -> Long.compare(a.at(), b.at()));
    }
  }

  @Test
  void stepsGrowWithoutEnd() {
    assertThat(TimeScale.step(3)).isEqualTo(5);
    assertThat(TimeScale.step((double) Duration.ofDays(1000).toMillis()))
        .isEqualTo(Duration.ofDays(3 * 365).toMillis());
  }
}
