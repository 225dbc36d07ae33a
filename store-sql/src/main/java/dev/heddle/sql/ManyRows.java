package dev.heddle.sql;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes of a statement about one row one about many, whose parameters are arrays: its values come
 * from {@code unnest}. It knows the three forms that the statements of this package have.
 */
final class ManyRows {
  private static final Map<String, String> MADE = new ConcurrentHashMap<>();

  private ManyRows() {}

  /**
   * The statement about many rows.
   *
   * @param types of the parameters, as PostgreSQL names them
   */
  static String of(String sql, List<String> types) {
    return MADE.computeIfAbsent(sql, one -> make(one.strip(), types));
  }

  private static String make(String sql, List<String> types) {
    String from =
        types.stream()
                .map(type -> "CAST(? AS " + type + "[])")
                .collect(Collectors.joining(", ", "unnest(", ") AS u("))
            + IntStream.rangeClosed(1, types.size())
                .mapToObj(i -> "p" + i)
                .collect(Collectors.joining(", "))
            + ")";
    if (sql.startsWith("INSERT")) {
      int values = sql.indexOf("VALUES (");
      int end = sql.indexOf(')', values);
      String row = sql.substring(values + "VALUES (".length(), end);
      return sql.substring(0, values)
          + "SELECT "
          + numbered(row)
          + " FROM "
          + from
          + sql.substring(end + 1);
    }
    String link = sql.startsWith("DELETE") ? "USING " : "FROM ";
    String changed = numbered(sql);
    int at = changed.lastIndexOf("WHERE");
    if (at < 0 || !(sql.startsWith("DELETE") || sql.startsWith("UPDATE"))) {
      throw new IllegalArgumentException("not of a form that is known: " + sql);
    }
    return changed.substring(0, at) + link + from + " " + changed.substring(at);
  }

  /** Each parameter as the column it comes from. */
  private static String numbered(String sql) {
    StringBuilder text = new StringBuilder();
    int parameter = 0;
    for (int i = 0; i < sql.length(); i++) {
      if (sql.charAt(i) == '?') {
        text.append("u.p").append(++parameter);
      } else {
        text.append(sql.charAt(i));
      }
    }
    return text.toString();
  }
}
