package dev.heddle.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A migration in the resources, for those who read or run it themselves; {@link Migrations} finds
 * them without.
 *
 * @param version what the schema has after it
 * @param folder where it lies, beside this class
 * @param name of the file: {@code V1__store.sql}
 */
record Script(int version, String folder, String name) {
  static final List<Script> SQLITE =
      List.of(
          new Script(1, "migration", "V1__memory.sql"),
          new Script(2, "migration", "V2__invocations.sql"),
          new Script(3, "migration", "V3__activity.sql"),
          new Script(4, "migration", "V4__ends.sql"));

  static final List<Script> POSTGRESQL =
      List.of(
          new Script(1, "postgresql", "V1__store.sql"),
          new Script(2, "postgresql", "V2__activity.sql"),
          new Script(3, "postgresql", "V3__lighter_ends.sql"),
          new Script(4, "postgresql", "V4__calls.sql"),
          new Script(5, "postgresql", "V5__ordered.sql"),
          new Script(6, "postgresql", "V6__bundles.sql"));

  String text() {
    try (InputStream stream = Script.class.getResourceAsStream(folder + "/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("no resource " + folder + "/" + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As Flyway reads it off the name. */
  String description() {
    int begin = name.indexOf("__") + 2;
    return name.substring(begin, name.lastIndexOf('.')).replace('_', ' ');
  }

  /** As Flyway reckons it: over the lines, without what ends them. */
  int checksum() {
    CRC32 sum = new CRC32();
    new BufferedReader(new StringReader(text()))
        .lines()
        .forEach(line -> sum.update(line.getBytes(StandardCharsets.UTF_8)));
    return (int) sum.getValue();
  }
}
