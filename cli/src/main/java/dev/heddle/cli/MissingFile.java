package dev.heddle.cli;

import dev.heddle.DirRef;
import dev.heddle.External;
import dev.heddle.FileRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Says of a file or folder that was typed why it is none, before anything is evaluated. Only of
 * this machine's own file system: others are asked when they are used.
 */
final class MissingFile {
  private MissingFile() {}

  /** What is wrong with it, or nothing. */
  static Optional<String> in(External external) {
    String location = external.location();
    if (location.contains("://") || location.startsWith("jar:")) {
      return Optional.empty();
    }
    Path path = Path.of(location);
    String wanted = external instanceof FileRef ? "file" : "folder";
    if (external instanceof FileRef || external instanceof DirRef) {
      if (!Files.exists(path)) {
        return Optional.of("there is no " + wanted + " " + named(location, path));
      }
      if (Files.isDirectory(path) != external instanceof DirRef) {
        return Optional.of(named(location, path) + " is no " + wanted);
      }
    }
    return Optional.empty();
  }

  private static String named(String location, Path path) {
    String absolute = path.toAbsolutePath().normalize().toString();
    String spelled = Json.quote(location);
    return path.isAbsolute() ? spelled : spelled + " (" + absolute + ")";
  }
}
