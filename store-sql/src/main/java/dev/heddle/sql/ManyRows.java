package dev.heddle.sql;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes of a statement about one row one about many, whose parameters are arrays. It knows the two
 * forms that the statements of this package have.
 *
 * <p>Inserted values come from {@code unnest} in the list of what is selected, where rows go from
 * there into the table: behind FROM each array is first copied into a row store of its own. What is
 * the same in all rows is told once, as it is.
 *
 * <p>Rows are updated and deleted by {@code id = ANY}, never by a join with {@code unnest}: while a
 * table is thought to be empty, a join reads all of it for each group and compares each row with
 * each id; and that plan is kept when the table has grown.
 */
final class ManyRows {
  private static final Map<Form, String> MADE = new ConcurrentHashMap<>();
  private static final String VALUES = "VALUES (";
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

  /** Whether it inserts. */
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
    int values = sql.indexOf(VALUES);
    StringBuilder text = new StringBuilder(sql.substring(0, values)).append("SELECT ");
    Iterator<Parameter> parameter = parameters.iterator();
    int at = values + VALUES.length();
    for (int depth = 1; depth > 0; at++) {
      char c = sql.charAt(at);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == '?') {
        Parameter one = parameter.next();
        text.append(one.same ? one.once() : "unnest(" + one.array() + ")");
      } else if (depth > 0) {
        text.append(c);
      }
    }
    return text.append(sql.substring(at)).toString();
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
