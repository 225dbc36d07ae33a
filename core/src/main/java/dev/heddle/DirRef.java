package dev.heddle;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A folder as a value, keyed by where it is and by the names and contents of all files under it.
 * Empty folders in it don't count, nor do {@code .heddle} folders, devices and pipes. Links are
 * followed; those that lead nowhere, or back up, are left out. A folder with more than {@value
 * FolderWalk#MOST} files is refused.
 *
 * <p>Immutable: the object is a reference. Paths are as for {@link FileRef}.
 */
public final class DirRef implements External {
  private final String location;
  private final @Nullable String recorded;
  private final Map<String, String> recordedFiles;

  private DirRef(String location, @Nullable String recorded, Map<String, String> recordedFiles) {
    this.location = location;
    this.recorded = recorded;
    this.recordedFiles = recordedFiles;
  }

  /** The folder of this path, or of this URI if the text is one. */
  public static DirRef of(String pathOrUri) {
    return new DirRef(Place.location(pathOrUri), null, Map.of());
  }

  /** The folder of this path, of any file system. */
  public static DirRef of(Path path) {
    return new DirRef(Place.location(path), null, Map.of());
  }

  /** The folder of this URI. */
  public static DirRef of(URI uri) {
    return new DirRef(Place.location(uri), null, Map.of());
  }

  /** The same folder with what a record holds of it. The engine uses this on reading. */
  public DirRef withRecorded(String hex, Map<String, String> files) {
    return new DirRef(location, hex, Map.copyOf(files));
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public Optional<String> recordedDigest() {
    return Optional.ofNullable(recorded);
  }

  /**
   * Relative names and digests of the files when this was recorded, if they were few; else empty.
   */
  public Map<String, String> recordedFiles() {
    return recordedFiles;
  }

  /** The last part of the path. */
  public String name() {
    return Place.name(location);
  }

  /** The path; see {@link FileRef#path}. */
  public Path path() {
    return Place.path(location);
  }

  /** Whether there is such a folder. */
  public boolean exists() {
    FileRef file = FileRef.of(location);
    return file.exists() && file.attributes().isDirectory();
  }

  /** Makes the folder and its parents, if they are not there; returns this. */
  public DirRef create() {
    try {
      Place.at(location, Files::createDirectories);
    } catch (IOException e) {
      throw Place.failed("make the folder", location, e);
    }
    return this;
  }

  /**
   * The file of this name in the folder; it need not exist.
   *
   * @param relative with {@code /} between its parts
   */
  public FileRef file(String relative) {
    return FileRef.of(FolderWalk.child(location, relative));
  }

  /** The names of all files under it, relative, with {@code /} between parts, in sorted order. */
  public List<String> names() {
    try {
      return FolderWalk.names(location);
    } catch (IOException e) {
      throw Place.failed("list", location, e);
    }
  }

  /** All files under it, in the order of their names. */
  public List<FileRef> files() {
    return names().stream().map(this::file).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DirRef d && d.location.equals(location);
  }

  @Override
  public int hashCode() {
    return location.hashCode();
  }

  /** The location. */
  @Override
  public String toString() {
    return location;
  }
}
