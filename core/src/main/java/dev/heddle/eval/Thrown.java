package dev.heddle.eval;

import dev.heddle.HeddleException;

/** Rethrows what a user's code threw without wrapping it, checked or not. */
final class Thrown {
  private Thrown() {}

  static RuntimeException sneaky(Throwable error) {
    return Thrown.<RuntimeException>rethrow(error);
  }

  /** As an unchecked exception: itself, or wrapped. Errors of the machine are thrown at once. */
  static RuntimeException unchecked(Throwable error) {
    if (error instanceof Error fatal) {
      throw fatal;
    }
    return error instanceof RuntimeException known
        ? known
        : new HeddleException(String.valueOf(error), error);
  }

  @SuppressWarnings("unchecked") // the cast is erased: that is the point
  private static <E extends Throwable> E rethrow(Throwable error) throws E {
    throw (E) error;
  }
}
