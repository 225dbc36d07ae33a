package dev.heddle;

/**
 * A direct call with {@code onNoWorker = FAIL} found no worker that would take it. Nothing of it
 * stands in the queue any more.
 */
public class NoWorkerException extends HeddleException {
  private static final long serialVersionUID = 1;

  /** Says which task, in which queue. */
  public NoWorkerException(String message) {
    super(message);
  }
}
