package dev.heddle.cli;

import dev.heddle.ExecutionListener.ExecutionReport;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --json} prints: exactly one object, however the run ends and whichever thread sees it
 * end. Without {@code --json} it prints nothing.
 */
final class Answer {
  static final String FAILED = "FAILED";
  static final String CANCELLED = "CANCELLED";

  private final PrintStream out;
  private final boolean wanted;
  private final AtomicBoolean given = new AtomicBoolean();

  Answer(PrintStream out, boolean wanted) {
    this.out = out;
    this.wanted = wanted;
  }

  boolean wanted() {
    return wanted;
  }

  /** The end of an execution that told of itself. */
  void give(ExecutionReport report, FailureText failure) {
    give(report, report.state(), failure.isEmpty() ? null : failure.text());
  }

  /** The same, with a state and a reason that the report does not know of. */
  void give(ExecutionReport report, String state, @Nullable String error) {
    JsonObject calls = calls(report.total(), report.run(), report.cached(), report.failed());
    String result = state.equals(report.state()) ? report.resultJson() : null;
    print(report.execution(), state, report.millis(), calls, result, error);
  }

  /** The end of a run of which no report is known; {@code execution} is empty if none began. */
  void give(String execution, String state, @Nullable String error) {
    String id = execution.isEmpty() ? null : execution;
    print(id, state, 0, calls(0, 0, 0, 0), null, error);
  }

  private static JsonObject calls(long total, long run, long cached, long failed) {
    return new JsonObject()
        .put("total", total)
        .put("run", run)
        .put("cached", cached)
        .put("failed", failed);
  }

  private void print(
      @Nullable String execution,
      String state,
      double millis,
      JsonObject calls,
      @Nullable String result,
      @Nullable String error) {
    if (!wanted || !given.compareAndSet(false, true)) {
      return;
    }
    out.println(
        new JsonObject()
            .put("execution", execution)
            .put("status", state)
            .put("durationMs", Math.round(millis))
            .put("invocations", calls)
            .putJson("result", result)
            .put("error", error));
    out.flush();
  }
}
