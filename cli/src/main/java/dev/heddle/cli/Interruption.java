package dev.heddle.cli;

import dev.heddle.ExecutionListener.ExecutionReport;
import dev.heddle.ExecutionListener.Failure;
import dev.heddle.eval.Evaluation;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a process that still evaluates: Ctrl-C, SIGTERM, or a task that calls System.exit. The
 * execution is cancelled and what had finished is made durable; then the process ends. A second
 * Ctrl-C ends it at once.
 */
final class Interruption {

  /**
   * How long the end of an execution may take; the evaluator itself gives bodies up before that.
   */
  private static final long PATIENCE_SECONDS = 15;

  private final Evaluation evaluation;
  private final RunConsole console;
  private final Screen screen;
  private final Answer answer;
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable Thread hook;

  private Interruption(Evaluation evaluation, RunConsole console, Screen screen, Answer answer) {
    this.evaluation = evaluation;
    this.console = console;
    this.screen = screen;
    this.answer = answer;
  }

  /** Watches over an evaluation until {@link #end}. */
  static Interruption guard(
      Evaluation evaluation, RunConsole console, Screen screen, Answer answer) {
    Interruption interruption = new Interruption(evaluation, console, screen, answer);
    Thread hook = new Thread(interruption::stop, "heddle-stop");
    interruption.hook = hook;
    Runtime.getRuntime().addShutdownHook(hook);
    return interruption;
  }

  /** The evaluation has ended. Returns only if the process is not being ended meanwhile. */
  void end() {
    ended.countDown();
    Thread registered = hook;
    if (registered == null) {
      return;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(registered);
    } catch (IllegalStateException e) {
      waitForTheEnd(registered); // the hook is at work, and will halt the process
    }
  }

  private static void waitForTheEnd(Thread hook) {
    while (true) {
      try {
        hook.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void stop() {
    EndCause cause = EndCause.find();
    SecondInterrupt.haltsAtOnce();
    List<String> running = console.running();
    screen.line("");
    if (cause.exitedIn() != null) {
      screen.line(screen.style().red("error: ") + cause.text());
    } else {
      screen.line(
          cause.name()
              + ": stopping"
              + (running.isEmpty() ? "" : " " + Names.count(running.size(), "body", "bodies"))
              + ", again to end at once");
    }
    evaluation.cancel(cause.exitedIn() == null ? cause.name() : "a task called System.exit");
    boolean clean = awaitEnd();
    String end =
        clean
            ? howItEnded()
            : "Ended before all was recorded. Run the same command again: recorded work is"
                + " reused.";
    screen.line(end);
    answer(cause, end);
    Runtime.getRuntime().halt(cause.code());
  }

  /** An execution that had ended by itself before the signal came tells its own end. */
  private void answer(EndCause cause, String end) {
    ExecutionReport report = console.report();
    boolean exited = cause.exitedIn() != null;
    String state = exited ? Answer.FAILED : Answer.CANCELLED;
    String error = cause.text() + "\n" + end;
    if (report == null) {
      answer.give(console.execution(), state, error);
    } else if (!exited && report.failure() == null) {
      answer.give(report, report.state(), null);
    } else {
      answer.give(report, state, error);
    }
  }

  /** The evaluator's own words: what was given up, and that the rest is kept. */
  private String howItEnded() {
    ExecutionReport report = console.report();
    Failure failure = report == null ? null : report.failure();
    String message = failure == null ? null : Thrown.message(failure.error());
    return message == null ? "The execution had just ended." : message;
  }

  private boolean awaitEnd() {
    try {
      return ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
