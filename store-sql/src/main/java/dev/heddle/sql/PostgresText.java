package dev.heddle.sql;

/**
 * Texts as PostgreSQL can hold them: it takes no U+0000 and no half of a surrogate pair. These are
 * escaped, by a character of the private use area and four digits; so is that character itself.
 * Equal texts stay equal and others other.
 */
final class PostgresText {
  private static final char ESCAPE = '\uF8E5';
  private static final int DIGITS = 4;

  private PostgresText() {}

  static String kept(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isEscaped(text, i)) {
        return escaped(text);
      }
    }
    return text;
  }

  private static boolean isEscaped(String text, int at) {
    char c = text.charAt(at);
    if (!Character.isSurrogate(c)) {
      return c == 0 || c == ESCAPE;
    }
    return Character.isHighSurrogate(c)
        ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
        : at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
  }

  private static String escaped(String text) {
    StringBuilder kept = new StringBuilder(text.length() + 2 * DIGITS);
    for (int i = 0; i < text.length(); i++) {
      if (isEscaped(text, i)) {
        kept.append(ESCAPE).append(String.format("%04x", (int) text.charAt(i)));
      } else {
        kept.append(text.charAt(i));
      }
    }
    return kept.toString();
  }

  @SuppressWarnings("NullAway") // what was null is null
  static String read(String kept) {
    if (kept == null || kept.indexOf(ESCAPE) < 0) {
      return kept;
    }
    StringBuilder text = new StringBuilder(kept.length());
    for (int i = 0; i < kept.length(); i++) {
      char c = kept.charAt(i);
      if (c == ESCAPE && i + DIGITS < kept.length()) {
        text.append((char) Integer.parseInt(kept.substring(i + 1, i + 1 + DIGITS), 16));
        i += DIGITS;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
