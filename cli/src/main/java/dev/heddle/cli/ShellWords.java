package dev.heddle.cli;

import java.util.ArrayList;
import java.util.List;

/** A command line as one would type it: every word quoted that a POSIX shell would take apart. */
final class ShellWords {
  private static final String BARE = "-_./:=,+@%^";

  private ShellWords() {}

  static String join(List<String> words) {
    List<String> quoted = new ArrayList<>();
    words.forEach(word -> quoted.add(quote(word)));
    return String.join(" ", quoted);
  }

  static String quote(String word) {
    return isBare(word) ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static boolean isBare(String word) {
    return !word.isEmpty()
        && word.chars().allMatch(c -> isWordCharacter(c) || BARE.indexOf(c) >= 0);
  }

  private static boolean isWordCharacter(int c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }
}
