package dev.heddle.store;

/**
 * An invocation that a worker owns now.
 *
 * @param epoch of this claim: every change about the invocation carries it
 * @param begun whether its body counts as begun already, so may run at once; else {@link
 *     Change.Begun} comes first
 * @param attempt from 1; planned retries count, recoveries do not
 * @param suspect whether it must run with no other body in its process, since it was running when
 *     several workers died
 */
public record Claimed(
    Submission submission, long epoch, boolean begun, int attempt, boolean suspect) {}
