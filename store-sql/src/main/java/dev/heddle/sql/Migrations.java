package dev.heddle.sql;

import dev.heddle.store.FatalStoreException;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The only class that loads Flyway; used when a file is new or older than this program. */
final class Migrations {
  private Migrations() {}

  static void run(Path file) {
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource("jdbc:sqlite:" + file, "", "")
          .locations("classpath:dev/heddle/sql/migration")
          .loggers("slf4j")
          .load()
          .migrate();
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
}
