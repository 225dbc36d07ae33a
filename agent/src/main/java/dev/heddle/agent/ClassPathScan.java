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
import net.bytebuddy.dynamic.ClassFileLocator;

/** Finds the classes with direct tasks on a class path, by looking into the class files. */
record ClassPathScan(List<Path> entries) {
  private static final String SUFFIX = ".class";

  /** That of this process, without what is not there. */
  static ClassPathScan ofProcess() {
    String path = System.getProperty("java.class.path", "");
    return new ClassPathScan(
        Stream.of(path.split(File.pathSeparator, -1))
            .filter(entry -> !entry.isEmpty())
            .map(Path::of)
            .filter(Files::exists)
            .toList());
  }

  /** Reads the class files. */
  ClassFileLocator locator() throws IOException {
    List<ClassFileLocator> locators = new ArrayList<>();
    for (Path entry : entries) {
      locators.add(
          Files.isDirectory(entry)
              ? new ClassFileLocator.ForFolder(entry.toFile())
              : ClassFileLocator.ForJarFile.of(entry.toFile()));
    }
    return new ClassFileLocator.Compound(locators);
  }

  /** The binary names of the classes that the weaver would weave. */
  List<String> classes(DirectWeaver weaver) throws IOException {
    try {
      // Side by side: it is the inflating of jars that takes the time.
      return entries.parallelStream().flatMap(entry -> in(entry, weaver).stream()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static List<String> in(Path entry, DirectWeaver weaver) {
    List<String> names = new ArrayList<>();
    try {
      if (Files.isDirectory(entry)) {
        inFolder(entry, weaver, names);
      } else {
        inJar(entry, weaver, names);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(entry + ": " + e.getMessage(), e);
    }
    return names;
  }

  private static void inFolder(Path folder, DirectWeaver weaver, List<String> names)
      throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
        look(name, Files.readAllBytes(file), weaver, names);
      }
    }
  }

  private static void inJar(Path jar, DirectWeaver weaver, List<String> names) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : Collections.list(file.entries())) {
        String name = entry.getName();
        if (name.endsWith(SUFFIX) && !name.startsWith("META-INF/")) {
          try (InputStream in = file.getInputStream(entry)) {
            look(name, in.readAllBytes(), weaver, names);
          }
        }
      }
    }
  }

  private static void look(String file, byte[] bytes, DirectWeaver weaver, List<String> names) {
    String name = file.substring(0, file.length() - SUFFIX.length()).replace('/', '.');
    if (!name.equals("module-info")
        && weaver.mayConcern(name, bytes)
        && weaver.plan(bytes) != null) {
      names.add(name);
    }
  }
}
