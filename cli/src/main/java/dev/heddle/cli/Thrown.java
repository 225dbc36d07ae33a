package dev.heddle.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was caught. Every method of an exception may be a user's, and throw: here they are asked so
 * that telling of an error never becomes one.
 */
final class Thrown {
  private Thrown() {}

  /** Passes on what was caught as a Throwable. */
  static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
  }

  static @Nullable String message(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (RuntimeException | Error broken) {
      return "(its getMessage() threw " + broken.getClass().getName() + ")";
    }
  }

  /** As its toString says it: the class, and most often the message. */
  static String text(Throwable thrown) {
    try {
      return String.valueOf(thrown.toString());
    } catch (RuntimeException | Error broken) {
      String message = message(thrown);
      return thrown.getClass().getName() + (message == null ? "" : ": " + message);
    }
  }

  static @Nullable Throwable cause(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (RuntimeException | Error broken) {
      return null;
    }
  }

  static List<Throwable> suppressed(Throwable thrown) {
    return List.of(thrown.getSuppressed()); // final: never a user's
  }

  static List<StackTraceElement> frames(Throwable thrown) {
    try {
      return List.of(thrown.getStackTrace());
    } catch (RuntimeException | Error broken) {
      return List.of();
    }
  }
}
