package dev.heddle.benchmarks.peers;

/**
 * One figure.
 *
 * @param value in the unit of its measure; infinite if it was not reached in the time allowed
 */
record Figure(Peer peer, boolean postgres, Measure measure, double value) {
  private static final String MARK = "figure\t";

  /** As one line on the way from a forked JVM to the one that writes the table. */
  String line() {
    return MARK + String.join("\t", peer.name(), "" + postgres, measure.name(), "" + value);
  }

  static boolean isLine(String line) {
    return line.startsWith(MARK);
  }

  static Figure of(String line) {
    String[] parts = line.split("\t", -1);
    return new Figure(
        Peer.valueOf(parts[1]),
        Boolean.parseBoolean(parts[2]),
        Measure.valueOf(parts[3]),
        Double.parseDouble(parts[4]));
  }
}
