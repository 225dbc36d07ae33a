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
    StringBuilder line = new StringBuilder(brief(task)).append('(');
    int left = Math.max(24, budget - line.length() - 1);
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      int share = Math.max(12, left / (arguments.size() - i));
      String shown = Json.cut(argument, share);
      line.append(i == 0 ? "" : ", ").append(shown);
      left -= shown.length() + 2;
      if (left < 12 && i < arguments.size() - 1) {
        line.append(", …").append(arguments.size() - 1 - i).append(" more");
        break;
      }
    }
    return line.append(')').toString();
  }

  /** One line of an error: its simple class and the first line of its message. */
  static String error(Throwable error) {
    String message = error.getMessage();
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
