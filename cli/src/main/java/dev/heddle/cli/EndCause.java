package dev.heddle.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why the process is ending.
 *
 * @param exitedIn where System.exit was called, or null for a signal
 */
record EndCause(String name, int code, @Nullable String exitedIn) {
  private static final int TASK_EXITED = 1;
  private static final int BY_SIGNAL = 128;

  String text() {
    return exitedIn == null
        ? "ended by " + name
        : exitedIn
            + " called System.exit. A task must not end the process: throw an exception instead.";
  }

  static EndCause find() {
    String unknown = null;
    for (Map.Entry<Thread, StackTraceElement[]> thread : Thread.getAllStackTraces().entrySet()) {
      String name = thread.getKey().getName();
      switch (name) {
        case "SIGINT handler" -> {
          return new EndCause("Ctrl-C", BY_SIGNAL + 2, null);
        }
        case "SIGTERM handler" -> {
          return new EndCause("SIGTERM", BY_SIGNAL + 15, null);
        }
        case "SIGHUP handler" -> {
          return new EndCause("SIGHUP", BY_SIGNAL + 1, null);
        }
        default -> {
          String caller = callerOfExit(thread.getValue());
          unknown = caller == null ? unknown : caller;
        }
      }
    }
    // A virtual thread is in no list of threads; who else could have called it?
    return new EndCause("exit", TASK_EXITED, unknown == null ? "a task" : unknown);
  }

  private static @Nullable String callerOfExit(StackTraceElement[] frames) {
    boolean exiting = false;
    for (StackTraceElement frame : frames) {
      String type = frame.getClassName();
      if (type.equals("java.lang.Shutdown") || type.equals("java.lang.Runtime")) {
        exiting = true;
      } else if (exiting && !type.equals("java.lang.System")) {
        return type
            + "."
            + frame.getMethodName()
            + " ("
            + frame.getFileName()
            + ":"
            + frame.getLineNumber()
            + ")";
      }
    }
    return null;
  }
}
