package dev.heddle.store;

import java.util.Set;

/**
 * What a worker would take.
 *
 * @param worker who asks
 * @param token made by the worker, > 0: asking again with the token of the last claim answers the
 *     same invocations, as far as the worker still owns them and they have not begun
 * @param queues of which queues; empty for all
 * @param tasks names of the tasks it knows; others are left alone
 * @param most how many
 * @param begin of those, the first so many count as begun at once
 * @param alone whether it wants one suspect, and nothing else, since nothing else runs in its
 *     process; suspects are never among the others
 * @param awaited whether it wants only what a paused body waits for
 * @param at now, epoch milliseconds
 */
public record Claim(
    long worker,
    long token,
    Set<String> queues,
    Set<String> tasks,
    int most,
    int begin,
    boolean alone,
    boolean awaited,
    long at) {
  public Claim {
    queues = Set.copyOf(queues);
    tasks = Set.copyOf(tasks);
    if (begin > most) {
      throw new IllegalArgumentException("begin " + begin + " of at most " + most);
    }
  }

  /** The rest of it, when this many were taken. */
  public Claim after(int taken) {
    return new Claim(
        worker,
        token,
        queues,
        tasks,
        Math.max(0, most - taken),
        Math.max(0, begin - taken),
        alone,
        awaited,
        at);
  }

  /** As most claims are: whatever is available, whoever waits for it. */
  public Claim(
      long worker,
      long token,
      Set<String> queues,
      Set<String> tasks,
      int most,
      int begin,
      boolean alone,
      long at) {
    this(worker, token, queues, tasks, most, begin, alone, false, at);
  }
}
