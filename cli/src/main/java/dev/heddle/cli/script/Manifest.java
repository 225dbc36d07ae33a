package dev.heddle.cli.script;

import dev.heddle.value.FileStamp;
import dev.heddle.value.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a compilation was made from: the sources javac read, and the folders it looked for sources
 * in. A new file in one of them makes the classes stale only if a source that was read names it, so
 * an unrelated neighbour compiles nothing and a class that now hides another one does.
 *
 * @param checkedAt when the sources were last known to have their digests, epoch nanoseconds
 * @param classes binary names of the script file's top-level classes, the one named like it first
 */
record Manifest(long checkedAt, List<String> classes, List<Used> sources, List<Listing> listings) {
  private static final String FORMAT = "heddle-classes 2";
  private static final String NAME = "manifest";

  /** A stamp that young may be shared by a later content: git calls such a file racy. */
  private static final long RACY_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** A source that was read. */
  record Used(Path file, long size, long modified, String key, Hash digest) {
    static Used of(Path file) throws IOException {
      FileStamp stat = FileStamp.of(file);
      Hash digest = digest(Files.readAllBytes(file));
      return new Used(file, stat.size(), stat.modifiedNanos(), stat.fileKey(), digest);
    }

    private static Hash digest(byte[] content) {
      try {
        return Hash.of(MessageDigest.getInstance("SHA-256").digest(content));
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every Java has SHA-256", e);
      }
    }

    boolean sameStamp(FileStamp stat) {
      return stat.size() == size && stat.modifiedNanos() == modified && stat.fileKey().equals(key);
    }
  }

  /** A folder that was looked in, and the sources that were there; none if there was no folder. */
  record Listing(Path folder, Set<String> names) {
    static Listing of(Path folder) {
      Set<String> names = new TreeSet<>();
      String[] files = folder.toFile().list();
      if (files != null) {
        for (String file : files) {
          if (file.endsWith(".java")) {
            names.add(file.substring(0, file.length() - ".java".length()));
          }
        }
      }
      return new Listing(folder, names);
    }
  }

  /**
   * This manifest with the stamps of now, if what it was made from is still the same; an equal one
   * if nothing needs to be written anew.
   */
  Optional<Manifest> ifCurrent(long now) throws IOException {
    List<Used> fresh = new ArrayList<>();
    boolean moved = false;
    for (Used source : sources) {
      FileStamp stat;
      try {
        stat = FileStamp.of(source.file);
      } catch (IOException e) {
        return Optional.empty();
      }
      boolean racy = source.modified >= checkedAt - RACY_NANOS;
      if (source.sameStamp(stat) && !racy) {
        fresh.add(source);
        continue;
      }
      if (stat.size() != source.size) {
        return Optional.empty();
      }
      Used read = Used.of(source.file);
      if (!read.digest.equals(source.digest)) {
        return Optional.empty();
      }
      // A racy one that is still racy would only be written again with every run.
      moved |= !source.sameStamp(stat) || source.modified < now - RACY_NANOS;
      fresh.add(read);
    }
    for (Listing listing : listings) {
      Set<String> arrived = new TreeSet<>(Listing.of(listing.folder).names);
      arrived.removeAll(listing.names);
      for (String name : arrived) {
        if (isNamedInASource(name)) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(moved ? new Manifest(now, classes, fresh, listings) : this);
  }

  private boolean isNamedInASource(String name) throws IOException {
    Pattern word = Pattern.compile("(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])");
    for (Used source : sources) {
      if (word.matcher(Files.readString(source.file)).find()) {
        return true;
      }
    }
    return false;
  }

  /** Writes it into a folder of classes, replacing what was there in one step. */
  void write(Path folder) throws IOException {
    StringBuilder text = new StringBuilder(FORMAT).append('\n');
    line(text, "checked", checkedAt);
    classes.forEach(name -> line(text, "class", name));
    for (Used s : sources) {
      line(text, "source", s.file, s.size, s.modified, s.key, s.digest);
    }
    for (Listing l : listings) {
      line(text, "folder", l.folder, String.join(" ", l.names));
    }
    Path fresh = Files.createTempFile(folder, NAME, ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Reads the manifest of a folder of classes; empty if there is none, or none of this format. */
  static Optional<Manifest> read(Path folder) {
    try {
      List<String> lines = Files.readAllLines(folder.resolve(NAME));
      return lines.isEmpty() || !lines.get(0).equals(FORMAT)
          ? Optional.empty()
          : Optional.ofNullable(parse(lines.subList(1, lines.size())));
    } catch (IOException | RuntimeException e) {
      // Whatever is wrong with a cache entry, compiling again puts it right.
      return Optional.empty();
    }
  }

  private static @Nullable Manifest parse(List<String> lines) {
    long checkedAt = 0;
    List<String> classes = new ArrayList<>();
    List<Used> sources = new ArrayList<>();
    List<Listing> listings = new ArrayList<>();
    for (String line : lines) {
      String[] f = line.split("\t", -1);
      for (int i = 0; i < f.length; i++) {
        f[i] = f[i].replace("\\t", "\t").replace("\\n", "\n").replace("\\s", "\\");
      }
      switch (f[0]) {
        case "checked" -> checkedAt = Long.parseLong(f[1]);
        case "class" -> classes.add(f[1]);
        case "source" ->
            sources.add(
                new Used(
                    Path.of(f[1]),
                    Long.parseLong(f[2]),
                    Long.parseLong(f[3]),
                    f[4],
                    Hash.parse(f[5])));
        case "folder" -> {
          Set<String> names = f[2].isEmpty() ? Set.of() : Set.of(f[2].split(" ", -1));
          listings.add(new Listing(Path.of(f[1]), names));
        }
        default -> {
          return null;
        }
      }
    }
    return new Manifest(checkedAt, classes, sources, listings);
  }

  private static void line(StringBuilder text, Object... fields) {
    for (int i = 0; i < fields.length; i++) {
      String field = fields[i].toString();
      text.append(i == 0 ? "" : "\t")
          .append(field.replace("\\", "\\s").replace("\t", "\\t").replace("\n", "\\n"));
    }
    text.append('\n');
  }
}
