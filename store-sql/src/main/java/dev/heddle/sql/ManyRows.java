package dev.heddle.sql;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes of a statement about one row one about many, whose parameters are arrays. It knows the two
 * forms that the statements of this package have.
 *
 * <p>Inserted values come from {@code unnest}. What is the same in all rows is told once, as it is:
 * a column of {@code unnest} costs the server a third of a microsecond for each row.
 *
 * <p>Rows are updated and deleted by {@code id = ANY}, never by a join with {@code unnest}: while a
 * table is thought to be empty, a join reads all of it for each group and compares each row with
 * each id; and that plan is kept when the table has grown.
 */
final class ManyRows {
  private static final Map<Form, String> MADE = new ConcurrentHashMap<>();
  private static final String BY_ID = "WHERE id = ?";

  /**
   * A parameter of all rows.
   *
   * @param type as PostgreSQL names it
   * @param same whether it is told once
   */
  record Parameter(String type, boolean same) {
    String once() {
      return "CAST(? AS " + type + ")";
    }

    String array() {
      return "CAST(? AS " + type + "[])";
    }
  }

  private record Form(String sql, List<Parameter> parameters) {}

  private ManyRows() {}

  /** Whether it inserts: then what is the same comes first. */
  static boolean isInsert(String sql) {
    return sql.stripLeading().startsWith("INSERT");
  }

  /**
   * The statement about many rows. All parameters of one that does not insert are the same, but for
   * the id.
   */
  static String of(String sql, List<Parameter> parameters) {
    return MADE.computeIfAbsent(
        new Form(sql, parameters),
        form ->
            isInsert(sql)
                ? insert(sql.strip(), form.parameters)
                : byIds(sql.strip(), form.parameters));
  }

  private static String insert(String sql, List<Parameter> parameters) {
    List<String> arrays =
        parameters.stream().filter(one -> !one.same).map(Parameter::array).toList();
    int values = sql.indexOf("VALUES (");
    int end = sql.indexOf(')', values);
    String row = sql.substring(values + "VALUES (".length(), end);
    return sql.substring(0, values)
        + "SELECT "
        + placed(row, parameters)
        + " FROM unnest("
        + String.join(", ", arrays)
        + ") AS u("
        + IntStream.rangeClosed(1, arrays.size())
            .mapToObj(i -> "p" + i)
            .collect(Collectors.joining(", "))
        + ")"
        + sql.substring(end + 1);
  }

  /** Each parameter as the column it comes from, or as itself. */
  private static String placed(String row, List<Parameter> parameters) {
    StringBuilder text = new StringBuilder();
    int parameter = 0;
    int column = 0;
    for (int i = 0; i < row.length(); i++) {
      if (row.charAt(i) != '?') {
        text.append(row.charAt(i));
        continue;
      }
      Parameter one = parameters.get(parameter++);
      text.append(one.same ? one.once() : "u.p" + ++column);
    }
    return text.toString();
  }

  private static String byIds(String sql, List<Parameter> parameters) {
    int at = sql.indexOf(BY_ID);
    int id = at < 0 ? -1 : (int) sql.substring(0, at).chars().filter(c -> c == '?').count();
    for (int i = 0; i < parameters.size(); i++) {
      if (id < 0 || parameters.get(i).same == (i == id)) {
        throw new IllegalArgumentException("not of a form that is known: " + sql);
      }
    }
    return sql.substring(0, at)
        + "WHERE id = ANY ("
        + parameters.get(id).array()
        + ")"
        + sql.substring(at + BY_ID.length());
  }
}
