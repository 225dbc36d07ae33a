package dev.heddle.store;

import org.jspecify.annotations.Nullable;

/**
 * The store can take nothing more from this process until something outside it changes: the disk is
 * full, the file is damaged or may not be written. What was committed before stays; telling the
 * same sets again now would fail again, so a {@link Committer} stops at the first of these.
 */
public class FatalStoreException extends StoreException {
  private static final long serialVersionUID = 1L;

  public FatalStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
