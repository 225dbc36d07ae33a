package dev.heddle.agent;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** What a class path consists of: what it says, and what the manifests of its jars say. */
public final class ClassPathEntries {
  private final Ignored ignored;
  private final Deque<Path> open;
  private final Set<Path> seen = new HashSet<>();
  private final List<Path> found = new ArrayList<>();

  private ClassPathEntries(Collection<Path> entries, Ignored ignored) {
    this.open = new ArrayDeque<>(entries);
    this.ignored = ignored;
  }

  /** Is told of a file that is no jar. The JVM ignores such a file, and so it is left out. */
  @FunctionalInterface
  public interface Ignored {
    void tell(Path file, IOException why);
  }

  /** The class path of this process, without what is not there. */
  public static List<Path> ofProcess(Ignored ignored) {
    List<Path> entries =
        Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
            .filter(entry -> !entry.isEmpty())
            .map(Path::of)
            .filter(Files::exists)
            .map(ClassPathEntries::real)
            .toList();
    return withManifests(entries, ignored);
  }

  /**
   * These jars and folders, each jar followed by those that the {@code Class-Path} of its manifest
   * names: once each, in the order in which the JVM looks through them.
   *
   * @param entries absolute and normal
   */
  public static List<Path> withManifests(Collection<Path> entries, Ignored ignored) {
    return new ClassPathEntries(entries, ignored).followed();
  }

  private List<Path> followed() {
    while (!open.isEmpty()) {
      Path entry = open.pop();
      if (!seen.add(entry)) {
        continue;
      }
      try {
        List<Path> named = Files.isDirectory(entry) ? List.of() : namedBy(entry);
        found.add(entry);
        for (int i = named.size() - 1; i >= 0; i--) {
          open.push(named.get(i));
        }
      } catch (IOException e) {
        ignored.tell(entry, e);
      }
    }
    return List.copyOf(found);
  }

  private static List<Path> namedBy(Path jar) throws IOException {
    List<Path> named = new ArrayList<>();
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      Manifest manifest = file.getManifest();
      String value =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      if (value != null) {
        URL base = jar.toUri().toURL();
        for (StringTokenizer words = new StringTokenizer(value); words.hasMoreTokens(); ) {
          named.addAll(place(base, words.nextToken()));
        }
      }
    }
    return named;
  }

  /** What a URL of a manifest stands for: one that ends with a slash a folder, others a jar. */
  private static List<Path> place(URL base, String relative) {
    try {
      URL url = new URL(base, relative);
      if (!url.getProtocol().equals("file") || !url.getHost().isEmpty()) {
        return List.of(); // the JVM asks no other machine for the libraries of a file
      }
      String name = URLDecoder.decode(url.getFile().replace("+", "%2B"), StandardCharsets.UTF_8);
      Path path = new File(name).toPath().toAbsolutePath().normalize();
      boolean there = name.endsWith("/") ? Files.isDirectory(path) : isFile(path);
      return there ? List.of(path) : List.of();
    } catch (MalformedURLException | IllegalArgumentException e) {
      return List.of();
    }
  }

  private static boolean isFile(Path path) {
    return Files.exists(path) && !Files.isDirectory(path);
  }

  /** Where the JVM finds it: what a manifest names is relative to the jar behind a link. */
  private static Path real(Path entry) {
    try {
      return entry.toRealPath();
    } catch (IOException e) {
      return entry.toAbsolutePath().normalize();
    }
  }
}
