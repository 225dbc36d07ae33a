package dev.heddle.monitor.page;

import dev.heddle.store.StoredError;
import java.util.ArrayList;
import java.util.List;

/**
 * One error of a chain of causes.
 *
 * @param type the class of what was thrown; empty if nothing was
 * @param message empty if there is none
 * @param frames the user's part of the stack, innermost first
 */
public record Fault(String type, String message, List<String> frames) {
  private static final int MOST_CAUSES = 20;
  private static final int LONGEST = 100_000;

  /** The error and what caused it, in that order. */
  static List<Fault> chain(StoredError error) {
    List<Fault> chain = new ArrayList<>();
    StoredError at = error;
    while (at != null && chain.size() < MOST_CAUSES) {
      chain.add(new Fault(type(at), Shown.cut(message(at), LONGEST), List.copyOf(at.frames())));
      at = at.cause();
    }
    return List.copyOf(chain);
  }

  /** On one line: the simple class and the first line of the message. */
  static String brief(StoredError error) {
    String type = Shown.simple(type(error));
    String line = message(error).lines().findFirst().orElse("");
    return type + (type.isEmpty() || line.isEmpty() ? "" : ": ") + line;
  }

  private static String type(StoredError error) {
    return error.types().isEmpty() ? "" : error.types().get(0);
  }

  private static String message(StoredError error) {
    String message = error.message();
    return message == null ? "" : message;
  }
}
