package dev.heddle.cli;

import java.util.Map;

/** Colours, or none: on a terminal only, and never against {@code NO_COLOR}. */
enum Style {
  PLAIN,
  COLOURED;

  static Style of(boolean terminal, Map<String, String> environment) {
    boolean wanted =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    return terminal && wanted ? COLOURED : PLAIN;
  }

  String bold(String text) {
    return paint("1", text);
  }

  String dim(String text) {
    return paint("2", text);
  }

  String red(String text) {
    return paint("1;31", text);
  }

  String green(String text) {
    return paint("32", text);
  }

  String yellow(String text) {
    return paint("33", text);
  }

  String cyan(String text) {
    return paint("36", text);
  }

  /** How many columns a painted text takes. */
  int width(String painted) {
    return painted.replaceAll("\u001b\\[[0-9;]*m", "").length();
  }

  private String paint(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
