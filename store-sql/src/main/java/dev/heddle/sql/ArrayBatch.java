package dev.heddle.sql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By arrays in PostgreSQL: one statement for all rows, which takes each parameter of all of them as
 * one array (PROTOCOL §6: twice the rate of a batch of statements). A single row is told as it is,
 * which costs the server half. What is the same in many inserted rows is told once.
 */
final class ArrayBatch implements Batch {
  private static final String LONG = "int8";
  private static final String INT = "int4";
  private static final String BYTES = "bytea";
  private static final String TEXT = "text";

  /** From so many rows on it is seen what is the same in all: fewer cost little. */
  private static final int MANY = 64;

  private final Deferred deferred;
  private final Connection connection;
  private final String sql;
  private final Dialect dialect;

  /** By parameter; grows with the first row. */
  private final List<Column> columns = new ArrayList<>();

  private int rows;

  /**
   * Which columns of very many rows were the same each time: that is told once for those alone. A
   * statement is another one for each choice, and every other has to be planned.
   */
  private boolean @Nullable [] shape;

  /** A value that is bound. */
  private interface Told {
    void bind(PreparedStatement statement, int place) throws SQLException;
  }

  /** The values of one parameter. */
  private static final class Column {
    final String type;
    final List<@Nullable Object> values = new ArrayList<>();

    Column(String type) {
      this.type = type;
    }

    /** Of the first row. */
    Told first() {
      Object value = values.get(0);
      return switch (type) {
        case BYTES -> (statement, place) -> statement.setBytes(place, (byte[]) value);
        case TEXT -> (statement, place) -> statement.setString(place, (String) value);
        default ->
            value == null
                ? (statement, place) -> statement.setNull(place, Types.BIGINT)
                : value instanceof Integer number
                    ? (statement, place) -> statement.setInt(place, number)
                    : (statement, place) -> statement.setLong(place, (Long) value);
      };
    }

    /** Whether it is the same in all rows. */
    boolean isSame() {
      Object first = values.get(0);
      for (Object value : values) {
        if (!Objects.deepEquals(first, value)) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * A batch without rows.
   *
   * @param sql of a single row, as in {@link Sql}
   */
  ArrayBatch(Deferred deferred, Connection connection, String sql, Dialect dialect) {
    this.deferred = deferred;
    this.connection = connection;
    this.sql = sql;
    this.dialect = dialect;
  }

  private void set(int place, String type, @Nullable Object value) {
    if (columns.size() < place) {
      columns.add(new Column(type));
    }
    columns.get(place - 1).values.add(value);
  }

  @Override
  public void setLong(int place, long value) {
    set(place, LONG, value);
  }

  @Override
  public void setInt(int place, int value) {
    set(place, INT, value);
  }

  @Override
  public void setNull(int place) {
    set(place, LONG, null);
  }

  @Override
  public void setBytes(int place, byte @Nullable [] value) {
    set(place, BYTES, value);
  }

  @Override
  public void setText(int place, String value) {
    set(place, TEXT, dialect.kept(value));
  }

  @Override
  public void add() {
    rows++;
  }

  @Override
  public void execute() throws SQLException {
    Statement statement = statement("");
    deferred.add(statement.text, columns.size(), statement.binder);
    clear();
  }

  @Override
  public boolean[] insert(int id) throws SQLException {
    Set<Object> ids = new HashSet<>();
    Statement statement = statement(" RETURNING id");
    deferred.ask(
        List.of(
            new Deferred.Question(
                statement.text, columns.size(), statement.binder, row -> ids.add(row.getLong(1)))));
    boolean[] inserted = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      inserted[i] = ids.remove(columns.get(id - 1).values.get(i));
    }
    clear();
    return inserted;
  }

  private record Statement(String text, Deferred.Binder binder) {}

  /**
   * About all rows.
   *
   * @param end what it ends with
   */
  private Statement statement(String end) throws SQLException {
    if (rows == 1) {
      return new Statement(dialect.text(sql + end), oneRow());
    }
    boolean[] same = same();
    List<ManyRows.Parameter> parameters = new ArrayList<>(columns.size());
    for (int i = 0; i < same.length; i++) {
      parameters.add(new ManyRows.Parameter(columns.get(i).type, same[i]));
    }
    return new Statement(dialect.text(ManyRows.of(sql, parameters) + end), manyRows(same));
  }

  /** By column, whether it is told once; at least one is not. */
  private boolean[] same() {
    boolean[] same = new boolean[columns.size()];
    if (rows < MANY && ManyRows.isInsert(sql)) {
      return same;
    }
    boolean all = true;
    for (int i = 0; i < same.length; i++) {
      same[i] = (shape == null || shape[i]) && columns.get(i).isSame();
      all &= same[i];
    }
    if (rows >= MANY) {
      shape = same.clone();
    }
    same[0] &= !all;
    return same;
  }

  private Deferred.Binder oneRow() {
    List<Told> told = new ArrayList<>(columns.size());
    for (Column column : columns) {
      told.add(column.first());
    }
    return told(told);
  }

  private Deferred.Binder manyRows(boolean[] same) throws SQLException {
    List<Told> told = new ArrayList<>(columns.size());
    for (int i = 0; i < same.length; i++) {
      Column column = columns.get(i);
      if (same[i]) {
        told.add(column.first());
      } else {
        Array array = connection.createArrayOf(column.type, array(column));
        told.add((statement, place) -> statement.setArray(place, array));
      }
    }
    return told(told);
  }

  private static Deferred.Binder told(List<Told> values) {
    return (statement, from) -> {
      for (int i = 0; i < values.size(); i++) {
        values.get(i).bind(statement, from + i);
      }
    };
  }

  /** Of the very type: only then the driver sends it in binary form. */
  private static Object[] array(Column column) {
    return switch (column.type) {
      case LONG -> column.values.toArray(Long[]::new);
      case INT -> column.values.toArray(Integer[]::new);
      case BYTES -> column.values.toArray(byte[][]::new);
      default -> column.values.toArray(String[]::new);
    };
  }

  @Override
  public void clear() {
    columns.forEach(column -> column.values.clear());
    rows = 0;
  }
}
