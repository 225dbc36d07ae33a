package dev.heddle;

import org.jspecify.annotations.Nullable;

/** The root of the errors Heddle itself reports. The first line can be read without the stack. */
public class HeddleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public HeddleException(String message) {
    super(message);
  }

  public HeddleException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
