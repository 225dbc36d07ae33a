package dev.heddle;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Lists the files under a folder, bounded and safe from links that lead back up. */
final class FolderWalk {
  /** How many files a folder may hold. */
  static final int MOST = 1_000_000;

  /**
   * Heddle's own folder: it changes with every run, and opening a database file frees its locks.
   */
  private static final String OWN = ".heddle";

  private FolderWalk() {}

  /** Relative names with {@code /}, sorted. */
  static List<String> names(String location) throws IOException {
    return Place.at(location, FolderWalk::names);
  }

  private static List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw Files.exists(folder)
          ? new NotDirectoryException(folder.toString())
          : new NoSuchFileException(folder.toString());
    }
    List<String> names = new ArrayList<>();
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new Collector(folder, names));
    names.sort(null);
    return names;
  }

  /** The location of a file in a folder. */
  static String child(String folder, String relative) {
    if (!Place.isUri(folder)) {
      return Path.of(folder).resolve(relative).toString();
    }
    try {
      String raw = new URI(null, null, "/" + relative, null).getRawPath();
      return folder.endsWith("/") ? folder + raw.substring(1) : folder + raw;
    } catch (URISyntaxException e) {
      throw new HeddleException("\"" + relative + "\" is no name of a file", e);
    }
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final List<String> names;

    Collector(Path folder, List<String> names) {
      this.folder = folder;
      this.names = names;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
      Path name = dir.getFileName();
      boolean own = name != null && name.toString().equals(OWN) && !dir.equals(folder);
      return own ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile()) {
        if (names.size() == MOST) {
          throw new FileSystemException(
              folder.toString(), null, "it holds more than " + MOST + " files: name a part of it");
        }
        String name = folder.relativize(file).toString();
        String separator = folder.getFileSystem().getSeparator();
        names.add(separator.equals("/") ? name : name.replace(separator, "/"));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof FileSystemLoopException || e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE; // a link back up; a file deleted while we look
      }
      throw e;
    }
  }
}
