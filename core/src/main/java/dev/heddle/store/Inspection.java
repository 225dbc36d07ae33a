package dev.heddle.store;

import dev.heddle.value.Hash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What those ask of a store who look at what runs and what ran. All of it only reads, and answers
 * in bounded time however much is on record. Thread-safe.
 */
public interface Inspection {
  /** How many rows one request for a list or a search looks at. */
  int LOOKS_AT = 3_000;

  /** Of how many failures, the latest, groups are made. */
  int LOOKS_AT_FAILURES = 2_000;

  /** How many call nodes are looked through for a value or a content. */
  int LOOKS_AT_CALLS = 20_000;

  /**
   * What ended, and what had waited, in steps of time: one entry for each step, kind and bucket
   * that has any.
   *
   * @param from epoch milliseconds, rounded down to a minute
   * @param to epoch milliseconds, exclusive, rounded up to a minute
   * @param stepMillis a multiple of a minute
   * @param task of one task; null for all together
   */
  List<Activity> activity(long from, long to, long stepMillis, @Nullable String task);

  /** The same without steps, by task: {@link Activity#at} is {@code from}. */
  List<Activity> activityByTask(long from, long to);

  /** Invocations that match, newest first, with an id below {@code before}. */
  Found<InvocationRecord> invocations(InvocationFilter filter, long before, int limit);

  /**
   * Invocations that failed or were cancelled since then, grouped by task and error, newest first:
   * of the latest {@link #LOOKS_AT_FAILURES}.
   */
  List<FailureGroup> failures(long since, int limit);

  /**
   * Who had what when: the stints of ordered invocations on workers that touch this time, in the
   * order of their beginning.
   *
   * @param worker of one worker, as far as they are among the latest ones of all; 0 for all
   * @param limit at most; the newest are answered if there are more
   */
  List<Stint> stints(long from, long to, long worker, int limit);

  /** Lines that bodies logged, newest first. */
  Found<InvocationLine> logLines(LineFilter filter, long before, int limit);

  /** Who waits for whom now: paused bodies. */
  List<WaitEdge> waits(int limit);

  /** Call nodes whose result is this value, newest first; of the latest ones only. */
  List<NodeRecord> madeBy(Hash value, int limit);

  /** Call nodes that took this value as an argument, newest first; of the latest ones only. */
  List<NodeRecord> usedBy(Hash value, int limit);

  /**
   * Call nodes that read or wrote a file while its content had this digest, newest first; of the
   * latest ones only.
   */
  List<NodeRecord> touching(Hash content, int limit);

  /** The highest id that is on record by then; 0 if none is. Exact to a minute. */
  long idAt(long at);
}
