package dev.heddle.eval;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a cell has no value.
 *
 * @param origin the call whose body, or whose expression, threw; null in the root expression
 */
record Failure(Throwable error, @Nullable CallCell origin) {

  /** Whether the error is one of these classes, by name, so that class loaders do not matter. */
  boolean isOneOf(List<String> classes) {
    for (Class<?> c = error.getClass(); c != null; c = c.getSuperclass()) {
      if (classes.contains(c.getName())) {
        return true;
      }
    }
    return false;
  }
}
