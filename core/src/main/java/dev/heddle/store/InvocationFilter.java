package dev.heddle.store;

import dev.heddle.InvocationState;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which invocations are looked for: those that meet every condition.
 *
 * @param task whose task's name contains this, whatever its case; null for any
 * @param states in one of these; empty for any
 * @param queue ordered into this queue; null for any, and for calls of executions
 * @param worker had last by this worker; 0 for any
 * @param from begun or ordered at or after this, epoch milliseconds; 0 for any
 * @param to before this; 0 for any
 * @param text in the arguments' JSON or the result's, whatever its case, as far as they are kept in
 *     their row; null for any
 * @param error in the error's type or message, whatever its case; null for any
 * @param ordered whether calls of executions are left out
 * @param tags ordered with each of these: a tag that is the text, or begins with it and a {@code
 *     =}; empty for any, and for calls of executions
 */
public record InvocationFilter(
    @Nullable String task,
    Set<InvocationState> states,
    @Nullable String queue,
    long worker,
    long from,
    long to,
    @Nullable String text,
    @Nullable String error,
    boolean ordered,
    Set<String> tags) {
  /** Everything. */
  public static final InvocationFilter ANY =
      new InvocationFilter(null, Set.of(), null, 0, 0, 0, null, null, false);

  public InvocationFilter {
    states = Set.copyOf(states);
    tags = Set.copyOf(tags);
  }

  /** Whatever the tags. */
  public InvocationFilter(
      @Nullable String task,
      Set<InvocationState> states,
      @Nullable String queue,
      long worker,
      long from,
      long to,
      @Nullable String text,
      @Nullable String error,
      boolean ordered) {
    this(task, states, queue, worker, from, to, text, error, ordered, Set.of());
  }

  /** Whether an invocation that was ordered with these tags has all that are looked for. */
  public boolean hasTags(Set<String> ordered) {
    return tags.stream()
        .allMatch(
            wanted ->
                ordered.contains(wanted)
                    || ordered.stream().anyMatch(tag -> tag.startsWith(wanted + '=')));
  }
}
