package dev.heddle.cli.script;

/** Reads the {@code package} line of a source text without a compiler. */
final class PackageLine {
  private final String text;
  private int at;

  private PackageLine(String text) {
    this.text = text;
  }

  /** The package, or empty for the unnamed one. */
  static String in(String source) {
    PackageLine reader = new PackageLine(source);
    reader.skipBlank();
    if (!reader.word().equals("package")) {
      return "";
    }
    StringBuilder name = new StringBuilder();
    while (reader.at < source.length()) {
      reader.skipBlank();
      String word = reader.word();
      if (!word.isEmpty()) {
        name.append(word);
      } else if (reader.at < source.length() && source.charAt(reader.at) == '.') {
        name.append('.');
        reader.at++;
      } else {
        break;
      }
    }
    return name.toString();
  }

  private String word() {
    int from = at;
    while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }

  /** Skips white space and comments. */
  private void skipBlank() {
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\uFEFF') {
        at++;
      } else if (text.startsWith("//", at)) {
        at = end(text.indexOf('\n', at), 1);
      } else if (text.startsWith("/*", at)) {
        at = end(text.indexOf("*/", at + 2), 2);
      } else {
        return;
      }
    }
  }

  private int end(int found, int length) {
    return found < 0 ? text.length() : found + length;
  }
}
