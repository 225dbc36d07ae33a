package dev.heddle.store;

import dev.heddle.HeddleException;
import org.jspecify.annotations.Nullable;

/** The store could not do what was asked. The message names the store, and what to do next. */
public class StoreException extends HeddleException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
