package dev.heddle.value;

import org.jspecify.annotations.Nullable;

/**
 * A value, or a text, that does not fit, on its way up: every container it passes adds its step, so
 * that the path costs nothing while all is well.
 */
final class Misfit extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_PATH = 200;

  private final String what;
  private String path = "";

  Misfit(String what) {
    this(what, null);
  }

  Misfit(String what, @Nullable Throwable cause) {
    super(what, cause, false, false);
    this.what = what;
  }

  static Misfit wrongClass(Object value, String wanted) {
    return new Misfit("is a " + value.getClass().getName() + " where " + wanted + " is declared");
  }

  /** Adds the step outside of the path so far: {@code .name} or {@code [3]}. */
  Misfit under(String step) {
    path =
        path.length() > LONGEST_PATH
            ? step + ".." + path.substring(path.length() - 50)
            : step + path;
    return this;
  }

  UnserializableValueException asError(String subject) {
    return new UnserializableValueException(
        subject + ": " + (path.isEmpty() ? "it " : "its part " + path + " ") + what, getCause());
  }
}
