package dev.heddle.store;

import java.util.List;

/**
 * A worker as it is on record. Times in epoch milliseconds.
 *
 * @param process which process, for people: pid and host
 * @param queues it serves; empty for all; {@link #UNREADABLE} if its row is damaged, as of tasks
 * @param tasks it knows, by name
 * @param endedAt when it left or was found dead; 0 before
 * @param beatAt when its process last beat; 0 if it never did
 * @param claimed how many invocations it owns that have not begun
 * @param running how many bodies run
 * @param paused how many bodies wait for others
 */
public record WorkerRecord(
    long id,
    WorkerState state,
    String process,
    int slots,
    List<String> queues,
    List<String> tasks,
    long startedAt,
    long endedAt,
    long beatAt,
    int claimed,
    int running,
    int paused) {
  /** Stands in the place of what can't be read. */
  public static final String UNREADABLE = "(unreadable)";
}
