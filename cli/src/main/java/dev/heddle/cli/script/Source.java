package dev.heddle.cli.script;

import dev.heddle.cli.UsageException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A source file as it was named on the command line.
 *
 * @param file as typed, so that javac's messages show it that way
 * @param root the folder its package hierarchy begins in, in the same form
 * @param packageName empty for the unnamed package
 */
public record Source(Path file, Path root, String packageName) {
  /**
   * Finds the root of a file from its {@code package} line.
   *
   * @throws UsageException if there is no such file, or it lies elsewhere than its package says
   */
  public static Source of(Path file) {
    if (Files.isDirectory(file)) {
      throw new UsageException(file + " is a folder; name a .java file in it");
    }
    if (!Files.exists(file)) {
      throw new UsageException("There is no file " + file);
    }
    String text;
    try {
      text = Files.readString(file);
    } catch (MalformedInputException e) {
      throw new UsageException(file + " is not UTF-8 text");
    } catch (IOException e) {
      throw new UsageException("Can't read " + file + ": " + reason(e));
    }
    String name = PackageLine.in(text);
    Path folder = file.toAbsolutePath().normalize().getParent();
    Path root = folder;
    if (!name.isEmpty()) {
      String[] parts = name.split("\\.", -1);
      for (int i = parts.length - 1; i >= 0; i--) {
        if (root == null || root.getFileName() == null || !root.endsWith(parts[i])) {
          throw new UsageException(
              file
                  + " says \"package "
                  + name
                  + ";\", so it must lie in a folder "
                  + name.replace('.', '/')
                  + ", but lies in "
                  + folder);
        }
        root = root.getParent();
      }
    }
    if (root == null) {
      throw new UsageException(file + " has no folder its package could begin in");
    }
    return new Source(file, file.isAbsolute() ? root : asTyped(root), name);
  }

  private static Path asTyped(Path root) {
    Path here = Path.of("").toAbsolutePath();
    Path relative = here.relativize(root);
    return relative.toString().isEmpty() ? Path.of(".") : relative;
  }

  /** The class the file is named after. */
  String className() {
    String simple = file.getFileName().toString().replaceFirst("\\.java$", "");
    return packageName.isEmpty() ? simple : packageName + "." + simple;
  }

  static String reason(IOException e) {
    return e instanceof java.nio.file.AccessDeniedException ? "permission denied" : e.toString();
  }
}
