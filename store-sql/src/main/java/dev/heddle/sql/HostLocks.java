package dev.heddle.sql;

import dev.heddle.store.FatalStoreException;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file locks that the stores of this JVM hold or take in one folder: the lock of opening, the
 * writers' turnstile, and the lease that says this JVM lives (PROTOCOL §4, §5.1).
 *
 * <p>The kernel keeps such locks per process, and closing any channel on a file gives up every lock
 * the process has on it. So each of these files is opened once and shared by all stores of the
 * folder; hence the one static map.
 */
final class HostLocks {
  /** Names this JVM to all class loaders in it; a value is a String, as properties must be. */
  private static final String JVM_PROPERTY = "dev.heddle.jvm";

  private static final Logger LOG = LoggerFactory.getLogger(HostLocks.class);

  /** Followed by a folder; says which class loader has its store open. */
  private static final String FOLDER_PROPERTY = "dev.heddle.store.";

  private static final String LOADER = UUID.randomUUID().toString();

  private static final Map<Path, HostLocks> OPEN = new HashMap<>();

  private final Path folder;
  private int users;
  private final LockFile opening;
  private final LockFile turnstile;
  private final ReentrantLock writers = new ReentrantLock(true);
  private final ReentrantLock openers = new ReentrantLock(true);
  private final ReentrantLock pruners = new ReentrantLock(true);
  private int leases;
  private boolean leftBehind;

  /** The lease, while held; guarded by {@link #OPEN}, as are the counts. */
  private final Map<String, FileChannel> lease = new HashMap<>(1);

  private HostLocks(Path folder) {
    this.folder = folder;
    this.opening = new LockFile(folder.resolve("open.lock"));
    this.turnstile = new LockFile(folder.resolve("write.lock"));
  }

  /** The locks of a folder, which exists and is given as a real path; {@link #release} them. */
  static HostLocks of(Path folder) {
    synchronized (OPEN) {
      HostLocks locks = OPEN.get(folder);
      if (locks == null) {
        refuseOtherLoader(folder);
        locks = new HostLocks(folder);
        OPEN.put(folder, locks);
      }
      locks.users++;
      return locks;
    }
  }

  /** Two copies of SQLite's native code in one process would free each other's locks. */
  private static void refuseOtherLoader(Path folder) {
    Object holder = System.getProperties().putIfAbsent(FOLDER_PROPERTY + folder, LOADER);
    if (holder != null && !holder.equals(LOADER)) {
      throw new FatalStoreException(
          "The store in "
              + folder
              + " is open in this JVM under another class loader, and two"
              + " copies of SQLite in one process would damage it. It was not touched. Put Heddle's"
              + " jars where both applications share them, or give each a store of its own.",
          null);
    }
  }

  void release() {
    synchronized (OPEN) {
      if (--users == 0) {
        OPEN.remove(folder);
        System.clearProperty(FOLDER_PROPERTY + folder);
        opening.close();
        turnstile.close();
      }
    }
  }

  /** This JVM, as the names of its leases begin. */
  static String jvm() {
    String fresh = UUID.randomUUID().toString();
    Object known = System.getProperties().putIfAbsent(JVM_PROPERTY, fresh);
    return known == null ? fresh : known.toString();
  }

  /** Held while a store is created, opened or migrated. */
  Held open() {
    openers.lock();
    try {
      FileLock lock = opening.lock(0);
      return () -> {
        try {
          opening.unlock(lock);
        } finally {
          openers.unlock();
        }
      };
    } catch (RuntimeException | Error e) {
      openers.unlock();
      throw e;
    }
  }

  /**
   * The turnstile: who waits to write holds byte 0, who writes holds byte 1. So writers of all
   * processes take turns, which SQLite's own lock does not see to.
   */
  Held write() {
    writers.lock();
    try {
      FileLock next = turnstile.lock(0);
      FileLock mine;
      try {
        mine = turnstile.lock(1);
      } finally {
        turnstile.unlock(next);
      }
      return () -> {
        try {
          turnstile.unlock(mine);
        } finally {
          writers.unlock();
        }
      };
    } catch (RuntimeException | Error e) {
      writers.unlock();
      throw e;
    }
  }

