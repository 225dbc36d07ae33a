package dev.heddle.cli.script;

import dev.heddle.agent.ClassPathEntries;
import dev.heddle.cli.UsageException;
import dev.heddle.value.FileStamp;
import dev.heddle.value.Hash;
import dev.heddle.value.Hasher;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Jars and class folders, in the order in which they are searched. */
public record ClassPath(List<Path> entries) {
  /** What {@code --cp} was given: entries as {@code java -cp} takes them, {@code lib/*} too. */
  public static ClassPath parse(String text) {
    List<Path> entries = new ArrayList<>();
    for (String entry : text.split(File.pathSeparator, -1)) {
      if (entry.isBlank()) {
        continue;
      }
      if (entry.equals("*") || entry.endsWith("/*")) {
        entries.addAll(
            jarsIn(Path.of(entry.equals("*") ? "." : entry.substring(0, entry.length() - 2))));
      } else if (Files.exists(Path.of(entry))) {
        entries.add(Path.of(entry).toAbsolutePath().normalize());
      } else {
        throw new UsageException("--cp: there is no file or folder " + entry);
      }
    }
    return new ClassPath(List.copyOf(entries));
  }

  /** The class path of this process: Heddle itself. */
  public static ClassPath ofProcess() {
    return new ClassPath(ClassPathEntries.ofProcess((file, why) -> {}));
  }

  /** This path with the entries of another behind it. */
  public ClassPath and(ClassPath other) {
    return new ClassPath(Stream.concat(entries.stream(), other.entries.stream()).toList());
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  URL[] urls() {
    return entries.stream().map(ClassPath::url).toArray(URL[]::new);
  }

  static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("no URL for " + path, e);
    }
  }

  /** Changes when a jar, or a file in a class folder, is another by name or stamp. */
  Hash stamp() throws IOException {
    Hasher hasher = Hasher.of("ClassPath");
    for (Path entry : entries) {
      hasher.putString(entry.toString());
      TreeMap<String, String> files = new TreeMap<>();
      Files.walkFileTree(
          entry,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes stat)
                throws IOException {
              FileStamp stamp = FileStamp.of(file);
              files.put(
                  file.toString(),
                  stamp.size() + "@" + stamp.modifiedNanos() + "@" + stamp.fileKey());
              return FileVisitResult.CONTINUE;
            }
          });
      files.forEach((file, stat) -> hasher.putString(file).putString(stat));
    }
    return hasher.hash();
  }

  private static List<Path> jarsIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .map(file -> file.toAbsolutePath().normalize())
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new UsageException("--cp: can't list the jars in " + folder + ": " + e.getMessage());
    }
  }

  @Override
  public String toString() {
    return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
