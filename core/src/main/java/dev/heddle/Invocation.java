package dev.heddle;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One carrying-out of a task, ordered and on record: a handle on it. It needs no process to go on;
 * losing the handle loses nothing ({@link Heddle#invocation} gives another). Thread-safe.
 *
 * @param <R> the type of the result
 */
public interface Invocation<R> {
  /** Its id, as people see it. */
  String id();

  /** The name of its task. */
  String task();

  /** The state on record. Reads the store. */
  InvocationState state();

  /**
   * Waits for the result. In the body of a task, that body is PAUSED meanwhile and holds no slot.
   *
   * @return the value, decoded from its recorded bytes; a fresh object for each call
   * @throws RuntimeException what the task threw, if that is unchecked: its own class where that
   *     can be rebuilt, with its message, causes and the worker's stack
   * @throws TaskFailedException with what the task threw as its cause, if that is checked, or can't
   *     be rebuilt
   * @throws InvocationCancelledException if it was cancelled
   * @throws WorkerLostException if it failed since its workers died
   * @throws TaskTimeoutException if it failed since an attempt took too long
   * @throws WaitCycleException if it waits, over others, for the caller
   * @throws HeddleException if the thread was interrupted; the invocation goes on
   */
  R result();

  /**
   * As {@link #result()}, but waits no longer than this.
   *
   * @throws ResultTimeoutException if it has not ended by then; it goes on
   */
  R result(Duration timeout);

  /** As {@link #result()}, but a checked exception of this class comes unwrapped. */
  <X extends Throwable> R result(Class<X> checked) throws X;

  /**
   * Gives it up, with every invocation that its body ordered. What runs is interrupted within a
   * second; whatever it comes to is not recorded.
   *
   * @return false if it had ended already
   */
  boolean cancel();

  /** What became of it, in the order of times. Reads the store. */
  List<StateChange> history();

  /**
   * A future that completes with what {@link #result()} returns, or fails with what it throws.
   * Cancelling the future cancels nothing but the future.
   */
  CompletableFuture<R> toCompletableFuture();
}
