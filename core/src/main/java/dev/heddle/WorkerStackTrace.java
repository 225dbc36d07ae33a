package dev.heddle;

import org.jspecify.annotations.Nullable;

/**
 * Where on a worker an exception was thrown that a direct call rethrows: the cause of that
 * exception or, if it has a cause of its own, one of its suppressed ones. Its frames are the
 * worker's.
 */
public final class WorkerStackTrace extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * Says which invocation it was; the frames are set next.
   *
   * @param cause the same of a direct call that the body made, if it came from there
   */
  public WorkerStackTrace(String message, @Nullable Throwable cause) {
    super(message, cause, false, true);
  }

  /** It was thrown nowhere in this process. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
