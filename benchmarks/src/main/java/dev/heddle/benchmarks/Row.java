package dev.heddle.benchmarks;

import java.util.Locale;

/**
 * One line of the table.
 *
 * @param what the case that was measured
 * @param beside what the figure is to be read against: a ratio, a heap, a target; may be empty
 */
record Row(String scenario, String what, double figure, Unit unit, String beside) {
  private static final String MARK = "row";

  static Row perSecond(String scenario, String what, double figure, String beside) {
    return new Row(scenario, what, figure, Unit.PER_SECOND, beside);
  }

  /** A ratio in words: {@code 0.42 × raw}. */
  static String times(double ratio, String of) {
    return String.format(Locale.ROOT, "%.2f × %s", ratio, of);
  }

  /** As one line on the way from a forked JVM to the one that prints. */
  String line() {
    return String.join("\t", MARK, scenario, what, Double.toString(figure), unit.name(), beside);
  }

  static boolean isLine(String line) {
    return line.startsWith(MARK + "\t");
  }

  static Row of(String line) {
    String[] parts = line.split("\t", -1);
    return new Row(
        parts[1], parts[2], Double.parseDouble(parts[3]), Unit.valueOf(parts[4]), parts[5]);
  }
}
