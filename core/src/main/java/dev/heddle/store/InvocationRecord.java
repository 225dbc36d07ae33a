package dev.heddle.store;

import dev.heddle.InvocationState;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import dev.heddle.value.StoredValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invocation as it is on record.
 *
 * @param arguments decoded for display only where the task's types are known
 * @param result null unless it succeeded
 * @param key the call key of the code that ran, or else of the submitter's
 * @param queue null unless it was ordered; a call of an execution has none
 * @param error null unless it failed or was cancelled; then, without types, its message says why
 */
public record InvocationRecord(
    long id,
    long execution,
    long parent,
    long position,
    TaskVersion task,
    Hash key,
    InvocationState state,
    List<StoredValue> arguments,
    long startedAt,
    long endedAt,
    Hits hits,
    @Nullable StoredValue result,
    @Nullable StoredError error,
    @Nullable QueueRecord queue) {}