  /** Held while the store is pruned, beside writers: byte 2 of the turnstile. */
  Held prune() {
    pruners.lock();
    try {
      FileLock lock = turnstile.lock(2);
      return () -> {
        try {
          turnstile.unlock(lock);
        } finally {
          pruners.unlock();
        }
      };
    } catch (RuntimeException | Error e) {
      pruners.unlock();
      throw e;
    }
  }

  /** Takes, or shares, this JVM's lease in the folder and returns its name. */
  String lease() {
    synchronized (OPEN) {
      leases++;
      if (!lease.isEmpty()) {
        return lease.keySet().iterator().next();
      }
      String name = jvm() + "." + UUID.randomUUID();
      Path file = FileLeases.file(folder, name);
      try {
        Files.createDirectories(file.getParent());
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (channel.tryLock(FileLeases.LOCKED_BYTE, 1, false) == null) {
          throw new IOException("another process has locked it");
        }
        lease.put(name, channel);
        return name;
      } catch (IOException e) {
        leases--;
        throw new FatalStoreException(
            "The file "
                + file
                + ", which shows others that this process lives, can't be made ("
                + e
                + "). Nothing was written. Make the folder writable and run again.",
            e);
      }
    }
  }

  String leaseInode(String name) {
    return FileLeases.inode(folder, name);
  }

  /**
   * Gives the lease up when its last sharer does. The file goes too, unless someone left executions
   * running on record: then it stays, free, so that others see that their owner is gone.
   */
  void releaseLease(String name, boolean leftNothing) {
    synchronized (OPEN) {
      leftBehind |= !leftNothing;
      if (--leases > 0) {
        return;
      }
      FileChannel channel = lease.remove(name);
      try {
        if (!leftBehind) {
          Files.deleteIfExists(FileLeases.file(folder, name));
        }
        if (channel != null) {
          channel.close();
        }
      } catch (IOException e) {
        LOG.debug("event=lease-file-stays lease={}", name, e);
      }
    }
  }

  /** One file of which single bytes are locked; opened at first use. */
  private static final class LockFile {
    private final Path file;
    private volatile @Nullable FileChannel channel;

    LockFile(Path file) {
      this.file = file;
    }

    private FileChannel channel() throws IOException {
      FileChannel open = channel;
      if (open == null || !open.isOpen()) {
        open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel = open;
      }
      return open;
    }

    /**
     * Waits for the byte. An interrupt closes the channel, so it is put off until the lock is had.
     */
    FileLock lock(long at) {
      boolean interrupted = false;
      try {
        while (true) {
          try {
            return channel().lock(at, 1, false);
          } catch (FileLockInterruptionException e) {
            interrupted |= Thread.interrupted();
          } catch (OverlappingFileLockException e) {
            // Another class loader of this JVM has it: its map of locks is not ours.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
          }
        }
      } catch (IOException e) {
        throw new FatalStoreException(
            "The lock file "
                + file
                + " can't be used ("
                + e
                + "). Nothing was written."
                + " Make its folder writable, or choose another store: --store sqlite:PATH"
                + " or --store memory:",
            e);
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    void unlock(FileLock lock) {
      try {
        lock.release();
      } catch (IOException e) {
        // Closing a channel gives its locks back. It may be closed, and another one be open since:
        // that one, and what is locked through it, is none of this lock's business.
        closeQuietly(lock.acquiredBy());
      }
    }

    void close() {
      FileChannel open = channel;
      if (open != null) {
        closeQuietly(open);
      }
    }

    private static void closeQuietly(Channel open) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.debug("event=lock-file-not-closed", e); // It counts as closed all the same.
      }
    }
  }
}
