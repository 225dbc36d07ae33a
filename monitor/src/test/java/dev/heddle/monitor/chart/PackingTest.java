package dev.heddle.monitor.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What overlaps in time stands under each other. */
class PackingTest {
  @Test
  void eachTakesTheFirstLaneThatIsFree() {
    long[] starts = {0, 1, 2, 5, 6};
    long[] ends = {5, 3, 9, 6, 7};

    assertThat(Packing.lanes(starts, ends)).containsExactly(0, 1, 2, 0, 0);
  }

  @Test
  void theOrderInWhichTheyAreToldDoesNotMatter() {
    assertThat(Packing.lanes(new long[] {5, 0, 2}, new long[] {6, 5, 9})).containsExactly(0, 0, 1);
  }

  @Test
  void momentsAtTheSameTimeAreBothSeen() {
    assertThat(Packing.lanes(new long[] {3, 3, 4}, new long[] {3, 3, 4})).containsExactly(0, 1, 0);
  }

  @Test
  void whatEndsBeforeItBeginsIsAMoment() {
    assertThat(Packing.lanes(new long[] {5, 6}, new long[] {1, 8})).containsExactly(0, 0);
  }

  @Test
  void nothingTakesNoLane() {
    assertThat(Packing.lanes(new long[0], new long[0])).isEmpty();
  }

  @Test
  void noLaneHoldsTwoAtOnceAndThereAreNoMoreThanAreNeeded() {
    Random random = new Random(1);
    for (int round = 0; round < 300; round++) {
      int n = 1 + random.nextInt(60);
      long[] starts = random.longs(n, 0, 200).toArray();
      long[] ends = Arrays.stream(starts).map(s -> s + 1 + random.nextInt(40)).toArray();

      int[] lanes = Packing.lanes(starts, ends);

      int most = 0;
      for (int i = 0; i < n; i++) {
        int atOnce = 0;
        for (int k = 0; k < n; k++) {
          boolean together = starts[k] <= starts[i] && ends[k] > starts[i];
          atOnce += together ? 1 : 0;
          assertThat(i != k && together && lanes[i] == lanes[k]).isFalse();
        }
        most = Math.max(most, atOnce);
      }
      assertThat(Arrays.stream(lanes).max().getAsInt() + 1).isEqualTo(most);
    }
  }

  @Test
  void tenThousandAtOnceTakeNoTimeWorthSpeakingOf() {
    int n = 10_000;
    long[] starts = new Random(2).longs(n, 0, 1000).toArray();
    long[] ends = new long[n];
    Arrays.fill(ends, 5000);

    assertThat(Packing.lanes(starts, ends)).doesNotHaveDuplicates();
  }
}
