package dev.heddle.cli;

import dev.heddle.store.StoredError;
import dev.heddle.value.StoredValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What is on record, as text. */
final class Stored {
  private Stored() {}

  /** Recorded values are JSON text in UTF-8. */
  static String text(StoredValue value) {
    return new String(value.bytes(), StandardCharsets.UTF_8);
  }

  /** The error on one line: its simple class and the first line of its message. */
  static String brief(StoredError error) {
    String type = type(error);
    String message = error.message();
    if (error.types().isEmpty() && message != null) {
      return Names.firstLine(message);
    }
    return type.substring(type.lastIndexOf('.') + 1)
        + (message == null || message.isBlank() ? "" : ": " + Names.firstLine(message));
  }

  static String type(StoredError error) {
    return error.types().isEmpty() ? "error" : error.types().get(0);
  }

  /** The error with its recorded frames and causes, as Java prints a stack. */
  static List<String> lines(StoredError error) {
    List<String> lines = new ArrayList<>();
    String before = "";
    for (StoredError at = error; at != null; at = at.cause()) {
      String message = at.message();
      boolean bare = at.types().isEmpty() && message != null;
      lines.add(
          before
              + (bare ? "" : type(at) + (message == null ? "" : ": "))
              + (message == null ? "" : message));
      at.frames().forEach(frame -> lines.add("  at " + frame));
      before = "caused by ";
    }
    return lines;
  }
}
