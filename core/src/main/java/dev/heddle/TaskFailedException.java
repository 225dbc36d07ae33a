package dev.heddle;

/**
 * A task failed with a checked exception, which is the cause. The message names the chain of tasks.
 */
public class TaskFailedException extends HeddleException {
  private static final long serialVersionUID = 1L;

  public TaskFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
