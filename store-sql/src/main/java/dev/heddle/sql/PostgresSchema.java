package dev.heddle.sql;

import dev.heddle.store.FatalStoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Brings the schema to what this program knows. One process does it, under a lock of the server;
 * the others wait. Who finds the schema as it should be needs no right to change it.
 */
final class PostgresSchema {
  /** The newest migration in the resources. */
  static final int VERSION = 6;

  /** Where the migrations that were run are written down, in the schema itself. */
  static final String TABLE = "migration";

  /** From the catalog: who may not use the schema is to learn that, and not that there is none. */
  private static final String IS_THERE =
      "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = ? AND tablename = ?";

  private static final String SCHEMA_IS_THERE =
      "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = ?";

  /** A schema that is not there is created, one that has no tables yet is filled. */
  private static final String MAY_CREATE =
      """
      SELECT coalesce(
        (SELECT has_schema_privilege(oid, 'CREATE') AND has_schema_privilege(oid, 'USAGE')
         FROM pg_catalog.pg_namespace WHERE nspname = ?),
        has_database_privilege(current_database(), 'CREATE'))
      """;

  /** A table is changed by the role that owns it, and by those that are in that role. */
  private static final String MAY_CHANGE =
      """
      SELECT pg_has_role(tableowner, 'USAGE') FROM pg_catalog.pg_tables
      WHERE schemaname = ? AND tablename = 'migration'
      """;

  private PostgresSchema() {}

  /**
   * Makes the schema, or brings it up to date; refuses one that is newer.
   *
   * @param connection to the schema's database
   */
  static void check(Connection connection, PostgresUrl url) throws SQLException {
    int version = version(connection, url);
    if (version > VERSION) {
      throw newer(url, version);
    }
    if (version < VERSION) {
      if (!isTrue(connection, version == 0 ? MAY_CREATE : MAY_CHANGE, url)) {
        throw mayNot(url, version);
      }
      Migrations.run(url);
    }
  }

  private static FatalStoreException newer(PostgresUrl url, int version) {
    return new FatalStoreException(
        "The store "
            + url
            + " has schema version "
            + version
            + ", and this program knows only up to version "
            + VERSION
            + ": a newer Heddle has opened it. It was not touched. Update this Heddle, or choose"
            + " another schema: ?schema=NAME",
        null);
  }

  private static FatalStoreException mayNot(PostgresUrl url, int version) {
    return new FatalStoreException(
        "The store "
            + url
            + (version == 0
                ? " is not there yet: its schema \"" + url.schema() + "\" has no tables"
                : " has schema version " + version + " and needs version " + VERSION)
            + ", and this user may not "
            + (version == 0 ? "create" : "change")
            + " them. Nothing was written. Let a role that may do so run `heddle db migrate`, or"
            + " what `heddle db print-sql` prints.",
        null);
  }

  /** The version of the schema; 0 if there is none. */
  static int version(PostgresUrl url) throws SQLException {
    try (Connection connection = PostgresConnections.open(url, "opening")) {
      return version(connection, url);
    }
  }

  /** The same over a connection that is there. */
  static int version(Connection connection, PostgresUrl url) throws SQLException {
    if (!isThere(connection, IS_THERE, url.schema(), TABLE)) {
      return 0;
    }
    String newest =
        "SELECT coalesce(max(CAST(version AS INTEGER)), 0) FROM \""
            + url.schema()
            + "\"."
            + TABLE
            + " WHERE success AND version IS NOT NULL";
    try (PreparedStatement select = connection.prepareStatement(newest);
        ResultSet row = select.executeQuery()) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  /** Whether the schema itself is there, with tables or without. */
  static boolean hasSchema(Connection connection, PostgresUrl url) throws SQLException {
    return isThere(connection, SCHEMA_IS_THERE, url.schema());
  }

  /** Whether this user may create a schema, or fill one, that has no tables. */
  static boolean mayCreate(Connection connection, PostgresUrl url) throws SQLException {
    return isTrue(connection, MAY_CREATE, url);
  }

  private static boolean isThere(Connection connection, String sql, String... names)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < names.length; i++) {
        select.setString(i + 1, names[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private static boolean isTrue(Connection connection, String sql, PostgresUrl url)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, url.schema());
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}
