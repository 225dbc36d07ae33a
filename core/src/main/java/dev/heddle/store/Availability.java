package dev.heddle.store;

/**
 * Whether a claim would find anything.
 *
 * @param ready whether something that is no suspect may be claimed now
 * @param suspects whether a suspect may be claimed now
 * @param nextDue when the next one becomes ready, epoch milliseconds; {@code Long.MAX_VALUE} if
 *     nothing is planned
 */
public record Availability(boolean ready, boolean suspects, long nextDue) {}
