package dev.heddle.acceptance;

import dev.heddle.ExecutionListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps what an execution told its listener. */
final class Recorder implements ExecutionListener {
  final List<String> ran = new ArrayList<>();
  final List<String> cached = new ArrayList<>();
  final List<String> failed = new ArrayList<>();
  private @Nullable ExecutionReport report;

  @Override
  public void invocation(InvocationEvent event) {
    String task = event.task().substring(event.task().lastIndexOf('.') + 1);
    String call = task + "(" + String.join(",", event.arguments()) + ")";
    switch (event.kind()) {
      case RAN -> ran.add(call);
      case CACHED -> cached.add(call);
      case FAILED -> failed.add(call);
      default -> {}
    }
  }

  @Override
  public void executionEnded(ExecutionReport ended) {
    report = ended;
  }

  ExecutionReport report() {
    return Objects.requireNonNull(report, "the execution has ended");
  }
}
