package dev.heddle.monitor.chart;

import java.text.BreakIterator;
import java.util.Locale;

/**
 * Labels of others as a picture can bear them: of one line, harmless, and no wider than their
 * place.
 */
final class Text {
  /** What a tooltip shows of a label at most, in characters. */
  static final int WHOLE = 1000;

  private Text() {}

  /**
   * On one line and without characters that XML forbids or that change the direction of what stands
   * beside them; those are replaced, so that their being there is seen.
   */
  static String clean(String text) {
    if (isPlain(text)) {
      return text.strip();
    }
    return text.codePoints()
        .limit(4L * WHOLE)
        .map(Text::harmless)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString()
        .strip();
  }

  /** Whether it is short and of ASCII that can be printed, as most are: there may be thousands. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return text.length() <= 4 * WHOLE;
  }

  /** The character, or what stands in for it in a label. */
  private static int harmless(int c) {
    if (c == '\n' || c == '\r' || c == '\t' || c == 0x85 || c == 0x2028 || c == 0x2029) {
      return ' ';
    }
    boolean turns = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    return turns || Character.isISOControl(c) ? 0xfffd : inXml(c);
  }

  /** The character, or U+FFFD if it may not be in XML, however it is written. */
  static int inXml(int c) {
    boolean control = c < ' ' && c != '\t' && c != '\n' && c != '\r';
    boolean half = c >= 0xd800 && c <= 0xdfff;
    return control || half || (c & 0xfffe) == 0xfffe ? 0xfffd : c;
  }

  /** Cleaned, and cut with an ellipsis if it has more characters than this. */
  static String atMost(String text, int characters) {
    String clean = clean(text);
    return clean.length() <= characters ? clean : start(clean, characters - 1) + "…";
  }

  /** Cleaned, and cut with an ellipsis if it would be wider than its place. */
  static String fit(String text, double width, double fontSize) {
    String clean = clean(text);
    double used = 0;
    double room = width - widthOf('…') * fontSize;
    int fits = 0;
    for (int i = 0; i < clean.length(); i += Character.charCount(clean.codePointAt(i))) {
      used += widthOf(clean.codePointAt(i)) * fontSize;
      if (used <= room) {
        fits = i + Character.charCount(clean.codePointAt(i));
      }
      if (used > width) {
        return start(clean, fits).stripTrailing() + "…";
      }
    }
    return clean;
  }

  /** Of a character in a sans-serif face of size 1, estimated generously. */
  private static double widthOf(int c) {
    if (isWide(c)) {
      return 1.25;
    }
    if (c < 0x80 && " !'(),.:;I[]fijlrt|".indexOf(c) >= 0) {
      return 0.38;
    }
    if (c == 'm' || c == 'w' || c == 'M' || c == 'W' || c == '@' || c == '%' || c == '…') {
      return 0.95;
    }
    return Character.isUpperCase(c) ? 0.72 : 0.6;
  }

  /** Of a script whose letters are as wide as they are high, or a picture. */
  private static boolean isWide(int c) {
    return (c >= 0x1100 && c < 0x1200)
        || (c >= 0x2600 && c < 0x27c0)
        || (c >= 0x2e80 && c < 0xd7a4)
        || (c >= 0xf900 && c < 0xfb00)
        || (c >= 0xfe30 && c < 0xff61)
        || c >= 0x1f000;
  }

  /** The start of a text, up to a border between characters as people see them. */
  private static String start(String text, int length) {
    if (length <= 0) {
      return "";
    }
    BreakIterator borders = BreakIterator.getCharacterInstance(Locale.ROOT);
    borders.setText(text.substring(0, Math.min(text.length(), length + 32)));
    return text.substring(0, borders.isBoundary(length) ? length : borders.preceding(length));
  }
}
