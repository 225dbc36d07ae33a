package dev.heddle.value;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What stat says of a file. Equal stamps mean equal content, unless the file was modified within
 * two seconds of being hashed (git's "racy" files).
 *
 * @param path absolute and normalised
 * @param modifiedNanos time of last modification, nanoseconds since the epoch
 * @param fileKey device, inode and time of last status change (which sees an edit that put the time
 *     of modification back) where the platform has them, else empty
 */
public record FileStamp(String path, long size, long modifiedNanos, String fileKey) {

  /**
   * What stat says of a file now.
   *
   * @throws IOException if there is none, or it may not be looked at
   */
  public static FileStamp of(Path file) throws IOException {
    return Stat.of(file, file.getFileSystem().supportedFileAttributeViews().contains("unix"))
        .stamp();
  }

  // By hand: those the compiler makes for a record assemble method handles at their first use,
  // which costs a short command 30 ms.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileStamp s
        && s.size == size
        && s.modifiedNanos == modifiedNanos
        && s.path.equals(path)
        && s.fileKey.equals(fileKey);
  }

  @Override
  public int hashCode() {
    return path.hashCode() * 31 + Long.hashCode(modifiedNanos);
  }
}
