package dev.heddle.agent;

import java.util.Locale;

/** Code that knows nothing of Heddle; the session's configuration names two of its methods. */
final class Outside {
  private Outside() {}

  static String shout(String text) {
    return text.toUpperCase(Locale.ROOT) + Where.am();
  }

  static String add(int one, int other) {
    return one + other + Where.am();
  }

  static String add(String one, String other) {
    return one + other + Where.am();
  }
}
