package dev.heddle.monitor.page;

/**
 * Lays out recorded JSON over several lines, character by character: numbers and texts stay as they
 * stand there, and what is no JSON comes out as it is, more or less broken into lines.
 */
final class PrettyJson {
  private static final int WIDTH = 80;

  private final String json;
  private final StringBuilder out;
  private int depth;

  private PrettyJson(String json) {
    this.json = json;
    this.out = new StringBuilder(json.length() + json.length() / 4);
  }

  /** The same value, for people. */
  static String of(String json) {
    return json.length() <= WIDTH ? json : new PrettyJson(json).laidOut();
  }

  private String laidOut() {
    int i = 0;
    while (i < json.length()) {
      i = next(i);
    }
    return out.toString();
  }

  /** Takes what begins at this place, and returns where the next begins. */
  private int next(int i) {
    char c = json.charAt(i);
    switch (c) {
      case '"' -> {
        int end = endOfText(i);
        out.append(json, i, end);
        return end;
      }
      case '{', '[' -> {
        int end = endOfShort(i);
        if (end > 0) {
          out.append(json, i, end);
          return end;
        }
        out.append(c);
        depth++;
        line();
      }
      case '}', ']' -> {
        depth = Math.max(0, depth - 1);
        line();
        out.append(c);
      }
      case ',' -> {
        out.append(c);
        line();
      }
      case ':' -> out.append(": ");
      case ' ', '\n', '\r', '\t' -> {
        // between parts only: it is laid out anew
      }
      default -> out.append(c);
    }
    return i + 1;
  }

  private void line() {
    out.append('\n').append("  ".repeat(Math.min(depth, WIDTH / 2)));
  }

  private int endOfText(int quote) {
    int i = quote + 1;
    while (i < json.length() && json.charAt(i) != '"') {
      i += json.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(i + 1, json.length());
  }

  /** Where an object or array ends that has none within and fits a line; 0 if it is no such one. */
  private int endOfShort(int open) {
    int most = Math.min(json.length(), open + WIDTH);
    int i = open + 1;
    while (i < most) {
      char c = json.charAt(i);
      if (c == '}' || c == ']') {
        return i + 1;
      }
      if (c == '{' || c == '[') {
        return 0;
      }
      i = c == '"' ? endOfText(i) : i + 1;
    }
    return 0;
  }
}
