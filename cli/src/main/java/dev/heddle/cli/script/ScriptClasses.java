package dev.heddle.cli.script;

import dev.heddle.cli.UsageException;
import dev.heddle.value.FileStamp;
import dev.heddle.value.Hash;
import dev.heddle.value.Hasher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The compiled classes of scripts, kept under {@code .heddle/cache/classes}. Each compilation has a
 * folder of its own, named by the content it was made from and renamed into place when it is whole,
 * so any number of processes may look and compile at once, and an edit that is taken back finds its
 * old classes again.
 */
public final class ScriptClasses {
  private static final Duration KEPT = Duration.ofDays(7);
  private static final int ATTEMPTS = 3;
  private static final int MOST_FOLDERS = 100;

  private final Path cache;
  private final Consumer<String> say;

  /**
   * @param home the project's {@code .heddle} folder
   * @param say takes what javac says of a compilation that succeeded, and notes
   */
  public ScriptClasses(Path home, Consumer<String> say) {
    this.cache = home.resolve("cache").resolve("classes");
    this.say = say;
  }

  /**
   * Compiled classes.
   *
   * @param folder holds them, by package
   * @param names binary names of the file's top-level classes, the one named like it first
   */
  public record Compiled(Path folder, List<String> names) {}

  /**
   * The classes of a file and of the sources it refers to.
   *
   * @throws UsageException with javac's own text if it does not compile, or if there is no compiler
   */
  public Compiled of(Source source, ClassPath classPath) {
    try {
      Path place = cache.resolve(key(source, classPath).toString());
      Optional<Compiled> cached = cached(place);
      return cached.isPresent() ? cached.get() : compile(source, classPath, place);
    } catch (IOException e) {
      throw new UncheckedIOException("Can't compile " + source.file() + ": " + e.getMessage(), e);
    }
  }

  private static Hash key(Source source, ClassPath classPath) throws IOException {
    return Hasher.of("ScriptClasses")
        .putString(source.file().toAbsolutePath().normalize().toString())
        .putString(classPath.stamp().toString())
        .putString(System.getProperty("java.specification.version", ""))
        .hash();
  }

  private static Optional<Compiled> cached(Path place) throws IOException {
    for (Path folder : newestFirst(place)) {
      Optional<Manifest> manifest = Manifest.read(folder);
      if (manifest.isEmpty()) {
        continue;
      }
      Optional<Manifest> current = manifest.get().ifCurrent(now());
      if (current.isPresent()) {
        if (!current.equals(manifest)) {
          refresh(folder, current.get());
        }
        return Optional.of(new Compiled(folder, current.get().classes()));
      }
    }
    return Optional.empty();
  }

  /** Keeps the new stamps, and the folder at the front. Not being able to costs time, not truth. */
  private static void refresh(Path folder, Manifest manifest) {
    try {
      manifest.write(folder);
      Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
    } catch (IOException e) {
      return;
    }
  }

  private Compiled compile(Source source, ClassPath classPath, Path place) throws IOException {
    requireCompiler(source);
    Path fresh = freshFolder(place);
    for (int attempt = 1; ; attempt++) {
      Javac.Outcome outcome = Javac.compile(source, classPath, fresh);
      if (!outcome.ok()) {
        delete(fresh);
        throw new UsageException(outcome.messages().stripTrailing());
      }
      Optional<List<Manifest.Used>> used = stillThere(outcome.read());
      if (used.isEmpty() && attempt < ATTEMPTS) {
        continue; // edited while javac was reading
      }
      if (!outcome.messages().isBlank()) {
        say.accept(outcome.messages().stripTrailing());
      }
      if (used.isEmpty()) {
        return new Compiled(fresh, outcome.classes());
      }
      Path root = source.root().toAbsolutePath().normalize();
      List<Manifest.Listing> listings =
          outcome.packages().stream()
              .map(name -> Manifest.Listing.of(root.resolve(name.replace('.', '/'))))
              .toList();
      new Manifest(now(), outcome.classes(), used.get(), listings).write(fresh);
      Path folder = moveIntoPlace(fresh, place, contentOf(used.get()).toString());
      return new Compiled(folder, outcome.classes());
    }
  }

  /** The name tells the content; a folder of that name whose manifest is broken is left alone. */
  private static Path moveIntoPlace(Path fresh, Path place, String name) throws IOException {
    if (!fresh.startsWith(place)) {
      return fresh; // the cache can't be written; these classes live as long as this run
    }
    for (int i = 1; ; i++) {
      Path folder = place.resolve(i == 1 ? name : name + "-" + i);
      try {
        return Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException e) {
        if (!Files.isDirectory(folder) || i == MOST_FOLDERS) {
          throw e;
        }
      }
      // Another process made the same just now, or it was seen before among other neighbours.
      if (Manifest.read(folder).isPresent()) {
        refresh(folder, Manifest.read(fresh).orElseThrow());
        delete(fresh);
        return folder;
      }
    }
  }

  /** The digests of what was read, if none of it has changed since javac began to read it. */
  private static Optional<List<Manifest.Used>> stillThere(Map<Path, FileStamp> read)
      throws IOException {
    List<Manifest.Used> used = new ArrayList<>();
    for (Map.Entry<Path, FileStamp> entry : read.entrySet()) {
      if (!Files.exists(entry.getKey())) {
        return Optional.empty();
      }
      Manifest.Used source = Manifest.Used.of(entry.getKey());
      if (!source.sameStamp(entry.getValue())) {
        return Optional.empty();
      }
      used.add(source);
    }
    return Optional.of(used);
  }

  private static Hash contentOf(List<Manifest.Used> sources) {
    Hasher hasher = Hasher.of("ScriptSources");
    sources.stream()
        .sorted(Comparator.comparing(s -> s.file().toString()))
        .forEach(s -> hasher.putString(s.file().toString()).putHash(s.digest()));
    return hasher.hash();
  }

  private Path freshFolder(Path place) throws IOException {
    try {
      Files.createDirectories(place);
      prune(place);
      return Files.createTempDirectory(place, ".new-");
    } catch (IOException e) {
      Path elsewhere = Files.createTempDirectory("heddle-classes-");
      say.accept(
          "note: can't write to "
              + cache
              + " ("
              + Source.reason(e)
              + "); compiled for this run only");
      return elsewhere;
    }
  }

  /**
   * Removes what was not used for a week; nothing younger, since a process may still load from it.
   */
  private static void prune(Path place) throws IOException {
    Instant limit = Instant.now().minus(KEPT);
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(place)) {
      for (Path folder : folders) {
        if (Files.getLastModifiedTime(folder).toInstant().isBefore(limit)) {
          delete(folder);
        }
      }
    }
  }

  private static List<Path> newestFirst(Path place) throws IOException {
    record Dated(Path folder, FileTime time) {}
    String[] names = place.toFile().list();
    List<Dated> found = new ArrayList<>();
    for (String name : names == null ? new String[0] : names) {
      if (!name.startsWith(".")) {
        Path folder = place.resolve(name);
        found.add(new Dated(folder, Files.getLastModifiedTime(folder)));
      }
    }
    found.sort(Comparator.comparing(Dated::time).reversed());
    return found.stream().map(Dated::folder).toList();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static long now() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  private static void requireCompiler(Source source) {
    boolean module = ModuleLayer.boot().findModule("jdk.compiler").isPresent();
    if (!module || !Javac.isHere()) {
      throw new UsageException(Jdks.missing(source.file()));
    }
  }
}
