package dev.heddle.store;

import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import dev.heddle.value.StoredValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call node as it is on record; {@code result} is null if the call never became all concrete. */
public record NodeRecord(
    long id,
    TaskVersion task,
    Hash key,
    List<StoredValue> arguments,
    byte @Nullable [] expression,
    @Nullable StoredValue result,
    @Nullable Hash hash,
    long[] children,
    List<FileUse> files,
    long finishedAt) {}
