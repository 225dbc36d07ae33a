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
  static final int VERSION = 1;

  /** Where the migrations that were run are written down, in the schema itself. */
  static final String TABLE = "migration";

  private static final String IS_THERE =
      "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?";

  private PostgresSchema() {}

  /** Makes the schema, or brings it up to date; refuses one that is newer. */
  static void check(PostgresUrl url) throws SQLException {
    int version = version(url);
    if (version > VERSION) {
      throw new FatalStoreException(
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
    if (version < VERSION) {
      Migrations.run(url);
    }
  }

  /** The version of the schema; 0 if there is none. */
  static int version(PostgresUrl url) throws SQLException {
    try (Connection connection = PostgresDatabase.connection(url, "opening");
        PreparedStatement there = connection.prepareStatement(IS_THERE)) {
      there.setString(1, url.schema());
      there.setString(2, TABLE);
      try (ResultSet row = there.executeQuery()) {
        if (!row.next()) {
          return 0;
        }
      }
      try (PreparedStatement newest =
              connection.prepareStatement(
                  "SELECT coalesce(max(CAST(version AS INTEGER)), 0) FROM "
                      + url.schema()
                      + "."
                      + TABLE
                      + " WHERE success AND version IS NOT NULL");
          ResultSet row = newest.executeQuery()) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }
}
