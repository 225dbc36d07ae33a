package dev.heddle.store;

/** The body of one invocation waits for another, since a moment in epoch milliseconds. */
public record WaitEdge(long waiter, long awaited, long since) {}
