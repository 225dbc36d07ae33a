package dev.heddle.value;

import dev.heddle.DirRef;
import dev.heddle.External;
import dev.heddle.FileRef;
import dev.heddle.FileSet;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The digests of files as they are now (DESIGN §5). Thread-safe; one per engine.
 *
 * <p>The digest of a local file's content is remembered by its stamp, as git's index does. A file
 * that changed within two seconds of being hashed is <i>racy</i>: its clock may be too coarse to
 * show the next edit, so its digest is not remembered, and its content is read again the next time.
 * A file of another file system goes by its ETag, if its provider gives one as the file key, else
 * by content.
 *
 * <p>A location is the path relative to the project root, with {@code /}; outside of it the
 * absolute path; a URI for other file systems. So two spellings of a path are one file.
 */
public final class FileDigests {
  /** More files of a folder than this are not recorded one by one. */
  static final int LISTED = 1000;

  private final Path root;
  private final boolean atHome;
  private final ContentDigests contents;

  /**
   * @param root the project root
   * @param clock the wall clock, to know what is racy
   */
  public FileDigests(Path root, DigestMemory memory, InstantSource clock) {
    this.root = root.toAbsolutePath().normalize();
    this.atHome = this.root.equals(Path.of("").toAbsolutePath().normalize());
    this.contents = new ContentDigests(memory, clock);
  }

  /**
   * What an external value is now: its digest, and if it is a folder or set, those of its files.
   */
  record Snapshot(String location, Hash digest, SortedMap<String, Hash> files) {}

  /** Where it is, in the one spelling that keys use. */
  public String location(External external) {
    if (external instanceof FileSet set) {
      String folder = canonical(set.folder());
      return folder.equals(".") ? set.pattern() : slashed(folder) + set.pattern();
    }
    return canonical(external.location());
  }

  private static String slashed(String folder) {
    return folder.endsWith("/") ? folder : folder + "/";
  }

  private String canonical(String location) {
    if (isUri(location)) {
      return URI.create(location).normalize().toString();
    }
    Path path = Path.of(location).toAbsolutePath().normalize();
    String text = path.startsWith(root) ? root.relativize(path).toString() : path.toString();
    String slashes = text.replace(path.getFileSystem().getSeparator(), "/");
    return slashes.isEmpty() ? "." : slashes;
  }

  static boolean isUri(String location) {
    return location.startsWith("jar:") || location.contains("://");
  }

  /** The other way: a location of a key, as this process can open it. */
  String spelled(String location) {
    return atHome || isUri(location) ? location : root.resolve(location).toString();
  }

  /**
   * The digest of what is there now.
   *
   * @throws UnserializableValueException if it is missing or can't be read, naming the location
   */
  public Hash digest(External external) {
    try {
      return snapshot(external).digest();
    } catch (Misfit e) {
      throw e.asError("The file \"" + external.location() + "\"");
    }
  }

  /**
   * Whether every one of them, read back from a record, still has its recorded digest. What is
   * gone, can't be read or never had one has not.
   */
  public boolean unchanged(Collection<? extends External> recorded) {
    List<FileRef> files = new ArrayList<>();
    List<External> others = new ArrayList<>();
    for (External external : recorded) {
      if (external instanceof FileRef file) {
        files.add(file);
      } else {
        others.add(external);
      }
    }
    try {
      List<Hash> digests = contents.of(files);
      for (int i = 0; i < digests.size(); i++) {
        if (!isRecorded(files.get(i), digests.get(i))) {
          return false;
        }
      }
      return others.stream().allMatch(e -> isRecorded(e, snapshot(e).digest()));
    } catch (Misfit e) {
      return false; // gone, or can't be read
    }
  }

  private static boolean isRecorded(External external, Hash now) {
    return external.recordedDigest().orElse("").equals(now.toString());
  }

  /** Adds what a value read back from a record says of it. */
  void addRecorded(External external, List<RecordedFile> to) {
    external
        .recordedDigest()
        .ifPresent(hex -> to.add(new RecordedFile(location(external), Hash.parse(hex))));
    String folder = ".";
    Map<String, String> files = Map.of();
    if (external instanceof DirRef dir) {
      folder = canonical(dir.location());
      files = dir.recordedFiles();
    } else if (external instanceof FileSet set) {
      folder = canonical(set.folder());
      files = set.recordedFiles();
    }
    String prefix = folder.equals(".") ? "" : slashed(folder);
    new TreeMap<>(files)
        .forEach((name, hex) -> to.add(new RecordedFile(prefix + name, Hash.parse(hex))));
  }

  /** What is there now. */
  Snapshot snapshot(External external) {
    String location = location(external);
    if (external instanceof FileRef file) {
      return new Snapshot(location, contents.of(List.of(file)).get(0), new TreeMap<>());
    }
    try {
      List<String> names =
          external instanceof DirRef dir ? dir.names() : ((FileSet) external).names();
      DirRef folder =
          external instanceof DirRef dir ? dir : DirRef.of(((FileSet) external).folder());
      return ofFiles(location, names, contents.of(names.stream().map(folder::file).toList()));
    } catch (UncheckedIOException e) {
      throw new Misfit("can't be keyed by its content. " + e.getMessage(), e);
    }
  }

  private static Snapshot ofFiles(String location, List<String> names, List<Hash> digests) {
    SortedMap<String, Hash> files = new TreeMap<>();
    Hasher hasher = Hasher.of("Files").putInt(names.size());
    for (int i = 0; i < names.size(); i++) {
      files.put(names.get(i), digests.get(i));
      hasher.putString(names.get(i)).putHash(digests.get(i));
    }
    return new Snapshot(location, hasher.hash(), files);
  }
}
