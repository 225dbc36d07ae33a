package dev.heddle.monitor.chart;

import java.util.Arrays;

/**
 * Places things in a row as near as can be to where each would like to be, in their order and with
 * a distance between them: least squares under an order, by pooling neighbours that are in each
 * other's way (the pool-adjacent-violators algorithm: Ayer, Brunk, Ewing, Reid and Silverman, "An
 * empirical distribution function for sampling with incomplete information", 1955).
 */
final class Apart {
  private Apart() {}

  /** With the same distance between all. */
  static double[] place(double[] wanted, double distance) {
    double[] distances = new double[Math.max(0, wanted.length - 1)];
    Arrays.fill(distances, distance);
    return place(wanted, distances);
  }

  /**
   * Where they go.
   *
   * @param distances at least these, each from one thing to the next
   */
  static double[] place(double[] wanted, double[] distances) {
    int n = wanted.length;
    double[] offset = new double[n];
    for (int i = 1; i < n; i++) {
      offset[i] = offset[i - 1] + distances[i - 1];
    }
    // Less their offsets, the places only have to rise; a pool is a run of equal ones.
    double[] mean = new double[n];
    int[] size = new int[n];
    int pools = 0;
    for (int i = 0; i < n; i++) {
      mean[pools] = wanted[i] - offset[i];
      size[pools++] = 1;
      while (pools > 1 && mean[pools - 2] > mean[pools - 1]) {
        int both = size[pools - 2] + size[pools - 1];
        mean[pools - 2] =
            (mean[pools - 2] * size[pools - 2] + mean[pools - 1] * size[pools - 1]) / both;
        size[pools - 2] = both;
        pools--;
      }
    }
    double[] places = new double[n];
    for (int pool = 0, i = 0; pool < pools; pool++) {
      for (int k = 0; k < size[pool]; k++, i++) {
        places[i] = mean[pool] + offset[i];
      }
    }
    return places;
  }
}
