package dev.heddle;

import java.time.Duration;
import java.util.List;

/**
 * Invocations that were ordered together, in the order of their items. Iterating gives them in that
 * order; {@link #asCompleted} as they end. Thread-safe.
 *
 * @param <R> the type of each result
 */
public interface InvocationGroup<R> extends Iterable<Invocation<R>> {
  /** All of them. Unmodifiable. */
  List<Invocation<R>> invocations();

  /** How many. */
  int size();

  /**
   * Waits for all of them; throws as {@link Invocation#result()} does, for the first in order that
   * failed, once all before it have ended.
   */
  List<R> results();

  /**
   * As {@link #results()}, within this time for all together.
   *
   * @throws ResultTimeoutException naming how many have ended by then
   */
  List<R> results(Duration timeout);

  /**
   * Each once, as it ends, however it ends; the iterator waits for the next. Each call begins anew.
   */
  Iterable<Invocation<R>> asCompleted();

  /** Cancels those that have not ended; returns how many that were. */
  int cancel();
}
