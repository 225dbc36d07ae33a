package dev.heddle.value;

/** A value, or a text, has more levels than the stack at hand is trusted with. */
final class TooDeep extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooDeep() {
    super(null, null, false, false);
  }
}
