package dev.heddle.cli;

import dev.heddle.agent.ClassFileText;
import dev.heddle.agent.ConfiguredMethods;
import dev.heddle.cli.script.ClassPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Finds the classes of a class path that declare tasks, by looking for the annotations in their
 * files, or that the configuration names: no other is loaded.
 */
final class TaskClasses {
  private static final byte[] DIRECT_MARK = ClassFileText.of("Ldev/heddle/DirectTask;");

  /** Of direct tasks only. */
  static final List<byte[]> DIRECT = List.of(DIRECT_MARK);

  /** Of tasks of any kind. */
  static final List<byte[]> ANY = List.of(ClassFileText.of("Ldev/heddle/Task;"), DIRECT_MARK);

  private static final String SUFFIX = ".class";

  private final ConfiguredMethods configured;
  private final List<byte[]> marks;

  private TaskClasses(ConfiguredMethods configured, List<byte[]> marks) {
    this.configured = configured;
    this.marks = marks;
  }

  /** Binary names, sorted; of nested classes too. */
  static List<String> of(ClassPath path, ConfiguredMethods configured, List<byte[]> marks) {
    TaskClasses found = new TaskClasses(configured, marks);
    return found.in(path);
  }

  private List<String> in(ClassPath path) {
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

  private void inFolder(Path folder, List<String> names) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        String name = name(folder.relativize(file).toString().replace('\\', '/'));
        if (configured.has(name) || mentions(Files.readAllBytes(file))) {
          names.add(name);
        }
      }
    }
  }

  private void inJar(Path jar, List<String> names) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : Collections.list(file.entries())) {
        if (entry.getName().endsWith(SUFFIX) && !entry.getName().startsWith("META-INF/")) {
          try (InputStream in = file.getInputStream(entry)) {
            String name = name(entry.getName());
            if (configured.has(name) || mentions(in.readAllBytes())) {
              names.add(name);
            }
          }
        }
      }
    }
  }

  private static String name(String path) {
    return path.substring(0, path.length() - SUFFIX.length()).replace('/', '.');
  }

  private boolean mentions(byte[] classFile) {
    return marks.stream().anyMatch(mark -> ClassFileText.isIn(classFile, mark));
  }
}
