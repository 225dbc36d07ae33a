package dev.heddle;

import org.jspecify.annotations.Nullable;

/** An expression can't be built; the message says why and what to write instead. */
public final class ExpressionException extends HeddleException {
  private static final long serialVersionUID = 1L;

  public ExpressionException(String message) {
    super(message);
  }

  public ExpressionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
