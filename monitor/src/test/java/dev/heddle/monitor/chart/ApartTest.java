package dev.heddle.monitor.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Things in a row, near to where they want to be. */
class ApartTest {
  @Test
  void whoHasRoomStaysWhereItIs() {
    assertThat(Apart.place(new double[] {0, 20, 50}, 15)).containsExactly(0, 20, 50);
    assertThat(Apart.place(new double[0], 15)).isEmpty();
    assertThat(Apart.place(new double[] {7}, 15)).containsExactly(7);
  }

  @Test
  void whoAreTooCloseMoveApartEqually() {
    assertThat(Apart.place(new double[] {10, 10, 100}, 15)).containsExactly(2.5, 17.5, 100);
    assertThat(Apart.place(new double[] {30, 10}, 20)).containsExactly(10, 30);
  }

  @Test
  void theyKeepTheirOrderAndDistanceAndNoShiftWouldBeBetter() {
    Random random = new Random(9);
    for (int round = 0; round < 300; round++) {
      double[] wanted = random.doubles(1 + random.nextInt(20), 0, 200).toArray();
      double[] distances = random.doubles(wanted.length - 1, 1, 20).toArray();

      double[] places = Apart.place(wanted, distances);

      for (int i = 1; i < places.length; i++) {
        assertThat(places[i] - places[i - 1]).isGreaterThanOrEqualTo(distances[i - 1] - 1e-9);
      }
      // Least squares: no run of them can be moved and be nearer.
      for (int first = 0; first < places.length; first++) {
        for (double shift : new double[] {-0.01, 0.01}) {
          double[] moved = places.clone();
          for (int i = first; i < places.length; i++) {
            moved[i] += shift;
            boolean allowed =
                (first == 0 || moved[first] - moved[first - 1] >= distances[first - 1])
                    && (i + 1 == places.length || moved[i + 1] - moved[i] >= distances[i]);
            assertThat(allowed && error(moved, wanted) < error(places, wanted) - 1e-9).isFalse();
          }
        }
      }
      assertThat(Arrays.stream(places).sum()).isCloseTo(Arrays.stream(wanted).sum(), within(1e-6));
    }
  }

  private static double error(double[] places, double[] wanted) {
    double error = 0;
    for (int i = 0; i < places.length; i++) {
      error += (places[i] - wanted[i]) * (places[i] - wanted[i]);
    }
    return error;
  }
}
