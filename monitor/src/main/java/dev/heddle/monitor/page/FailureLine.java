package dev.heddle.monitor.page;

import dev.heddle.InvocationState;
import dev.heddle.store.FailureGroup;
import java.time.Instant;
import java.util.List;

/** Failures of one task for one reason; {@code latest} are a few ids, the newest first. */
public record FailureLine(
    String task,
    InvocationState state,
    String error,
    String message,
    long count,
    Instant firstAt,
    Instant lastAt,
    List<String> latest) {
  static FailureLine of(FailureGroup group) {
    return new FailureLine(
        group.task(),
        group.state(),
        group.error(),
        Shown.cut(group.message(), 500),
        group.count(),
        Instant.ofEpochMilli(group.firstAt()),
        Instant.ofEpochMilli(group.lastAt()),
        group.latest().stream().map(Shown::id).toList());
  }
}
