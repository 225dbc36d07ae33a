package dev.heddle.store;

import dev.heddle.InvocationState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups what ended badly by task, state and error, as it is told: from the newest on. Not safe for
 * use by several threads.
 */
public final class FailureGroups {
  private record Cause(String task, InvocationState state, String error) {}

  private static final class Group {
    private final long lastAt;
    private final String message;
    private final List<Long> latest = new ArrayList<>(FailureGroup.LATEST);
    private long firstAt;
    private long count;

    Group(long lastAt, String message) {
      this.lastAt = lastAt;
      this.message = message;
    }

    void add(long at, long invocation) {
      firstAt = at;
      count++;
      if (latest.size() < FailureGroup.LATEST) {
        latest.add(invocation);
      }
    }
  }

  private final Map<Cause, Group> groups = new LinkedHashMap<>();
  private final int limit;

  /** At most so many groups, those with the newest. */
  public FailureGroups(int limit) {
    this.limit = limit;
  }

  /**
   * Tells of the next one, which ended no later than the one before.
   *
   * @param at when it ended, in epoch milliseconds
   * @param error the class of what was thrown; empty if nothing was
   * @param message its first line
   */
  public void add(
      long at, long invocation, String task, InvocationState state, String error, String message) {
    Cause cause = new Cause(task, state, error);
    Group group = groups.get(cause);
    if (group == null && groups.size() < limit) {
      group = new Group(at, message);
      groups.put(cause, group);
    }
    if (group != null) {
      group.add(at, invocation);
    }
  }

  /** The groups, that with the newest first. */
  public List<FailureGroup> newestFirst() {
    List<FailureGroup> all = new ArrayList<>(groups.size());
    groups.forEach(
        (cause, group) ->
            all.add(
                new FailureGroup(
                    cause.task,
                    cause.state,
                    cause.error,
                    group.message,
                    group.count,
                    group.firstAt,
                    group.lastAt,
                    group.latest)));
    return List.copyOf(all);
  }
}
