package dev.heddle.store;

import dev.heddle.InvocationState;

/** An invocation that a worker owns, as the store has it. */
public record Owned(long invocation, long epoch, InvocationState state) {}
