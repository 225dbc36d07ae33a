package dev.heddle.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The raw limit: the rows that Heddle wrote, inserted again by nothing but batched JDBC into a file
 * of the same schema, page size and durability. Whatever Heddle does beyond that (hashing, keys,
 * look-ups, bodies, threads, one answer per call) is the distance to this figure.
 *
 * <p>One transaction holds the rows of 1,000 calls over all tables, as a commit group does.
 */
final class RawInserts {
  private static final int CALLS = 1_000;

  /** The page cache of the store's own writing connection, in KiB. */
  private static final int CACHE_KIB = 64 * 1_024;

  /** The rows of one table, in the order in which they were made. */
  private record Rows(String table, int columns, List<@Nullable Object[]> rows) {}

  private final List<String> schema;
  private final List<String> pragmas;
  private final List<Rows> tables;

  private RawInserts(List<String> schema, List<String> pragmas, List<Rows> tables) {
    this.schema = schema;
    this.pragmas = pragmas;
    this.tables = tables;
  }

  /**
   * Reads what a closed store holds.
   *
   * @param after only rows of calls with a higher id; 0 for all rows of all tables
   */
  static RawInserts of(Path file, long after) throws SQLException {
    try (Connection connection = connect(file)) {
      List<String> schema = new ArrayList<>();
      List<Rows> tables = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet objects =
              statement.executeQuery(
                  "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
                      + " AND name NOT LIKE 'sqlite_%' ORDER BY type DESC")) {
        while (objects.next()) {
          schema.add(objects.getString(3));
          if (objects.getString(1).equals("table")) {
            Rows rows = rows(connection, objects.getString(2), after);
            if (!rows.rows.isEmpty()) {
              tables.add(rows);
            }
          }
        }
      }
      List<String> pragmas =
          List.of(
              "page_size = " + number(connection, "PRAGMA page_size"),
              "auto_vacuum = " + number(connection, "PRAGMA auto_vacuum"));
      return new RawInserts(schema, pragmas, tables);
    }
  }

  private static Rows rows(Connection connection, String table, long after) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet info = statement.executeQuery("PRAGMA table_info(" + table + ")")) {
      while (info.next()) {
        columns.add(info.getString("name"));
      }
    }
    String call = columns.contains("node") ? "node" : columns.contains("id") ? "id" : null;
    if (call == null && after > 0) {
      return new Rows(table, columns.size(), List.of());
    }
    String query = "SELECT * FROM " + table;
    if (call != null) {
      query += " WHERE " + call + " > " + after + " ORDER BY " + call;
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      ResultSetMetaData meta = row.getMetaData();
      while (row.next()) {
        @Nullable Object[] values = new Object[meta.getColumnCount()];
        for (int i = 0; i < values.length; i++) {
          values[i] = row.getObject(i + 1);
        }
        rows.add(values);
      }
    }
    return new Rows(table, columns.size(), rows);
  }

  /** The highest id of a call in a closed store. */
  static long highestId(Path file) throws SQLException {
    try (Connection connection = connect(file)) {
      return number(connection, "SELECT max(id) FROM invocation");
    }
  }

  /** How many calls the rows are of. */
  int calls() {
    int most = 0;
    for (Rows table : tables) {
      if (table.table.equals("invocation")) {
        most = table.rows.size();
      }
    }
    return most;
  }

  /** How many rows each table has. */
  Map<String, Integer> sizes() {
    Map<String, Integer> sizes = new TreeMap<>();
    tables.forEach(table -> sizes.put(table.table, table.rows.size()));
    return sizes;
  }

  /**
   * Inserts the rows.
   *
   * @param fresh whether the file is to be made; else it holds other rows of the same schema
   * @param untimed how many calls' rows are inserted before the clock starts
   * @return calls per second
   */
  double perSecond(Path file, boolean fresh, int untimed) throws SQLException {
    try (Connection connection = connect(file)) {
      try (Statement statement = connection.createStatement()) {
        if (fresh) {
          for (String pragma : pragmas) {
            statement.execute("PRAGMA " + pragma);
          }
        }
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = FULL");
        statement.execute("PRAGMA cache_size = -" + CACHE_KIB);
        if (fresh) {
          for (String create : schema) {
            statement.execute(create);
          }
        }
      }
      return insert(connection, untimed);
    }
  }

  private double insert(Connection connection, int untimed) throws SQLException {
    List<PreparedStatement> inserts = new ArrayList<>();
    for (Rows table : tables) {
      String marks = "?" + ", ?".repeat(table.columns - 1);
      inserts.add(
          connection.prepareStatement("INSERT INTO " + table.table + " VALUES (" + marks + ")"));
    }
    connection.setAutoCommit(false);
    int groups = Math.max(1, (calls() + CALLS - 1) / CALLS);
    int first = untimed / CALLS;
    long begun = System.nanoTime();
    for (int group = 0; group < groups; group++) {
      if (group == first) {
        begun = System.nanoTime();
      }
      for (int t = 0; t < tables.size(); t++) {
        insert(inserts.get(t), tables.get(t).rows, group, groups);
      }
      connection.commit();
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    for (PreparedStatement insert : inserts) {
      insert.close();
    }
    return calls() * (groups - first) / (double) groups / seconds;
  }

  private static void insert(
      PreparedStatement insert, List<@Nullable Object[]> rows, int group, int groups)
      throws SQLException {
    int from = (int) ((long) rows.size() * group / groups);
    int to = (int) ((long) rows.size() * (group + 1) / groups);
    for (@Nullable Object[] row : rows.subList(from, to)) {
      for (int i = 0; i < row.length; i++) {
        insert.setObject(i + 1, row[i]);
      }
      insert.addBatch();
    }
    if (to > from) {
      insert.executeBatch();
    }
  }

  private static Connection connect(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  private static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
