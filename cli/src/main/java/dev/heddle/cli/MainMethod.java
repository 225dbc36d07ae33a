package dev.heddle.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Runs a program's own main method: it opens Heddle, or does not, as it likes. */
final class MainMethod {
  private final Session session;

  MainMethod(Session session) {
    this.session = session;
  }

  int run(Program program, RunArguments arguments) {
    Method main =
        program
            .mainMethod()
            .orElseThrow(
                () ->
                    new UsageException(
                        program.name()
                            + " has no main method"
                            + (program.tasks().isEmpty()
                                ? " and no tasks"
                                : "; name a task: "
                                    + String.join(
                                        ", ",
                                        program.tasks().stream()
                                            .map(t -> t.method().getName())
                                            .toList()))));
    if (arguments.json()) {
      throw new UsageException("--json needs a task: what a main method prints is its own");
    }
    // What Heddle.open() in this process reads: the flags as system properties.
    arguments.settings().forEach((name, value) -> System.setProperty("heddle." + name, value));
    // So that a program can start workers of itself, wherever it was started from.
    System.setProperty(
        "heddle.program", session.folder().resolve(program.name()).toAbsolutePath().toString());
    program.withDirectTasks();
    String[] words = arguments.rest().toArray(String[]::new);
    try {
      if (main.getParameterCount() == 0) {
        main.invoke(null);
      } else {
        main.invoke(null, (Object) words);
      }
      return Main.SUCCESS;
    } catch (InvocationTargetException | ExceptionInInitializerError e) {
      if (!isEnding()) {
        tell(e.getCause() == null ? e : e.getCause());
      }
      return Main.FAILED;
    } catch (IllegalAccessException e) {
      throw new UsageException(program.name() + ": its main method can't be called: " + e);
    }
  }

  private void tell(Throwable thrown) {
    trim(thrown);
    session.screen().line(session.screen().style().red("error: ") + "main threw " + thrown);
    for (StackTraceElement frame : thrown.getStackTrace()) {
      session.screen().line("    at " + frame);
    }
    for (Throwable note : thrown.getSuppressed()) {
      session.screen().line("  " + note.getMessage());
    }
  }

  /** Whether somebody ends the process already: then what main throws is what that has led to. */
  private static boolean isEnding() {
    Thread hook = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException ending) {
      return true;
    }
  }

  /** Cuts what stands below the main method: this class and reflection. */
  private static void trim(Throwable thrown) {
    StackTraceElement[] frames = thrown.getStackTrace();
    int end = frames.length;
    for (int i = 0; i < frames.length; i++) {
      if (frames[i].getClassName().equals(MainMethod.class.getName())) {
        end = i;
        break;
      }
    }
    while (end > 0
        && end < frames.length
        && (frames[end - 1].getClassName().startsWith("jdk.internal.reflect.")
            || frames[end - 1].getClassName().startsWith("java.lang.reflect."))) {
      end--;
    }
    thrown.setStackTrace(java.util.Arrays.copyOf(frames, end));
  }
}
