package dev.heddle.store;

import dev.heddle.value.StoredValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An execution as it is on record. Times in epoch milliseconds; {@code endedAt} 0 while it runs.
 */
public record ExecutionRecord(
    long id,
    ExecutionState state,
    String label,
    List<String> commandLine,
    String owner,
    long startedAt,
    long endedAt,
    Totals totals,
    Hits hits,
    @Nullable StoredValue result,
    @Nullable StoredError error) {}
