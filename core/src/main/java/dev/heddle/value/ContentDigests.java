package dev.heddle.value;

import dev.heddle.FileRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The digest of one file: from memory by its stamp, by reading it, by its stat, or by its tag. */
final class ContentDigests {
  private static final Duration RACY = Duration.ofSeconds(2);
  private static final Pattern ETAG = Pattern.compile("\"?[0-9a-fA-F]{16,}(-\\d+)?\"?");
  private static final Set<String> DATABASE = Set.of("heddle.db", "heddle.db-wal", "heddle.db-shm");
  private static final int ATTEMPTS = 3;
  private static final int CHUNK = 1 << 16;

  private final DigestMemory memory;
  private final InstantSource clock;
  private final boolean unix =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  ContentDigests(DigestMemory memory, InstantSource clock) {
    this.memory = memory;
    this.clock = clock;
  }

  /**
   * The digests of these files, in their order; asks the memory once for all of them.
   *
   * @throws Misfit for the first that is missing or can't be read
   */
  List<Hash> of(List<FileRef> files) {
    Map<FileRef, Stat> stats = new LinkedHashMap<>();
    for (FileRef file : files) {
      if (!file.isByStat() && !FileDigests.isUri(file.location())) {
        stats.put(file, stat(file));
      }
    }
    Map<FileStamp, Hash> remembered =
        stats.isEmpty()
            ? Map.of()
            : memory.get(stats.values().stream().map(Stat::stamp).collect(Collectors.toSet()));
    List<Hash> digests = new ArrayList<>(files.size());
    for (FileRef file : files) {
      Stat stat = stats.get(file);
      Hash known = stat == null ? null : remembered.get(stat.stamp());
      digests.add(known == null ? fresh(file, stat) : known);
    }
    return digests;
  }

  private Hash fresh(FileRef file, @Nullable Stat stat) {
    try {
      if (file.isByStat()) {
        return byStat(file.attributes());
      }
      return stat == null ? remote(file) : local(file, stat);
    } catch (UncheckedIOException e) {
      throw new Misfit("can't be keyed by its content. " + e.getMessage(), e);
    } catch (IOException e) {
      throw new Misfit(
          "can't be keyed by its content, \"" + file.location() + "\": " + e.getMessage(), e);
    }
  }

  private Stat stat(FileRef file) {
    Path path = file.path();
    Path name = path.toAbsolutePath().normalize().getFileName();
    if (name != null && DATABASE.contains(name.toString())) {
      throw new Misfit(
          "is Heddle's own database: reading \""
              + file.location()
              + "\" would free its locks. Leave it out");
    }
    try {
      Stat stat = Stat.of(path, unix);
      stat.refuseIrregular(path);
      return stat;
    } catch (NoSuchFileException e) {
      throw new Misfit(
          "does not exist: there is no file \""
              + file.location()
              + "\" ("
              + path.toAbsolutePath().normalize()
              + "). A file is keyed by its content: create it first, or declare"
              + " java.nio.file.Path if only its name is meant",
          e);
    } catch (IOException e) {
      throw new Misfit("can't be looked at, \"" + file.location() + "\": " + e.getMessage(), e);
    }
  }

  /** Reads it; again if it changed meanwhile. Remembers the digest unless the file is racy. */
  private Hash local(FileRef file, Stat first) throws IOException {
    Path path = file.path();
    Stat before = first;
    for (int attempt = 1; ; attempt++) {
      Hash digest = content(file);
      Stat after = Stat.of(path, unix);
      if (after.stamp().equals(before.stamp())) {
        if (after.changed().isBefore(clock.instant().minus(RACY))) {
          memory.put(after.stamp(), digest);
        }
        return digest;
      }
      if (attempt == ATTEMPTS) {
        throw new IOException("it is being written to: it changed each time it was read");
      }
      before = after;
    }
  }

  private static Hash remote(FileRef file) throws IOException {
    BasicFileAttributes attributes = file.attributes();
    if (attributes.isDirectory()) {
      throw new IOException("it is a folder: use DirRef for a folder");
    }
    Object key = attributes.fileKey();
    if (key != null && ETAG.matcher(key.toString()).matches()) {
      return Hasher.of("FileTag").putString(key.toString()).putLong(attributes.size()).hash();
    }
    return content(file);
  }

  private static Hash byStat(BasicFileAttributes attributes) {
    return Hasher.of("FileStat")
        .putLong(attributes.size())
        .putLong(Stat.nanos(attributes.lastModifiedTime()))
        .hash();
  }

  private static Hash content(FileRef file) throws IOException {
    Hasher hasher = Hasher.of("File");
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = file.open()) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        hasher.putRaw(chunk, 0, n);
      }
    }
    return hasher.hash();
  }
}
