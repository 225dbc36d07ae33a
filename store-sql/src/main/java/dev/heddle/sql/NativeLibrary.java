package dev.heddle.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Keeps SQLite's native library unpacked in this user's cache, since the driver by itself unpacks
 * it anew in every process. Any trouble leaves it to the driver.
 */
final class NativeLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
  private static final String PATH = "org.sqlite.lib.path";

  private NativeLibrary() {}

  /** Points the driver at the unpacked library, unless the user pointed it somewhere. */
  static void prepare(Map<String, String> environment) {
    if (System.getProperty(PATH) != null || System.getProperty("org.sqlite.tmpdir") != null) {
      return;
    }
    try {
      Path folder = cache(environment).resolve("sqlite-" + SQLiteJDBCLoader.getVersion());
      String name = LibraryLoaderUtil.getNativeLibName();
      Path library = folder.resolve(platform() + "-" + name);
      if (!Files.exists(library)) {
        // Asked for only now: the driver starts a process to tell Android from Linux.
        unpack(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name, folder, library);
      }
      System.setProperty("org.sqlite.lib.name", library.getFileName().toString());
      System.setProperty(PATH, folder.toString());
    } catch (IOException | RuntimeException e) {
      LOG.debug("event=native-library-not-cached", e);
    }
  }

  private static String platform() {
    return (System.getProperty("os.name") + "-" + System.getProperty("os.arch"))
        .replaceAll("[^A-Za-z0-9_.-]", "_");
  }

  private static Path cache(Map<String, String> environment) {
    String base = environment.get("XDG_CACHE_HOME");
    return (base == null || base.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(base))
        .resolve("heddle")
        .resolve("native");
  }

  private static void unpack(String resource, Path folder, Path library) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      // What is loaded as code may be written by this user only.
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(folder);
    }
    Path half = Files.createTempFile(folder, "unpacking", ".tmp");
    try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (packed == null) {
        throw new IOException("the driver holds no " + resource);
      }
      Files.copy(packed, half, StandardCopyOption.REPLACE_EXISTING);
      Files.move(half, library, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(half);
    }
  }
}
