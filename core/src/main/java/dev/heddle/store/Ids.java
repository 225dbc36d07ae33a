package dev.heddle.store;

import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * How people see an id: ten hex digits that look alike for no two neighbours, so that a mistyped
 * one is noticed. The 40-bit number is multiplied by an odd constant modulo 2^40, which is a
 * bijection.
 */
public final class Ids {
  private static final Pattern TEXT = Pattern.compile("[0-9a-fA-F]{10}");
  private static final long MASK = (1L << 40) - 1;
  private static final long FACTOR = 0x9E3779B97FL;
  private static final long INVERSE = inverse(FACTOR);

  private Ids() {}

  /** The id's text. */
  public static String text(long id) {
    String hex = Long.toHexString(id * FACTOR & MASK);
    return "0".repeat(10 - hex.length()) + hex;
  }

  /** Reads a text back; empty if it is not the text of any id. */
  public static OptionalLong parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(text, 16) * INVERSE & MASK);
  }

  /**
   * The ids whose texts begin with these digits, from {@code newest} down to the first there is.
   * Finds them by reckoning; which of them are on record only the store can tell.
   */
  public static LongStream beginning(String digits, long newest) {
    if (!digits.matches("[0-9a-fA-F]{1,10}")) {
      return LongStream.empty();
    }
    int open = 4 * (10 - digits.length());
    long wanted = Long.parseLong(digits, 16);
    return LongStream.iterate(newest, id -> id > 0, id -> id - 1)
        .filter(id -> (id * FACTOR & MASK) >>> open == wanted);
  }

  /**
   * The inverse of an odd number modulo 2^64, by Newton's iteration; each step doubles the bits.
   */
  private static long inverse(long odd) {
    long x = odd;
    for (int i = 0; i < 6; i++) {
      x *= 2 - odd * x;
    }
    return x;
  }
}
