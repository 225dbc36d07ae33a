package dev.heddle.agent;

import java.io.File;
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

/** Finds classes on a class path by looking into their files; none is loaded. */
public final class ClassPathScan {
  private static final String SUFFIX = ".class";

  private final Wanted wanted;

  private ClassPathScan(Wanted wanted) {
    this.wanted = wanted;
  }

  /** Tells whether a class is looked for. Called by several threads. */
  @FunctionalInterface
  public interface Wanted {
    boolean is(String className, byte[] classFile);
  }

  /**
   * The binary names of the classes that are wanted, sorted; those of nested classes too.
   *
   * @param entries jars and folders
   * @throws IOException naming the entry that can't be read
   */
  public static List<String> classes(List<Path> entries, Wanted wanted) throws IOException {
    ClassPathScan scan = new ClassPathScan(wanted);
    try {
      // Side by side: it is the inflating of jars that takes the time.
      return entries.parallelStream().flatMap(entry -> scan.in(entry).stream()).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private List<String> in(Path entry) {
    try {
      return Files.isDirectory(entry) ? inFolder(entry) : inJar(entry);
    } catch (IOException | UncheckedIOException e) {
      IOException named = new IOException("can't read " + entry + ": " + e.getMessage(), e);
      throw new UncheckedIOException(named);
    }
  }

  private List<String> inFolder(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        String path = folder.relativize(file).toString().replace(File.separatorChar, '/');
        look(path, Files.readAllBytes(file), names);
      }
    }
    return names;
  }

  private List<String> inJar(Path jar) throws IOException {
    List<String> names = new ArrayList<>();
    // Unverified: nothing is run, and what is wrong with a signature is said where a class is
    // loaded.
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      for (JarEntry entry : Collections.list(file.entries())) {
        String path = entry.getName();
        if (path.endsWith(SUFFIX) && !path.startsWith("META-INF/")) {
          try (InputStream in = file.getInputStream(entry)) {
            look(path, in.readAllBytes(), names);
          }
        }
      }
    }
    return names;
  }

  private void look(String path, byte[] classFile, List<String> names) {
    String name = path.substring(0, path.length() - SUFFIX.length()).replace('/', '.');
    if (!name.equals("module-info") && wanted.is(name, classFile)) {
      names.add(name);
    }
  }
}
