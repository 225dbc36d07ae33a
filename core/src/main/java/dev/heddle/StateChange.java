package dev.heddle;

import java.time.Instant;

/**
 * One line of an invocation's history.
 *
 * @param at when, by the clock of who told it
 * @param state what it became
 * @param worker the worker that had it then, as people see one; empty for none
 * @param attempt which attempt it was, from 1; planned retries count, recoveries do not
 * @param epoch how often it had been claimed or taken away by then
 * @param why the reason, where it is not the regular course; else empty
 */
public record StateChange(
    Instant at, InvocationState state, String worker, int attempt, long epoch, String why) {}
