package dev.heddle.sql;

import dev.heddle.store.FatalStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Where a store lives: its folder, the folder of its locks, and whether the disk will do. */
final class Folders {
  /** Their locks or shared memory do not work, or not between hosts (PROTOCOL §5.5). */
  private static final Set<String> SHARED =
      Set.of(
          "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "virtiofs", "afs", "ceph");

  private Folders() {}

  /** Makes the folder of the file, and answers the file by its real path. */
  static Path real(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = absolute.getParent();
    Path name = absolute.getFileName();
    if (folder == null || name == null || Files.isDirectory(absolute)) {
      throw new FatalStoreException(
          "The store "
              + file
              + " is a folder, not a file. Name a file in it:"
              + " --store sqlite:"
              + file
              + "/heddle.db",
          null);
    }
    return makeReal(folder, file).resolve(name);
  }

  /**
   * The folder of the locks: the store's own folder if it is the usual one, {@code .heddle} with
   * {@code heddle.db}; else one beside the file, so that two stores in a folder share nothing.
   */
  static Path ofLocks(Path file) {
    if (file.endsWith("heddle.db")) {
      return of(file);
    }
    return makeReal(file.resolveSibling(file.getFileName() + ".locks"), file);
  }

  /** The folder of a file that {@link #real} answered. */
  static Path of(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  private static Path makeReal(Path folder, Path file) {
    try {
      Files.createDirectories(folder);
      return folder.toRealPath();
    } catch (IOException e) {
      throw new FatalStoreException(
          "The folder "
              + folder
              + " of the store "
              + file
              + " can't be made ("
              + e
              + ")."
              + " Make its parent writable, or choose another store: --store sqlite:PATH"
              + " or --store memory:",
          e);
    }
  }

  /** Refuses file systems on which several processes can't share a database. */
  static void refuseShared(Path folder) {
    String type;
    try {
      type = Files.getFileStore(folder).type().toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      return; // not known is not shared; opening the file will say what is wrong
    }
    if (isShared(type)) {
      throw new FatalStoreException(
          "The store's folder "
              + folder
              + " is on a "
              + type
              + " file system, where the locks"
              + " that keep a database whole can't be relied on. Nothing was touched. Choose a"
              + " store on a local disk: --store sqlite:PATH; or, if never more than one process"
              + " at a time uses it, say so: --store sqlite:PATH?singleProcess=true",
          null);
    }
  }

  static boolean isShared(String type) {
    return SHARED.contains(type) || type.startsWith("fuse");
  }
}
