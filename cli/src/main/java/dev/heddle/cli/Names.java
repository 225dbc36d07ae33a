package dev.heddle.cli;

import java.util.List;

/** Tasks and calls as lines show them. */
final class Names {
  private Names() {}

  /** The class and method of a task's name, without package and folder. */
  static String brief(String task) {
    String name = task.substring(task.lastIndexOf('/') + 1);
    int method = name.lastIndexOf('.');
    int type = method < 0 ? -1 : name.lastIndexOf('.', method - 1);
    return name.substring(type + 1);
  }

  /** A call in at most about {@code budget} characters, its longest arguments cut first. */
  static String call(String task, List<String> arguments, int budget) {
    String name = brief(task);
    List<String> shown = Brief.values(arguments, Math.max(24, budget - name.length() - 2));
    return name + '(' + String.join(", ", shown) + ')';
  }

  /** What it says; empty if it says nothing. */
  static String message(Throwable error) {
    String message = Thrown.message(error);
    return message == null ? "" : message;
  }

  /** One line of an error: its simple class and the first line of its message. */
  static String error(Throwable error) {
    String message = Thrown.message(error);
    return error.getClass().getSimpleName()
        + (message == null || message.isBlank() ? "" : ": " + firstLine(message));
  }

  static String firstLine(String text) {
    String stripped = text.strip();
    int end = stripped.indexOf('\n');
    return end < 0 ? stripped : stripped.substring(0, end).stripTrailing() + " …";
  }

  static String count(long n, String one, String many) {
    return String.format(java.util.Locale.ROOT, "%,d %s", n, n == 1 ? one : many);
  }
}
