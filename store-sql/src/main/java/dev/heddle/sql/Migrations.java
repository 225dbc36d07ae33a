package dev.heddle.sql;

import dev.heddle.store.FatalStoreException;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The only class that loads Flyway; used when a file is new or older than this program. */
final class Migrations {
  private Migrations() {}

  static void run(Path file) {
    try {
      configured("migration").dataSource("jdbc:sqlite:" + file, "", "").load().migrate();
    } catch (FlywayException e) {
      throw new FatalStoreException(
          "The store "
              + file
              + " can't be brought to schema version "
              + Schema.VERSION
              + ": "
              + e.getMessage()
              + " Nothing of the failed step was kept. If the disk is full, free"
              + " space and run again; else choose another store: --store sqlite:PATH",
          e);
    }
  }

  static void run(PostgresUrl url) {
    try {
      configured("postgresql")
          .dataSource(new PostgresSource(url))
          .schemas(url.schema())
          .createSchemas(true)
          .table(PostgresSchema.TABLE)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new FatalStoreException(
          "The store "
              + url
              + " can't be brought to schema version "
              + PostgresSchema.VERSION
              + ": "
              + String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ")
              + " Nothing of the failed step was kept. A role that may create it does so with"
              + " `heddle db migrate`; `heddle db print-sql` shows it.",
          e);
    }
  }

  private static FluentConfiguration configured(String folder) {
    return Flyway.configure(Migrations.class.getClassLoader())
        .locations("classpath:dev/heddle/sql/" + folder)
        .loggers("slf4j");
  }
}
