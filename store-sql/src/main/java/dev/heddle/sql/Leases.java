package dev.heddle.sql;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Asks the kernel whether the process behind a lease lives (law 5). A lease is an empty file,
 * locked for the life of its JVM, named by the JVM and never reused.
 */
final class Leases {
  /** Far beyond any content, since on Windows a locked byte can't be read. */
  static final long LOCKED_BYTE = 1L << 40;

  private Leases() {}

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
