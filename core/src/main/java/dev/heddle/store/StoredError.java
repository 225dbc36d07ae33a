package dev.heddle.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error as it is recorded. Classes are names only; nothing is ever loaded by them (law 8).
 *
 * @param types the class and its superclasses up to {@code Throwable}, most specific first
 * @param frames the user's part of the stack, innermost first, as {@code class.method(File:line)}
 */
public record StoredError(
    List<String> types,
    @Nullable String message,
    List<String> frames,
    @Nullable StoredError cause) {
  /** The message of invocations that ran when their process ended. */
  public static final String PROCESS_ENDED = "the process that ran it ended";

  /** The class of what was thrown; empty if nothing was. */
  public String type() {
    return types.isEmpty() ? "" : types.get(0);
  }

  /** The first line of its message, cut to so many characters; empty if it has none. */
  public String firstLine(int most) {
    String line = message == null ? "" : message.lines().findFirst().orElse("");
    if (line.length() <= most) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(most - 1)) ? most - 1 : most;
    return line.substring(0, end);
  }

  /** The same, as if nothing had caused it. */
  public StoredError withoutCause() {
    return new StoredError(types, message, frames, null);
  }
}
