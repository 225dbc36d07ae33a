package dev.heddle.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Lays out JSON text that is known to be well-formed, without building a tree of it: recorded
 * values are such text already, and starting a parser for a greeting would take longer than the
 * greeting.
 */
final class Json {
  private static final String INDENT = "  ";
  private static final int WIDTH = 80;

  private Json() {}

  /** A value as a person reads it: text bare, scalars as they are, the rest over several lines. */
  static String readable(String json) {
    return json.startsWith("\"") ? unquote(json) : pretty(json);
  }

  /** Broken into lines where an object or array does not fit one. */
  static String pretty(String json) {
    StringBuilder out = new StringBuilder();
    pretty(json, "", 0, out);
    return out.toString();
  }

  private static void pretty(String json, String indent, int column, StringBuilder out) {
    boolean array = json.startsWith("[");
    boolean object = json.startsWith("{");
    if (!array && !object) {
      out.append(json);
      return;
    }
    List<String> parts = parts(json);
    String line = oneLine(json, parts, WIDTH);
    if (column + line.length() <= WIDTH) {
      out.append(line);
      return;
    }
    String inner = indent + INDENT;
    out.append(json.charAt(0)).append('\n');
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      out.append(inner);
      if (object) {
        int colon = endOf(part, 0);
        String name = part.substring(0, colon) + ": ";
        out.append(name);
        pretty(part.substring(colon + 1).strip(), inner, inner.length() + name.length(), out);
      } else {
        pretty(part, inner, inner.length(), out);
      }
      out.append(i < parts.size() - 1 ? ",\n" : "\n");
    }
    out.append(indent).append(array ? ']' : '}');
  }

  /** With blanks after commas and colons; may give up beyond {@code enough} characters. */
  private static String oneLine(String json, List<String> parts, int enough) {
    if (json.length() > enough) {
      return json;
    }
    StringBuilder out = new StringBuilder().append(json.charAt(0));
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      out.append(i == 0 ? "" : ", ");
      if (json.startsWith("{")) {
        int colon = endOf(part, 0);
        out.append(part, 0, colon).append(": ");
        part = part.substring(colon + 1).strip();
      }
      boolean nested = part.startsWith("[") || part.startsWith("{");
      out.append(nested ? oneLine(part, parts(part), enough) : part);
    }
    return out.append(json.startsWith("[") ? ']' : '}').toString();
  }

  /** The elements of an array, or the members of an object, as they stand. */
  static List<String> parts(String json) {
    List<String> parts = new ArrayList<>();
    int at = skipBlank(json, 1);
    while (at < json.length() - 1) {
      int from = at;
      at = endOf(json, at);
      int after = skipBlank(json, at);
      if (after < json.length() && json.charAt(after) == ':') {
        at = endOf(json, skipBlank(json, after + 1));
      }
      parts.add(json.substring(from, at));
      at = skipBlank(json, at);
      if (at < json.length() && json.charAt(at) == ',') {
        at = skipBlank(json, at + 1);
      }
    }
    return parts;
  }

  private static int skipBlank(String json, int at) {
    int i = at;
    while (i < json.length() && Character.isWhitespace(json.charAt(i))) {
      i++;
    }
    return i;
  }

  /** The index behind the value that begins at {@code at}. */
  static int endOf(String json, int at) {
    int depth = 0;
    int i = at;
    while (i < json.length()) {
      char c = json.charAt(i);
      if (c == '"') {
        i = endOfText(json, i);
        if (depth == 0) {
          return i;
        }
        continue;
      }
      if (c == '[' || c == '{') {
        depth++;
      } else if (c == ']' || c == '}') {
        if (depth == 0) {
          return i;
        }
        if (--depth == 0) {
          return i + 1;
        }
      } else if (depth == 0 && (c == ',' || c == ':' || Character.isWhitespace(c))) {
        return i;
      }
      i++;
    }
    return i;
  }

  private static int endOfText(String json, int quote) {
    int i = quote + 1;
    while (i < json.length() && json.charAt(i) != '"') {
      i += json.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(i + 1, json.length());
  }

  /** The text of a JSON string. */
  static String unquote(String json) {
    StringBuilder out = new StringBuilder();
    for (int i = 1; i < json.length() - 1; i++) {
      char c = json.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escaped = json.charAt(++i);
      switch (escaped) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'u' -> {
          out.append((char) Integer.parseInt(json.substring(i + 1, i + 5), 16));
          i += 4;
        }
        default -> out.append(escaped);
      }
    }
    return out.toString();
  }

  /** A JSON string of this text. */
  static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || (Character.isSurrogate(c) && !paired(text, i))) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  private static boolean paired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
