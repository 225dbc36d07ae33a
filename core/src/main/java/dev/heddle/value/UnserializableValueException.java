package dev.heddle.value;

import dev.heddle.HeddleException;
import org.jspecify.annotations.Nullable;

/**
 * A type that cannot be a task's, or a value that does not fit its type. Names both, and the path.
 */
public class UnserializableValueException extends HeddleException {
  private static final long serialVersionUID = 1L;

  public UnserializableValueException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
