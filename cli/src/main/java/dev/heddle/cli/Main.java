package dev.heddle.cli;

import dev.heddle.HeddleException;
import dev.heddle.TaskDefinitionException;
import dev.heddle.config.ConfigException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The program {@code heddle}. Exit codes: 0 success, 1 a task failed, 2 wrong usage. */
public final class Main {
  static final int SUCCESS = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] words) {
    Charset charset = Terminal.charset();
    Map<String, String> environment = System.getenv();
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, charset);
    PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), false, charset);
    boolean terminal = Terminal.onError();
    Style style = Style.of(terminal, environment);
    Screen screen = new Screen(err, charset, style, terminal, Terminal.width(environment));
    System.exit(run(new Session(out, screen, environment, Path.of("")), List.of(words)));
  }

  /** Runs one command and returns its exit code. */
  static int run(Session session, List<String> words) {
    try {
      // The one command that must start in a blink does without the model of all the others.
      if (!words.isEmpty() && words.get(0).equals("run")) {
        return new RunCommand(session).run(words.subList(1, words.size()));
      }
      if (!words.isEmpty() && words.get(0).equals("submit")) {
        return new SubmitCommand(session).run(words.subList(1, words.size()));
      }
      return Commands.run(session, words);
    } catch (RuntimeException | Error e) {
      return explain(session.screen(), e);
    } finally {
      session.out().flush();
    }
  }

  /** Says what went wrong and returns the exit code for it. */
  static int explain(Screen screen, Throwable e) {
    if (e instanceof UsageException
        || e instanceof ConfigException
        || e instanceof TaskDefinitionException) {
      error(screen, Thrown.message(e));
      return USAGE;
    }
    if (e instanceof HeddleException || e instanceof UncheckedIOException) {
      error(screen, Thrown.message(e));
      return FAILED;
    }
    error(screen, "this is a defect of Heddle, please report it: " + Thrown.text(e));
    Thrown.frames(e).forEach(frame -> screen.line("    at " + frame));
    return FAILED;
  }

  private static void error(Screen screen, @Nullable String message) {
    screen.line(screen.style().red("error: ") + message);
  }
}
