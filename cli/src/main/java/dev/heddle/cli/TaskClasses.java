package dev.heddle.cli;

import dev.heddle.Task;
import dev.heddle.cli.script.ClassPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Finds the classes of a class path that declare tasks, by looking for the annotation in their
 * files: none is loaded that does not.
 */
final class TaskClasses {
  private static final byte[] MARK =
      ("L" + Task.class.getName().replace('.', '/') + ";").getBytes(StandardCharsets.UTF_8);
  private static final String SUFFIX = ".class";

  private TaskClasses() {}

  /** Binary names, sorted; of nested classes too. */
  static List<String> in(ClassPath path) {
    List<String> names = new ArrayList<>();
    for (Path entry : path.entries()) {
      try {
        if (Files.isDirectory(entry)) {
          inFolder(entry, names);
        } else {
          inJar(entry, names);
        }
      } catch (IOException | UncheckedIOException e) {
        throw new UsageException("--cp: can't read " + entry + ": " + e.getMessage());
      }
    }
    Collections.sort(names);
    return List.copyOf(names);
  }

  private static void inFolder(Path folder, List<String> names) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        if (mentions(Files.readAllBytes(file))) {
          names.add(name(folder.relativize(file).toString().replace('\\', '/')));
        }
      }
    }
  }

  private static void inJar(Path jar, List<String> names) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : Collections.list(file.entries())) {
        if (entry.getName().endsWith(SUFFIX) && !entry.getName().startsWith("META-INF/")) {
          try (InputStream in = file.getInputStream(entry)) {
            if (mentions(in.readAllBytes())) {
              names.add(name(entry.getName()));
            }
          }
        }
      }
    }
  }

  private static String name(String path) {
    return path.substring(0, path.length() - SUFFIX.length()).replace('/', '.');
  }

  private static boolean mentions(byte[] classFile) {
    for (int i = 0; i + MARK.length <= classFile.length; i++) {
      int n = 0;
      while (n < MARK.length && classFile[i + n] == MARK[n]) {
        n++;
      }
      if (n == MARK.length) {
        return true;
      }
    }
    return false;
  }
}
