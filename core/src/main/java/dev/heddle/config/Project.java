package dev.heddle.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder a command works for.
 *
 * @param root absolute; the nearest folder upward that has a {@code heddle.toml}, else the folder
 *     asked from
 * @param file the {@code heddle.toml}, if there is one
 */
public record Project(Path root, Optional<Path> file) {
  /** The name of the settings file; where it lies is the root of the project. */
  public static final String FILE_NAME = "heddle.toml";

  /** The project that a folder belongs to. */
  public static Project find(Path folder) {
    Path start = folder.toAbsolutePath().normalize();
    for (Path at = start; at != null; at = at.getParent()) {
      Path file = at.resolve(FILE_NAME);
      if (Files.isRegularFile(file)) {
        return new Project(at, Optional.of(file));
      }
    }
    return new Project(start, Optional.empty());
  }

  /** The folder for what Heddle keeps: {@code .heddle} under the root. Not made by this call. */
  public Path home() {
    return root.resolve(".heddle");
  }
}
