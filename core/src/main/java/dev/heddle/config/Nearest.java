package dev.heddle.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds what someone probably meant by a name that is not known. */
public final class Nearest {
  private Nearest() {}

  /**
   * The known names close to {@code given}, nearest first, at most three; empty if none is close.
   */
  public static List<String> to(String given, Collection<String> known) {
    String wanted = plain(given);
    record Candidate(String name, int distance) {}
    List<Candidate> close =
        known.stream()
            .distinct()
            .map(name -> new Candidate(name, distance(wanted, name)))
            .filter(c -> c.distance <= Math.max(1, Math.min(wanted.length(), c.name.length()) / 3))
            .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
            .toList();
    return close.stream()
        .filter(c -> c.distance <= close.get(0).distance + 1)
        .limit(3)
        .map(Candidate::name)
        .toList();
  }

  /** " Did you mean a, b?" or nothing, to be put behind a message. */
  public static String hint(String given, Collection<String> known) {
    List<String> near = to(given, known);
    return near.isEmpty() ? "" : " Did you mean " + String.join(" or ", near) + "?";
  }

  /**
   * A name also counts by its last part, so that {@code yaer} finds {@code reports.Reports.year}.
   */
  private static int distance(String wanted, String name) {
    String whole = plain(name);
    String last = plain(name.substring(name.lastIndexOf('.') + 1));
    int best = Math.min(edits(wanted, whole), edits(wanted, last));
    boolean begins = wanted.length() >= 3 && (whole.startsWith(wanted) || last.startsWith(wanted));
    return begins ? Math.min(best, 1) : best;
  }

  /** Case, dashes and underscores are what people mix up; they cost nothing. */
  private static String plain(String name) {
    return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
  }

  /** Edits between two words, a swap of neighbours counted as one (Damerau, CACM 7, 1964). */
  private static int edits(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
