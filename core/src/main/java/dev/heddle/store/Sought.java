package dev.heddle.store;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A text that is looked for in others, whatever its case. Every store looks in the same way.
 *
 * @param text what has to be contained
 */
public record Sought(String text) {
  /** Whether it is in this; in nothing it is not. */
  public boolean isIn(@Nullable String where) {
    if (where == null) {
      return false;
    }
    int last = where.length() - text.length();
    for (int i = 0; i <= last; i++) {
      if (where.regionMatches(true, i, text, 0, text.length())) {
        return true;
      }
    }
    return false;
  }

  /** The same for UTF-8. */
  public boolean isIn(byte[] where) {
    return isIn(new String(where, StandardCharsets.UTF_8));
  }

  /** Whether it is in the class or the message of this error; its causes are not looked at. */
  public boolean isIn(@Nullable StoredError error) {
    return error != null && (isIn(error.type()) || isIn(error.message()));
  }
}
