package dev.heddle;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file as a value: passed to a task or returned by one, it is keyed by where it is and by what is
 * in it. A task runs again when the content of a file among its arguments changed, and when a file
 * it returned is gone or changed; touching a file changes nothing.
 *
 * <p>A relative path is relative to the folder the program was started in; two spellings of one
 * path are one file. Text is UTF-8. Writing makes the parent folders, and puts a new file in place
 * of the old at once, where the file system can, so that nobody reads half of it. Every operation
 * reports a failure as an {@link UncheckedIOException} that names the file.
 *
 * <p>Files of other file systems are given by URI and need a {@code java.nio.file} provider on the
 * class path; that of zip and jar files ({@code jar:file:/a.zip!/b.txt}) is part of the JDK.
 *
 * <p>Immutable: the object is a reference, and never holds content. Equal are two of the same
 * spelling of location and the same mode.
 */
public final class FileRef implements External {
  private final String location;
  private final boolean byStat;
  private final @Nullable String recorded;

  private FileRef(String location, boolean byStat, @Nullable String recorded) {
    this.location = location;
    this.byStat = byStat;
    this.recorded = recorded;
  }

  /**
   * The file of this path, or of this URI if the text is one ({@code scheme://…}, {@code jar:…}).
   */
  public static FileRef of(String pathOrUri) {
    return new FileRef(Place.location(pathOrUri), false, null);
  }

  /** The file of this path, of any file system. */
  public static FileRef of(Path path) {
    return new FileRef(Place.location(path), false, null);
  }

  /** The file of this URI. Its provider is looked for when the file is used. */
  public static FileRef of(URI uri) {
    return new FileRef(Place.location(uri), false, null);
  }

  /**
   * The same file, keyed by size and time of modification instead of content: for files too large
   * to be read for a key. A touch then does count as a change.
   */
  public FileRef byStat() {
    return new FileRef(location, true, recorded);
  }

  /** Whether it is keyed by size and time of modification. */
  public boolean isByStat() {
    return byStat;
  }

  /** The same file with the digest that a record holds of it. The engine uses this on reading. */
  public FileRef withRecordedDigest(String hex) {
    return new FileRef(location, byStat, hex);
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public Optional<String> recordedDigest() {
    return Optional.ofNullable(recorded);
  }

  /** The last part of the path. */
  public String name() {
    return Place.name(location);
  }

  /**
   * The path.
   *
   * @throws java.nio.file.FileSystemNotFoundException for a URI whose file system is not open; read
   *     it with {@link #open} instead
   */
  public Path path() {
    return Place.path(location);
  }

  /** Whether there is such a file, folder or other thing. */
  public boolean exists() {
    try {
      attributes();
      return true;
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return false;
      }
      throw e;
    }
  }

  /** Its size in bytes. */
  public long size() {
    return attributes().size();
  }

  /** What the file system says of it. */
  public BasicFileAttributes attributes() {
    try {
      return Place.attributes(location);
    } catch (IOException e) {
      throw Place.failed("look at", location, e);
    }
  }

  /** The bytes, to be closed by the caller. */
  public InputStream open() {
    try {
      return Place.open(location);
    } catch (IOException e) {
      throw Place.failed("read", location, e);
    }
  }

  /** Characters in UTF-8, to be closed by the caller. */
  public BufferedReader newBufferedReader() {
    return new BufferedReader(new InputStreamReader(open(), StandardCharsets.UTF_8));
  }

  /** The whole content. */
  public byte[] read() {
    try (InputStream in = open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw Place.failed("read", location, e);
    }
  }

  /** The whole content as UTF-8 text; what is no UTF-8 becomes the replacement character. */
  public String readString() {
    return new String(read(), StandardCharsets.UTF_8);
  }

  /** The lines, without their ends. */
  public List<String> lines() {
    return readString().lines().toList();
  }

  /** Replaces the content; returns this. */
  public FileRef write(byte[] content) {
    try (OutputStream out = outputStream()) {
      out.write(content);
    } catch (IOException e) {
      throw Place.failed("write", location, e);
    }
    return written();
  }

  /** Replaces the content by this text in UTF-8; returns this. */
  public FileRef writeString(String text) {
    return write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Replaces the content by these lines, each ended by a line feed; returns this. */
  public FileRef writeLines(Iterable<String> lines) {
    try (BufferedWriter out = newBufferedWriter()) {
      for (String line : lines) {
        out.write(line);
        out.write('\n');
      }
    } catch (IOException e) {
      throw Place.failed("write", location, e);
    }
    return written();
  }

  /** Replaces the content by what is written until it is closed; takes effect then. */
  public OutputStream outputStream() {
    try {
      return Place.create(location);
    } catch (IOException e) {
      throw Place.failed("write", location, e);
    }
  }

  /** Replaces the content by what is written, in UTF-8, until it is closed; takes effect then. */
  public BufferedWriter newBufferedWriter() {
    return new BufferedWriter(new OutputStreamWriter(outputStream(), StandardCharsets.UTF_8));
  }

  private FileRef written() {
    return recorded == null ? this : new FileRef(location, byStat, null);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileRef f && f.location.equals(location) && f.byStat == byStat;
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

  static boolean isDefault(Path path) {
    return path.getFileSystem() == FileSystems.getDefault();
  }
}
