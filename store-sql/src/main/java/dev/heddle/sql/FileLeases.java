package dev.heddle.sql;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the kernel whether the process behind a lease lives (law 5). A lease is an empty file,
 * locked for the life of its JVM, named by the JVM and never reused.
 */
final class FileLeases {
  /** Far beyond any content, since on Windows a locked byte can't be read. */
  static final long LOCKED_BYTE = 1L << 40;

  private static final Logger LOG = LoggerFactory.getLogger(FileLeases.class);

  private FileLeases() {}

  static Path file(Path folder, String lease) {
    return folder.resolve("workers").resolve(lease);
  }

  /** What tells the file from a later one of the same name; empty where the platform has none. */
  static String inode(Path folder, String lease) {
    try {
      return Files.getAttribute(file(folder, lease), "unix:ino").toString();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return "";
    }
  }

  /**
   * Removes free leases nobody has touched for a day: what dead processes left that had nothing
   * running. Only after recovery, which needs the others. (A day, since a lease is free for the
   * moment between its making and its locking.)
   */
  static void sweep(Path folder, Instant now) {
    Path workers = folder.resolve("workers");
    if (!Files.isDirectory(workers)) {
      return;
    }
    try (DirectoryStream<Path> leases = Files.newDirectoryStream(workers)) {
      for (Path lease : leases) {
        Instant made = Files.getLastModifiedTime(lease).toInstant();
        String name = lease.getFileName().toString();
        if (made.isBefore(now.minus(Duration.ofDays(1)))
            && isDead(folder, name, inode(folder, name))) {
          Files.deleteIfExists(lease);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug("event=leases-not-swept folder={}", folder, e);
    }
  }

  /**
   * Whether the holder is surely dead. A missing file, or another one in its place, proves nothing.
   * Never opens a lease of this JVM: closing the channel again would give that lease up.
   */
  static boolean isDead(Path folder, String lease, String inode) {
    if (lease.startsWith(HostLocks.jvm()) || !inode(folder, lease).equals(inode)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file(folder, lease), StandardOpenOption.READ);
        FileLock free = channel.tryLock(LOCKED_BYTE, 1, true)) {
      return free != null;
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }
}
