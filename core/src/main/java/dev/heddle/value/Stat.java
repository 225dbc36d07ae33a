package dev.heddle.value;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A stamp, and when the file last changed in any way, by its own file system's clock.
 *
 * @param regular whether it is a file proper, and no folder, device or pipe
 */
record Stat(FileStamp stamp, Instant changed, boolean regular) {

  static Stat of(Path path, boolean unix) throws IOException {
    String name = path.toAbsolutePath().normalize().toString();
    if (unix) {
      Map<String, Object> a =
          Files.readAttributes(path, "unix:size,lastModifiedTime,ctime,ino,dev,isRegularFile");
      FileTime modified = (FileTime) part(a, "lastModifiedTime");
      FileTime status = (FileTime) part(a, "ctime");
      String key = a.get("dev") + ":" + a.get("ino") + ":" + nanos(status);
      FileTime later = modified.compareTo(status) > 0 ? modified : status;
      return new Stat(
          new FileStamp(name, (Long) part(a, "size"), nanos(modified), key),
          later.toInstant(),
          (Boolean) part(a, "isRegularFile"));
    }
    BasicFileAttributes a = Files.readAttributes(path, BasicFileAttributes.class);
    Object key = a.fileKey();
    return new Stat(
        new FileStamp(
            name, a.size(), nanos(a.lastModifiedTime()), key == null ? "" : key.toString()),
        a.lastModifiedTime().toInstant(),
        a.isRegularFile());
  }

  private static Object part(Map<String, Object> attributes, String name) {
    return Objects.requireNonNull(attributes.get(name), name);
  }

  static long nanos(FileTime time) {
    return time.to(TimeUnit.NANOSECONDS);
  }

  /** Refuses what has no content to be hashed. */
  void refuseIrregular(Path path) throws IOException {
    if (!regular) {
      throw new IOException(
          Files.isDirectory(path)
              ? "it is a folder: use DirRef for a folder"
              : "it is a device or pipe, whose content can't be kept");
    }
  }
}
