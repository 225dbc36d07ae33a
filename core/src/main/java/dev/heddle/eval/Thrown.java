package dev.heddle.eval;

/** Rethrows what a user's code threw without wrapping it, checked or not. */
final class Thrown {
  private Thrown() {}

  static RuntimeException sneaky(Throwable error) {
    return Thrown.<RuntimeException>rethrow(error);
  }

  @SuppressWarnings("unchecked") // the cast is erased: that is the point
  private static <E extends Throwable> E rethrow(Throwable error) throws E {
    throw (E) error;
  }
}
