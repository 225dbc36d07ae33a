package dev.heddle;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a file is: a path of the default file system, or a URI of another. A zip or jar file that
 * nobody has open is opened for the one operation, since only closing it writes it.
 */
final class Place {
  private static final Pattern URI_LIKE =
      Pattern.compile("(?i)(jar:|file:|[a-z][a-z0-9+.-]+://).*");

  private Place() {}

  /** Something done with a path while its file system is open. */
  @FunctionalInterface
  interface Use<T> {
    T with(Path path) throws IOException;
  }

  static boolean isUri(String location) {
    return URI_LIKE.matcher(location).matches();
  }

  static String location(String text) {
    if (text.isEmpty()) {
      throw new HeddleException("A file needs a path, and this one is empty");
    }
    if (isUri(text)) {
      try {
        return location(URI.create(text));
      } catch (IllegalArgumentException e) {
        throw new HeddleException("\"" + text + "\" is no URI: " + e.getMessage(), e);
      }
    }
    try {
      return Path.of(text).toString();
    } catch (InvalidPathException e) {
      throw new HeddleException("\"" + text + "\" is no path: " + e.getReason(), e);
    }
  }

  static String location(Path path) {
    return FileRef.isDefault(path) ? location(path.toString()) : path.toUri().toString();
  }

  static String location(URI uri) {
    if (uri.getScheme() == null) {
      throw new HeddleException(
          "The URI " + uri + " has no scheme: give a path, or file:, jar:, …");
    }
    return uri.getScheme().equalsIgnoreCase("file")
        ? Path.of(uri).toString()
        : uri.normalize().toString();
  }

  static String name(String location) {
    String trimmed = location.replaceAll("[/\\\\]+$", "");
    int cut = Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\'));
    return trimmed.substring(cut + 1);
  }

  static Path path(String location) {
    return isUri(location) ? Path.of(URI.create(location)) : Path.of(location);
  }

  static BasicFileAttributes attributes(String location) throws IOException {
    return at(location, path -> Files.readAttributes(path, BasicFileAttributes.class));
  }

  /** Does something with the path. */
  static <T> T at(String location, Use<T> use) throws IOException {
    if (!isUri(location)) {
      return use.with(Path.of(location));
    }
    try (Opened opened = openSystem(URI.create(location), false)) {
      return use.with(opened.path());
    }
  }

  static InputStream open(String location) throws IOException {
    if (!isUri(location)) {
      return Files.newInputStream(Path.of(location));
    }
    Opened opened = openSystem(URI.create(location), false);
    try {
      return new ClosingInput(Files.newInputStream(opened.path()), opened);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  static OutputStream create(String location) throws IOException {
    if (!isUri(location)) {
      return Replacement.of(Path.of(location));
    }
    Opened opened = openSystem(URI.create(location), true);
    try {
      Path parent = opened.path().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      return new ClosingOutput(Files.newOutputStream(opened.path()), opened);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** A path, and the file system to be closed after its use, if it was opened for it. */
  private record Opened(Path path, @Nullable FileSystem own) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      if (own != null) {
        own.close();
      }
    }
  }

  private static Opened openSystem(URI uri, boolean create) throws IOException {
    if (!uri.getScheme().equalsIgnoreCase("jar")) {
      return new Opened(pathOf(uri), null);
    }
    String text = uri.toString();
    int mark = text.indexOf("!/");
    if (mark < 0) {
      throw new FileSystemException(text, null, "a jar: URI is jar:file:/archive.zip!/entry");
    }
    try {
      return new Opened(Path.of(uri), null); // somebody has it open
    } catch (FileSystemNotFoundException e) {
      Path archive = Path.of(URI.create(text.substring("jar:".length(), mark)));
      if (create && archive.toAbsolutePath().getParent() != null) {
        Files.createDirectories(archive.toAbsolutePath().getParent());
      }
      FileSystem own =
          FileSystems.newFileSystem(archive, create ? Map.of("create", "true") : Map.of());
      return new Opened(own.getPath(decoded(text.substring(mark + 1))), own);
    }
  }

  private static String decoded(String rawPath) {
    return URI.create(rawPath).getPath();
  }

  private static Path pathOf(URI uri) throws IOException {
    try {
      return Path.of(uri);
    } catch (FileSystemNotFoundException e) {
      if (hasProvider(uri.getScheme())) {
        return openShared(uri);
      }
      throw new FileSystemException(
          uri.toString(),
          null,
          "there is no file system for "
              + uri.getScheme()
              + ": add a java.nio.file provider for it to the class path");
    }
  }

  private static boolean hasProvider(String scheme) {
    return java.nio.file.spi.FileSystemProvider.installedProviders().stream()
        .anyMatch(p -> p.getScheme().equalsIgnoreCase(scheme));
  }

  /** Opens a file system that its provider keeps from then on. */
  private static Path openShared(URI uri) throws IOException {
    try {
      FileSystem opened = FileSystems.newFileSystem(uri, Map.of());
      if (!opened.isOpen()) {
        throw new FileSystemException(uri.toString(), null, "its file system closed at once");
      }
    } catch (FileSystemAlreadyExistsException e) {
      return Path.of(uri); // another thread was first
    } catch (ProviderNotFoundException e) {
      throw new FileSystemException(uri.toString(), null, "no provider opens it");
    }
    return Path.of(uri);
  }

  static UncheckedIOException failed(String verb, String location, IOException e) {
    String why;
    if (e instanceof NoSuchFileException && !verb.equals("write")) {
      why =
          "there is no such file" + lookedFor(location) + ". Create it first, or correct the path";
    } else if (e instanceof AccessDeniedException) {
      why = "it is not allowed. Check the permissions of the file and its folder";
    } else if (!isUri(location) && Files.isDirectory(Path.of(location))) {
      why = "it is a folder. Use DirRef for a folder";
    } else if (e instanceof FileSystemException f && f.getReason() != null) {
      why = f.getReason();
    } else {
      why = e.getMessage() == null ? e.toString() : e.getMessage();
    }
    IOException cause = e;
    return new UncheckedIOException("Can't " + verb + " \"" + location + "\": " + why, cause);
  }

  private static String lookedFor(String location) {
    if (isUri(location) || Path.of(location).isAbsolute()) {
      return "";
    }
    return " (looked for " + Path.of(location).toAbsolutePath().normalize() + ")";
  }

  private static final class ClosingInput extends FilterInputStream {
    private final Opened opened;

    ClosingInput(InputStream in, Opened opened) {
      super(in);
      this.opened = opened;
    }

    @Override
    public void close() throws IOException {
      try (opened) {
        super.close();
      }
    }
  }

  private static final class ClosingOutput extends OutputStream {
    private final OutputStream out;
    private final Opened opened;

    ClosingOutput(OutputStream out, Opened opened) {
      this.out = out;
      this.opened = opened;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      out.write(bytes, offset, count);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      try (opened) {
        out.close();
      }
    }
  }
}
