package dev.heddle.sql;

import dev.heddle.store.FatalStoreException;
import dev.heddle.store.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;

/** What went wrong in SQLite, said for a person: what happened, what is kept, what to do. */
final class Failures {
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int PERMISSION = 3;
  private static final int READ_ONLY = 8;
  private static final int DISK_ERROR = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANNOT_OPEN = 14;
  private static final int NOT_A_DATABASE = 26;

  private Failures() {}

  static StoreException of(SQLException cause, Path file) {
    String reason = cause.getMessage();
    return switch (code(cause)) {
      case FULL ->
          new FatalStoreException(
              "The disk is full: the store "
                  + file
                  + " can take nothing more."
                  + " Everything committed before is kept, nothing after it."
                  + " Free space on the disk of that folder and run again:"
                  + " what had finished is not computed again.",
              cause);
      case CORRUPT ->
          new FatalStoreException(
              "The store "
                  + file
                  + " is damaged ("
                  + reason
                  + "). Nothing was changed."
                  + " Put back a copy of it, or move it away together with its -wal and -shm files"
                  + " and run again: results are then computed anew.",
              cause);
      case NOT_A_DATABASE -> notOurs(file, "it is no SQLite database", cause);
      case READ_ONLY, PERMISSION, CANNOT_OPEN ->
          new FatalStoreException(
              "The store "
                  + file
                  + " can't be written ("
                  + reason
                  + "). Everything committed"
                  + " before is kept. Make the file and its folder writable for this user,"
                  + " or choose another store: --store sqlite:PATH or --store memory:",
              cause);
      case DISK_ERROR ->
          new FatalStoreException(
              "The disk failed under the store "
                  + file
                  + " ("
                  + reason
                  + ")."
                  + " Everything committed before is kept. Check the disk, then run again.",
              cause);
      case BUSY, LOCKED ->
          new StoreException(
              "The store "
                  + file
                  + " is held by another program ("
                  + reason
                  + ")."
                  + " Nothing of this was written. Close what has the file open"
                  + " (a database browser, a backup) and run again.",
              cause);
      default ->
          new StoreException(
              "The store "
                  + file
                  + " could not do this: "
                  + reason
                  + ". Nothing of it was written, everything before is kept.",
              cause);
    };
  }

  static FatalStoreException notOurs(Path file, String why, @Nullable Throwable cause) {
    return new FatalStoreException(
        "The file "
            + file
            + " is not a store of Heddle: "
            + why
            + ". It was not touched."
            + " Move it away, or choose another store: --store sqlite:PATH",
        cause);
  }

  /** Whether a row could not be written since one of its key is there. */
  static boolean isDuplicate(SQLException cause) {
    return cause instanceof SQLiteException sqlite
        && switch (sqlite.getResultCode()) {
          case SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID, SQLITE_CONSTRAINT_UNIQUE ->
              true;
          default -> false;
        };
  }

  /** SQLite's primary result code, or -1. */
  private static int code(SQLException cause) {
    if (cause instanceof SQLiteException sqlite) {
      return sqlite.getResultCode().code & 0xFF;
    }
    return cause.getErrorCode() > 0 ? cause.getErrorCode() & 0xFF : -1;
  }
}
