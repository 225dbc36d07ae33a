package dev.heddle.store;

import java.util.List;

/**
 * The part of an invocation's record that only an ordered one has. Times in epoch milliseconds, 0
 * for not yet.
 *
 * @param claimedAt when its present or last owner took it
 * @param worker its present or last owner, or 0
 * @param epoch how often it was claimed or taken away
 * @param deaths workers that died while it, and it alone, ran in them, in that order
 * @param waitsFor the invocations its paused body waits for
 * @param done of {@code total}: what its body said of its progress; both 0 if nothing
 */
public record QueueRecord(
    Submission submission,
    long claimedAt,
    long worker,
    int attempt,
    long epoch,
    List<Long> deaths,
    List<Long> waitsFor,
    long done,
    long total) {}
