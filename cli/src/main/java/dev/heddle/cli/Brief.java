package dev.heddle.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values on one line, in about as many characters as there is room for. What is cut says so: a text
 * loses its end, an array or object its last parts, with their number. A file is its path, and that
 * loses its beginning, since the name at its end is what tells one file from another.
 */
final class Brief {
  /** No part is cut to less than this. */
  private static final int LEAST = 8;

  /** What {@code , …12 more}, with the closing bracket, takes. */
  private static final int REST = 10;

  private static final int SHA_DIGITS = 40;

  private Brief() {}

  /** A value, given as JSON text. */
  static String value(String json, int budget) {
    if (json.startsWith("{")) {
      List<String> members = Json.parts(json);
      String path = external(members);
      return path == null ? composed(json, members, budget) : endOf(path, budget);
    }
    if (json.startsWith("[")) {
      return composed(json, Json.parts(json), budget);
    }
    return json.startsWith("\"") ? text(json, budget) : beginOf(json, budget);
  }

  /** A call's arguments side by side: short ones stand whole, the others share what is left. */
  static List<String> values(List<String> json, int budget) {
    List<String> shown = new ArrayList<>();
    List<String> wide = new ArrayList<>();
    int left = budget - 2 * Math.max(0, json.size() - 1);
    json.forEach(value -> wide.add(value(value, Math.max(LEAST, left))));
    int share = share(wide, left);
    for (int i = 0; i < json.size(); i++) {
      String whole = wide.get(i);
      shown.add(whole.length() <= share ? whole : value(json.get(i), share));
    }
    return shown;
  }

  /** The width to which the longest must be cut for all to fit. */
  private static int share(List<String> wide, int budget) {
    int[] lengths = wide.stream().mapToInt(String::length).sorted().toArray();
    int left = budget;
    for (int i = 0; i < lengths.length; i++) {
      int each = left / (lengths.length - i);
      if (lengths[i] > each) {
        return Math.max(LEAST, each);
      }
      left -= lengths[i];
    }
    return Integer.MAX_VALUE;
  }

  /** The path of a recorded file, folder or set of files; null if these are of something else. */
  private static @Nullable String external(List<String> members) {
    if (members.size() < 2 || !members.get(0).startsWith("\"path\"")) {
      return null;
    }
    boolean set = members.get(1).startsWith("\"pattern\"");
    String path = memberValue(members.get(0));
    String sha = members.size() < 3 && set ? "" : memberValue(members.get(set ? 2 : 1));
    if (!path.startsWith("\"") || !isSha(sha) || !members.get(set ? 2 : 1).startsWith("\"sha\"")) {
      return null;
    }
    String text = Json.unquote(path);
    return set ? text + "/" + Json.unquote(memberValue(members.get(1))) : text;
  }

  private static boolean isSha(String json) {
    if (json.length() != SHA_DIGITS + 2 || json.charAt(0) != '"') {
      return false;
    }
    for (int i = 1; i <= SHA_DIGITS; i++) {
      if (Character.digit(json.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private static String composed(String json, List<String> parts, int budget) {
    boolean object = json.startsWith("{");
    if (budget <= LEAST && json.length() > budget) {
      return object ? "{…}" : "[…]"; // and no deeper, so that a cut costs little
    }
    StringBuilder out = new StringBuilder().append(json.charAt(0));
    int shown = 0;
    for (String part : parts) {
      boolean last = shown == parts.size() - 1;
      int left = budget - out.length() - (shown == 0 ? 1 : 3) - (last ? 0 : REST);
      String name = object ? memberName(part) + ": " : "";
      String body = object ? memberValue(part) : part;
      String cut = name + value(body, Math.max(LEAST, left - name.length()));
      if (shown > 0 && cut.length() > left) {
        break;
      }
      out.append(shown == 0 ? "" : ", ").append(cut);
      shown++;
    }
    if (shown < parts.size()) {
      out.append(", …").append(parts.size() - shown).append(" more");
    }
    out.append(object ? '}' : ']');
    if (out.length() > budget + LEAST) {
      return object ? "{…}" : "[…]"; // one part alone is too much
    }
    return out.toString();
  }

  /** A member's name, bare where it is a word. */
  private static String memberName(String member) {
    String quoted = member.substring(0, Json.endOf(member, 0));
    String name = Json.unquote(quoted);
    boolean word = !name.isEmpty() && name.chars().allMatch(Character::isJavaIdentifierPart);
    return word ? name : quoted;
  }

  private static String memberValue(String member) {
    return member.substring(Json.endOf(member, 0)).strip().substring(1).strip();
  }

  /** A JSON string; one that looks like a path loses its beginning. */
  private static String text(String json, int budget) {
    if (json.length() <= budget) {
      return json;
    }
    if (json.indexOf('/') > 0 && json.indexOf(' ') < 0 && json.indexOf('\\') < 0) {
      return '"' + endOf(json.substring(1, json.length() - 1), budget - 2) + '"';
    }
    int end = Math.max(1, budget - 2);
    if (Character.isHighSurrogate(json.charAt(end - 1))) {
      end--;
    }
    String kept = json.substring(0, end);
    int backslash = kept.lastIndexOf('\\');
    if (backslash >= end - 6 && backslash >= 0) {
      kept = kept.substring(0, escapeStart(kept, backslash));
    }
    return kept + "…\"";
  }

  /** Where the run of backslashes that ends at {@code last} begins to be an unfinished escape. */
  private static int escapeStart(String text, int last) {
    int first = last;
    while (first > 0 && text.charAt(first - 1) == '\\') {
      first--;
    }
    return (last - first) % 2 == 0 ? last : last + 1;
  }

  private static String beginOf(String text, int budget) {
    return text.length() <= budget ? text : text.substring(0, Math.max(1, budget - 1)) + "…";
  }

  /** The end of a path, from a separator on if one is near. */
  private static String endOf(String path, int budget) {
    if (path.length() <= budget) {
      return path;
    }
    int from = path.length() - Math.max(1, budget - 1);
    int separator = path.indexOf('/', from);
    boolean near = separator >= 0 && separator - from <= Math.max(1, budget - 1) / 2;
    return "…" + path.substring(near ? separator : from);
  }
}
