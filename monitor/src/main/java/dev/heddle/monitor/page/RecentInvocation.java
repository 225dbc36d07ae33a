package dev.heddle.monitor.page;

import dev.heddle.InvocationState;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.QueueRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An invocation as the pages of a task and of a worker show it.
 *
 * @param millis from its beginning to its end; null before that, or if it did not begin
 * @param worker its present or last worker; empty for none
 * @param attempt 0 for a call of an execution, which has one
 */
public record RecentInvocation(
    String id,
    String task,
    InvocationState state,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Long millis,
    String worker,
    int attempt) {
  static RecentInvocation of(InvocationRecord record) {
    QueueRecord queue = record.queue();
    return new RecentInvocation(
        Shown.id(record.id()),
        record.task().name(),
        record.state(),
        Shown.at(record.startedAt()),
        Shown.at(record.endedAt()),
        record.startedAt() == 0 || record.endedAt() == 0
            ? null
            : Math.max(0, record.endedAt() - record.startedAt()),
        queue == null ? "" : Shown.id(queue.worker()),
        queue == null ? 0 : queue.attempt());
  }
}
