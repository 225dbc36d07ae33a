package dev.heddle;

/**
 * Not thrown: suppressed in an unchecked exception that {@link Heddle#run} rethrows as it is. Its
 * message names the chain of tasks, with their arguments, in which the exception arose.
 */
public final class TaskChainException extends HeddleException {
  private static final long serialVersionUID = 1L;

  public TaskChainException(String message) {
    super(message);
    setStackTrace(new StackTraceElement[0]);
  }
}
