package dev.heddle.sql;

import dev.heddle.store.StoreAdmin;
import dev.heddle.store.StoreInfo;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Looks after a store in a PostgreSQL; each call has a connection of its own. */
record PostgresAdmin(PostgresUrl url) implements StoreAdmin {
  private static final String SERVER = "SELECT current_setting('server_version')";

  private static final String BYTES =
      """
      SELECT CAST(coalesce(sum(pg_total_relation_size(c.oid)), 0) AS BIGINT)
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relkind = 'r'
      """;

  /** Numbers of leases begin at 1000; below are other locks of the store. */
  private static final String LEASES =
      """
      SELECT CAST(CAST(l.objid AS BIGINT) AS TEXT)
      FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_namespace n ON n.oid = l.classid
      WHERE n.nspname = ? AND l.locktype = 'advisory' AND l.objsubid = 2 AND l.granted
        AND CAST(l.objid AS BIGINT) >= 1000
        AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
      """;

  private static final String CLIENTS = "SELECT count(*) FROM (%s) held".formatted(LEASES);

  private static final String WORKERS =
      """
      SELECT count(*) FROM worker w JOIN client c ON c.id = w.client
      WHERE w.state < 2 AND c.lease IN (%s)
      """
          .formatted(LEASES);

  private static final String MAY_WRITE =
      """
      SELECT current_setting('transaction_read_only') = 'off'
        AND has_sequence_privilege(format('%I.lease', CAST(? AS TEXT)), 'USAGE')
        AND bool_and(has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
          AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE'))
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relkind = 'r' AND c.relname <> 'migration'
      """;

  /** What is asked of the server. */
  private interface Question<T> {
    T over(Connection connection) throws SQLException;
  }

  private <T> T ask(Question<T> question) {
    try (Connection connection = PostgresConnections.open(url, "admin")) {
      return question.over(connection);
    } catch (SQLException e) {
      throw PostgresFailures.of(e, url.toString());
    }
  }

  @Override
  public boolean exists() {
    return ask(connection -> PostgresSchema.version(connection, url)) > 0;
  }

  @Override
  public StoreInfo info() {
    return ask(this::info);
  }

  private StoreInfo info(Connection connection) throws SQLException {
    int version = PostgresSchema.version(connection, url);
    boolean there = version > 0;
    String server = "PostgreSQL " + one(connection, SERVER, row -> row.getString(1));
    return new StoreInfo(
        "postgresql",
        url.toString(),
        there,
        url.schema(),
        version,
        PostgresSchema.VERSION,
        server,
        null,
        there ? one(connection, BYTES, row -> row.getLong(1), url.schema()) : null,
        there ? one(connection, CLIENTS, row -> row.getInt(1), url.schema()) : null,
        there ? one(connection, WORKERS, row -> row.getInt(1), url.schema()) : null,
        there
            ? one(connection, MAY_WRITE, row -> row.getBoolean(1), url.schema(), url.schema())
            : PostgresSchema.mayCreate(connection, url));
  }

  /** Reads the one row of an answer. */
  private interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  private <T> T one(Connection connection, String sql, Reading<T> reading, String... names)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(new PostgresSql(url.schema()).text(sql))) {
      for (int i = 0; i < names.length; i++) {
        select.setString(i + 1, names[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return reading.of(row);
      }
    }
  }

  @Override
  public Migrated migrate() {
    return ask(
        connection -> {
          int before = PostgresSchema.version(connection, url);
          PostgresSchema.check(connection, url);
          return new Migrated(before, PostgresSchema.version(connection, url));
        });
  }

  @Override
  public String sql(boolean whole) {
    if (whole) {
      return PostgresScript.of(url.schema(), 0, true);
    }
    return ask(
        connection ->
            PostgresScript.of(
                url.schema(),
                PostgresSchema.version(connection, url),
                !PostgresSchema.hasSchema(connection, url)));
  }
}
