package dev.heddle.sql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By arrays in PostgreSQL: one statement for all rows, which takes each parameter of all of them as
 * one array (PROTOCOL §6: twice the rate of a batch of statements). A single row is told as it is,
 * which costs the server half.
 */
final class ArrayBatch implements Batch {
  private static final String LONG = "int8";
  private static final String INT = "int4";
  private static final String BYTES = "bytea";
  private static final String TEXT = "text";

  private final Deferred deferred;
  private final Connection connection;
  private final String sql;
  private final Dialect dialect;

  /** By parameter; grows with the first row. */
  private final List<Column> columns = new ArrayList<>();

  private int rows;

  /** The values of one parameter. */
  private static final class Column {
    final String type;
    final List<@Nullable Object> values = new ArrayList<>();

    Column(String type) {
      this.type = type;
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
    deferred.add(text(), columns.size(), binder());
    clear();
  }

  @Override
  public boolean[] insert(int id) throws SQLException {
    Set<Object> ids = new HashSet<>();
    deferred.ask(
        List.of(
            new Deferred.Question(
                text() + " RETURNING id",
                columns.size(),
                binder(),
                row -> ids.add(row.getLong(1)))));
    boolean[] inserted = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      inserted[i] = ids.remove(columns.get(id - 1).values.get(i));
    }
    clear();
    return inserted;
  }

  private Deferred.Binder binder() throws SQLException {
    return rows == 1 ? oneRow() : manyRows();
  }

  private Deferred.Binder oneRow() {
    List<String> types = new ArrayList<>(columns.size());
    List<@Nullable Object> values = new ArrayList<>(columns.size());
    for (Column column : columns) {
      types.add(column.type);
      values.add(column.values.get(0));
    }
    return (statement, from) -> {
      for (int i = 0; i < values.size(); i++) {
        bind(statement, from + i, types.get(i), values.get(i));
      }
    };
  }

  private static void bind(
      PreparedStatement statement, int place, String type, @Nullable Object value)
      throws SQLException {
    switch (type) {
      case BYTES -> statement.setBytes(place, (byte[]) value);
      case TEXT -> statement.setString(place, (String) value);
      default -> {
        if (value == null) {
          statement.setNull(place, Types.BIGINT);
        } else if (value instanceof Integer number) {
          statement.setInt(place, number);
        } else {
          statement.setLong(place, (Long) value);
        }
      }
    }
  }

  private Deferred.Binder manyRows() throws SQLException {
    List<Array> arrays = new ArrayList<>(columns.size());
    for (Column column : columns) {
      arrays.add(connection.createArrayOf(column.type, array(column)));
    }
    return (statement, from) -> {
      for (int i = 0; i < arrays.size(); i++) {
        statement.setArray(from + i, arrays.get(i));
      }
    };
  }

  private String text() {
    return dialect.text(
        rows == 1 ? sql : ManyRows.of(sql, columns.stream().map(column -> column.type).toList()));
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
