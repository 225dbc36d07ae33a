package dev.heddle.sql;

import java.util.List;

/**
 * Migrations as one transaction in SQL, to be run by a person. Flyway takes them for done then:
 * they are written into its table as it would do it.
 */
final class PostgresScript {
  /** As Flyway makes it; nothing happens if it has. */
  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS %1$s (
        installed_rank INTEGER       NOT NULL,
        version        VARCHAR(50),
        description    VARCHAR(200)  NOT NULL,
        type           VARCHAR(20)   NOT NULL,
        script         VARCHAR(1000) NOT NULL,
        checksum       INTEGER,
        installed_by   VARCHAR(100)  NOT NULL,
        installed_on   TIMESTAMP     NOT NULL DEFAULT now(),
        execution_time INTEGER       NOT NULL,
        success        BOOLEAN       NOT NULL,
        CONSTRAINT %1$s_pk PRIMARY KEY (installed_rank)
      );
      CREATE INDEX IF NOT EXISTS %1$s_s_idx ON %1$s (success);
      """
          .formatted(PostgresSchema.TABLE);

  private static final String DONE =
      """
      INSERT INTO %s
        (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
        SELECT coalesce(max(installed_rank), 0) + 1, '%d', '%s', 'SQL', '%s', %d, current_user, 0, TRUE
        FROM %1$s;
      """;

  private static final String GRANTS =
      """
      -- A role that uses the store and does not own it needs no more than this; app stands for it:
      --   GRANT USAGE ON SCHEMA "%1$s" TO app;
      --   GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "%1$s" TO app;
      --   GRANT USAGE ON ALL SEQUENCES IN SCHEMA "%1$s" TO app;
      """;

  private PostgresScript() {}

  /**
   * What brings a schema up to date.
   *
   * @param found its version, 0 if there is none
   * @param create whether the schema itself has to be created
   */
  static String of(String schema, int found, boolean create) {
    if (found >= PostgresSchema.VERSION) {
      return "-- The schema \""
          + schema
          + "\" has version "
          + found
          + ": there is nothing to run.\n";
    }
    StringBuilder sql = new StringBuilder();
    sql.append("-- Brings the schema \"" + schema + "\" of a Heddle store from version " + found);
    sql.append(found == 0 ? " (there is none)" : "");
    sql.append(" to version " + PostgresSchema.VERSION + ".\n");
    sql.append("-- Run it in the store's database, as the role that owns the schema or is to.\n");
    sql.append("\nBEGIN;\n");
    if (create) {
      sql.append("CREATE SCHEMA IF NOT EXISTS \"" + schema + "\";\n");
    }
    sql.append("SET LOCAL search_path TO \"" + schema + "\";\n\n");
    if (found == 0) {
      sql.append(TABLE);
    }
    for (Script script : after(found)) {
      sql.append("\n-- ---- " + script.name() + "\n\n");
      sql.append(script.text().strip()).append("\n\n");
      sql.append(done(script));
    }
    sql.append("COMMIT;\n\n");
    return sql.append(GRANTS.formatted(schema)).toString();
  }

  private static List<Script> after(int found) {
    return Script.POSTGRESQL.stream().filter(script -> script.version() > found).toList();
  }

  private static String done(Script script) {
    return DONE.formatted(
        PostgresSchema.TABLE,
        script.version(),
        script.description(),
        script.name(),
        script.checksum());
  }
}
