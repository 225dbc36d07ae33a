package dev.heddle.store;

/**
 * How many invocations of one task wait in one queue, in one state.
 *
 * @param since when the oldest of them was submitted, epoch milliseconds
 */
public record Waiting(
    String queue, String task, dev.heddle.InvocationState state, long count, long since) {}
